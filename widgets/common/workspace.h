// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QJsonObject>
#include <QList>
#include <QWidget>

namespace egt::ui {

class EngineClient;
class ProjectContext;

/// Menus of the main window that a workspace adds actions to.
enum class MenuId { file, edit, view, pair, selection, run, tools };

/// One of the four workspaces. The window makes it, hands it the client and the context once, and calls projectOpened()
/// each time a project is there. Bare-key actions use Qt::WidgetWithChildrenShortcut (QWidget::addAction(action)) and
/// stay off while a text field has focus. Thread: GUI.
class Workspace : public QWidget {
    Q_OBJECT
public:
    explicit Workspace(QWidget* parent = nullptr) : QWidget(parent) {}

    /// Called once, before anything else.
    virtual void setClient(EngineClient* client) { m_client = client; }
    virtual void setContext(ProjectContext* context) { m_context = context; }
    [[nodiscard]] EngineClient* client() const { return m_client; }
    [[nodiscard]] ProjectContext* context() const { return m_context; }

    [[nodiscard]] virtual QString title() const = 0;
    /// Actions for one menu, in order; a separator is an action with isSeparator(). They stay owned by the workspace.
    [[nodiscard]] virtual QList<QAction*> menuActions(MenuId menu) const = 0;
    /// Areas that F6 goes through, in reading order; the first focusable child of each gets the focus.
    [[nodiscard]] virtual QList<QWidget*> panes() const { return {}; }

    virtual void projectOpened() {}
    virtual void projectClosed() {}
    /// Layout and view choices, stored at each change that emits stateChanged() and at exit.
    [[nodiscard]] virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject& state) { Q_UNUSED(state) }
    /// View > Reset layout.
    virtual void resetLayout() {}
    /// Stores what is not durable yet (a note that is being typed). Called before the project is closed.
    virtual void flush() {}

Q_SIGNALS:
    void stateChanged();
    /// Somebody is waited for here (a dot on the rail).
    void attentionChanged(bool waiting);

private:
    EngineClient* m_client = nullptr;
    ProjectContext* m_context = nullptr;
};

} // namespace egt::ui
