// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QStackedWidget>

#include "common/controls.h"
#include "common/panels.h"
#include "export/export_command.h"
#include "export/row_preview.h"

class QGridLayout;

namespace egt::ui {

/// The right half of Export: preview, files, command; and what will be written.
class ExportOutput : public Pane {
    Q_OBJECT
public:
    explicit ExportOutput(QWidget* parent = nullptr);
    void setRows(const std::vector<std::string>& rows, std::int64_t of);
    void setMessage(const QString& text);
    void setFiles(const QList<PlannedFile>& files, const QString& total);
    void setCommand(const QString& command);
    void setWarning(const QString& text); ///< empty = none
    [[nodiscard]] QString command() const { return m_command->toPlainText(); }
    [[nodiscard]] RowPreview* preview() const { return m_preview; }
    [[nodiscard]] SegmentedControl* tabs() const { return m_tabs; }

private:
    QWidget* buildFiles();
    QWidget* buildCommand();
    void tabChanged(int tab);
    static void fill(QGridLayout* grid, const QList<PlannedFile>& files);

    SegmentedControl* m_tabs;
    QStackedWidget* m_stack;
    RowPreview* m_preview;
    TextLabel* m_caption;
    QString m_rows_caption;
    QPlainTextEdit* m_command;
    SectionHeading* m_written_head;
    QWidget* m_written;
    QGridLayout* m_grid;
    QGridLayout* m_file_grid;
    Notice* m_warning;
};

} // namespace egt::ui
