// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/rail.h"

#include <QAction>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "common/buttons.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {

WorkspaceRail::WorkspaceRail(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setProperty("egtOwnFocus", true);
    setAccessibleName(tr("Workspaces"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { updateGeometry(); });
}

void WorkspaceRail::addWorkspace(Icon icon, QAction* action) {
    m_cells.append({icon, action, false, false});
    connect(action, &QAction::changed, this, [this] { update(); });
}

void WorkspaceRail::addFoot(Icon icon, QAction* action) {
    m_cells.append({icon, action, true, false});
}

void WorkspaceRail::setCurrent(int index) {
    m_current = index;
    m_focus = std::max(0, index);
    if (index >= 0 && index < m_cells.size()) setAccessibleDescription(m_cells[index].action->iconText());
    update();
}

void WorkspaceRail::setAttention(int index, bool on) {
    if (index < 0 || index >= m_cells.size()) return;
    m_cells[index].attention = on;
    update();
}

bool WorkspaceRail::narrow() const {
    return window()->width() < metrics::px(1300);
}

QSize WorkspaceRail::sizeHint() const {
    return {narrow() ? 48 : metrics::px(metrics::kRail), 400};
}

QRect WorkspaceRail::cellRect(int index) const {
    const int side = std::min(width() - 8, metrics::px(52));
    const int left = (width() - side) / 2;
    if (!m_cells[index].foot) return {left, 8 + index * (side + 8), side, side};
    int below = 0;
    for (int i = index + 1; i < m_cells.size(); ++i)
        below += m_cells[i].foot ? 1 : 0;
    return {(width() - 36) / 2, height() - 44 - below * 40, 36, 36};
}

int WorkspaceRail::cellAt(const QPoint& point) const {
    for (int i = 0; i < m_cells.size(); ++i)
        if (cellRect(i).contains(point)) return i;
    return -1;
}

void WorkspaceRail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    painter.fillRect(rect(), t.rail);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), t.line);
    for (int i = 0; i < m_cells.size(); ++i) {
        const Cell& cell = m_cells[i];
        const QRectF box = cellRect(i);
        const bool on = i == m_current && !cell.foot;
        const bool enabled = cell.action->isEnabled();
        if (on)
            paintBox(&painter, box, t.paper, {}, 6);
        else if (i == m_hover && enabled)
            paintBox(&painter, box, t.hover, {}, 6);
        if (on) paintBox(&painter, QRectF(0, box.center().y() - 16, 3, 32), t.accent, {}, 1.5);
        if (hasFocus() && i == m_focus) paintFocusRing(&painter, box, 6);
        const QColor ink = !enabled ? t.off : on ? t.accent : t.ink2;
        const bool labelled = !cell.foot && !narrow();
        const qreal size = metrics::px(20);
        const qreal icon_y = labelled ? box.y() + metrics::px(7) : box.center().y() - size / 2;
        paintIcon(&painter, cell.icon, QRectF(box.center().x() - size / 2, icon_y, size, size), ink);
        const QString name = cell.action->iconText();
        if (labelled)
            paintText(&painter, QRectF(0, box.y() + metrics::px(29), width() - 1, metrics::px(18)), name,
                      fontFor(Type::tiny, name, on ? 600 : 500),
                      !enabled ? t.off
                      : on     ? t.ink
                               : t.ink2,
                      Qt::AlignHCenter);
        if (cell.attention) paintBox(&painter, QRectF(box.right() - 14, box.top() + 6, 6, 6), t.warn, {}, 3);
    }
}

bool WorkspaceRail::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = cellAt(help->pos());
    if (index < 0) {
        QToolTip::hideText();
        return true;
    }
    const QAction* action = m_cells[index].action;
    QString tip = action->iconText();
    if (!action->isEnabled())
        tip = tr("%1: open a project first").arg(tip);
    else if (!action->shortcut().isEmpty())
        tip = tr("%1 (%2)").arg(tip, keyText(action->shortcut()));
    QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

void WorkspaceRail::mouseMoveEvent(QMouseEvent* event) {
    m_hover = cellAt(event->pos());
    update();
}

void WorkspaceRail::mouseReleaseEvent(QMouseEvent* event) {
    if (const int index = cellAt(event->pos()); index >= 0) m_cells[index].action->trigger();
}

void WorkspaceRail::leaveEvent(QEvent* event) {
    m_hover = -1;
    update();
    QWidget::leaveEvent(event);
}

void WorkspaceRail::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_cells.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Down:
        m_focus = std::min(last, m_focus + 1);
        break;
    case Qt::Key_Up:
        m_focus = std::max(0, m_focus - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        m_cells[m_focus].action->trigger();
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    setAccessibleDescription(m_cells[m_focus].action->iconText());
    update();
}

} // namespace egt::ui
