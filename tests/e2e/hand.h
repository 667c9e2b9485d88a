// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person does with a window: keys go to the window that has them, the mouse to what lies under the pointer. Both
// travel through the window system's queue, so shortcuts, focus, popups, modal dialogs and covered widgets act as they
// do for people.

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <functional>

namespace egt::test {

void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
void type(const QString& text); ///< ASCII only
/// Ctrl+A and the text: what stood in the field is gone.
void typeOver(const QString& text);
/// Presses Tab until the control with this name has the focus. False: it is not in the tab order.
bool tabTo(const char* name);

/// Presses the left button at `at` (default: the middle). False when the widget is not in sight there.
bool click(QWidget* widget, QPoint at = {-1, -1});
/// Presses at `from`, moves in twelve steps, releases at `to`; `moved` is called after each step.
bool drag(QWidget* widget, QPoint from, QPoint to, const std::function<void()>& moved);
bool hover(QWidget* widget, QPoint at);

/// The visible widget with this name in any window, or null.
template <class T = QWidget> T* seen(const char* name) {
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (!top->isVisible()) continue;
        for (T* widget : top->findChildren<T*>(QLatin1String(name)))
            if (widget->isVisible()) return widget;
    }
    return nullptr;
}
bool click(const char* name);

/// Runs the event loop until `met` holds; false after `limit_ms`. Unlike QTest::qWait it never sleeps by itself.
bool until(const std::function<bool()>& met, int limit_ms = 20000);
void pass(int ms);

/// Works in the next modal dialog, inside that dialog's own event loop. When `drive` leaves it open, it is closed and
/// the answer counts as failed, so that a test never hangs in it.
class Answer {
public:
    explicit Answer(std::function<void(QWidget*)> drive);
    [[nodiscard]] bool done() const { return m_done; }

private:
    void look();
    QTimer m_timer;
    std::function<void(QWidget*)> m_drive;
    bool m_done = false;
};

/// The longest time for which the event loop did not come round: gaps between the ticks of a 5 ms timer.
class Pulse {
public:
    explicit Pulse();
    [[nodiscard]] double worstMs() const { return m_worst_ms; }
    /// Processor time that this thread took in the worst gap; the rest it waited, for a lock or for a processor.
    [[nodiscard]] double worstOwnMs() const { return m_worst_own_ms; }
    [[nodiscard]] int ticks() const { return m_ticks; }

private:
    void beat();
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_own_ms = 0;
    double m_worst_ms = 0;
    double m_worst_own_ms = 0;
    int m_ticks = 0;
};

} // namespace egt::test
