// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "common/icons.h"

class QAction;

namespace egt::ui {

/// The four workspaces at the left edge, settings and help at the foot. One tab stop; Up and Down move.
class WorkspaceRail : public QWidget {
    Q_OBJECT
public:
    explicit WorkspaceRail(QWidget* parent = nullptr);
    void addWorkspace(Icon icon, QAction* action);
    void addFoot(Icon icon, QAction* action);
    void setCurrent(int index);
    /// A dot: somebody is waited for there.
    void setAttention(int index, bool on);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Cell {
        Icon icon;
        QAction* action;
        bool foot;
        bool attention;
    };
    [[nodiscard]] QRect cellRect(int index) const;
    [[nodiscard]] int cellAt(const QPoint& point) const;
    [[nodiscard]] bool narrow() const;
    QList<Cell> m_cells;
    int m_current = -1;
    int m_focus = 0;
    int m_hover = -1;
};

} // namespace egt::ui
