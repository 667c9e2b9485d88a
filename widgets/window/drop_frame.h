// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace egt::ui {

/// 2 px accent frame over the whole window while something hovers, with what will happen.
class DropFrame : public QWidget {
    Q_OBJECT
public:
    explicit DropFrame(QWidget* parent);
    void showText(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
};

} // namespace egt::ui
