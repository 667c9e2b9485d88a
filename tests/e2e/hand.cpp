// SPDX-License-Identifier: GPL-3.0-or-later
#include "hand.h"

#include <QEventLoop>
#include <QTest>
#include <QWindow>
#include <ctime>

namespace egt::test {
namespace {

constexpr int kDragSteps = 12;
constexpr int kTabs = 120;

QWindow* windowOf(QWidget* widget) {
    return widget->window()->windowHandle();
}

/// Who gets the keys. A popup takes them without being the focus window. When a dialog or popup closes, a window
/// manager gives the keys back to the window below; the offscreen platform has none, so that is done here.
QWindow* keyWindow() {
    if (const QWidget* popup = QApplication::activePopupWidget()) return popup->window()->windowHandle();
    if (QWindow* focus = QGuiApplication::focusWindow(); focus != nullptr && focus->isVisible()) return focus;
    QWidget* below = QApplication::activeModalWidget();
    for (QWidget* top : QApplication::topLevelWidgets())
        if (below == nullptr && top->isVisible() && top->isWindow() && top->windowType() == Qt::Window) below = top;
    if (below == nullptr) qFatal("No window is there to take keys");
    below->activateWindow();
    QWindow* window = below->windowHandle();
    if (!until([=] { return QGuiApplication::focusWindow() == window; }, 2000)) qFatal("No window takes the keys");
    return window;
}

/// True when the pointer at this place of the widget meets it or a part of it.
bool inSight(QWidget* widget, QPoint at) {
    if (widget == nullptr || !widget->isVisible() || !widget->rect().contains(at)) return false;
    QWidget* top = widget->window();
    const QWidget* hit = top->childAt(widget->mapTo(top, at));
    const bool meets = hit == widget || (hit != nullptr && widget->isAncestorOf(hit));
    if (!meets)
        qWarning().noquote() << widget->objectName() << "is covered by"
                             << (hit == nullptr ? QString() : hit->objectName());
    return meets;
}

double ownTimeMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace

void key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(keyWindow(), key, modifiers);
}

void type(const QString& text) {
    for (const char letter : text.toLatin1())
        QTest::keyClick(keyWindow(), letter);
}

void typeOver(const QString& text) {
    key(Qt::Key_A, Qt::ControlModifier);
    type(text);
}

bool tabTo(const char* name) {
    for (int i = 0; i < kTabs; ++i) {
        const QWidget* focus = QApplication::focusWidget();
        if (focus != nullptr && focus->objectName() == QLatin1String(name)) return true;
        key(Qt::Key_Tab);
    }
    qWarning() << "Tab never comes to" << name;
    return false;
}

bool click(QWidget* widget, QPoint at) {
    if (widget != nullptr && at.x() < 0) at = widget->rect().center();
    if (!inSight(widget, at)) return false;
    QTest::mouseClick(windowOf(widget), Qt::LeftButton, {}, widget->mapTo(widget->window(), at));
    return true;
}

bool click(const char* name) {
    QWidget* widget = seen(name);
    if (widget == nullptr) qWarning() << "There is no visible" << name;
    return click(widget);
}

bool drag(QWidget* widget, QPoint from, QPoint to, const std::function<void()>& moved) {
    if (!inSight(widget, from)) return false;
    QWidget* top = widget->window();
    const QPoint start = widget->mapTo(top, from); // the widget itself may move along
    const QPoint end = widget->mapTo(top, to);
    QTest::mousePress(windowOf(widget), Qt::LeftButton, {}, start);
    for (int step = 1; step <= kDragSteps; ++step) {
        QTest::mouseMove(windowOf(widget), start + (end - start) * step / kDragSteps);
        moved();
    }
    QTest::mouseRelease(windowOf(widget), Qt::LeftButton, {}, end);
    return true;
}

bool hover(QWidget* widget, QPoint at) {
    if (!inSight(widget, at)) return false;
    QTest::mouseMove(windowOf(widget), widget->mapTo(widget->window(), at));
    return true;
}

bool until(const std::function<bool()>& met, int limit_ms) {
    if (met()) return true;
    QEventLoop loop;
    QTimer timer;
    QElapsedTimer clock;
    clock.start();
    bool is_met = false;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        is_met = met();
        if (is_met || clock.elapsed() >= limit_ms) loop.quit();
    });
    timer.start(15);
    loop.exec();
    return is_met;
}

void pass(int ms) {
    until([] { return false; }, ms);
}

Answer::Answer(std::function<void(QWidget*)> drive) : m_drive(std::move(drive)) {
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    m_timer.start(10);
}

void Answer::look() {
    QWidget* dialog = QApplication::activeModalWidget();
    if (dialog == nullptr || !dialog->isVisible() || !dialog->isActiveWindow()) return;
    m_timer.stop();
    m_drive(dialog);
    m_done = !dialog->isVisible();
    if (!m_done) dialog->close();
}

Pulse::Pulse() : m_own_ms(ownTimeMs()) {
    m_clock.start();
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
    m_timer.start(5);
}

void Pulse::beat() {
    const double gap = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    const double own = ownTimeMs();
    if (gap > m_worst_ms) {
        m_worst_ms = gap;
        m_worst_own_ms = own - m_own_ms;
    }
    m_own_ms = own;
    m_clock.restart();
    ++m_ticks;
}

} // namespace egt::test
