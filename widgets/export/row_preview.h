// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <string>
#include <vector>

namespace egt::ui {

/// Rows as they will be written, one field a line, with the row's number at the left. The order of fields and the text
/// of every value are those of the file.
class RowPreview : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit RowPreview(QWidget* parent = nullptr);
    void setRows(const std::vector<std::string>& rows);
    void setMessage(const QString& text); ///< instead of rows

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Numbers;
    friend class Numbers;
    void setMargins();
    void paintNumbers(QPainter& painter, int width);
    Numbers* m_numbers;
    std::vector<int> m_first_lines; ///< block number where each row begins
};

/// One row of JSON Lines with a field a line. Text that is no JSON object stays as it is.
QString prettyRow(const std::string& row);

} // namespace egt::ui
