// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>

#include "common/buttons.h"
#include "common/labels.h"

namespace egt::ui {

/// One toast at the bottom right of its parent: a sentence and at most one action. Stays 6 s, longer on hover or focus.
class ToastHost : public QWidget {
    Q_OBJECT
public:
    /// `bottom_gap`: height of what stands below (the status bar).
    explicit ToastHost(QWidget* parent, int bottom_gap);
    void showToast(const QString& text, const QString& action_text = {}, std::function<void()> action = {});
    [[nodiscard]] QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void place();
    TextLabel* m_text;
    KeyCapButton* m_action;
    QTimer m_timer;
    std::function<void()> m_call;
    int m_bottom_gap;
};

} // namespace egt::ui
