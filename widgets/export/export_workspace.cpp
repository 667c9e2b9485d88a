// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_workspace.h"

#include <QAction>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "bridge/text_answers.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "export/export_form.h"
#include "export/export_output.h"

namespace egt::ui {

void ExportWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_form->setFormats(client->engine().exportFormats());
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("runs")) return;
        refreshScopes();
        // Counting saves the current filter as a selection: that must not ask for counting again.
        const bool own = what == QLatin1String("selections") && request().selection == kFilterSelection;
        if (!own) m_later.start();
    });
    connect(client->texts(), &TextAnswers::found, this, [this] {
        if (m_searching) m_later.start();
    });
    connect(client, &EngineClient::stateChanged, this,
            [this](RunId run, const StateEvent& state) { stateArrived(run, state.state); });
    connect(client, &EngineClient::progress, this, [this](RunId run) {
        if (run == m_job) updateBar();
    });
}

void ExportWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    connect(context, &ProjectContext::exportSelectionRequested, this, &ExportWorkspace::chooseSelection);
    const auto again = [this] {
        refreshScopes();
        m_later.start();
    };
    connect(context, &ProjectContext::cutChanged, this, again);
    connect(context, &ProjectContext::filterChanged, this, again);
    connect(context, &ProjectContext::scoreRunChanged, this, again);
}

QString ExportWorkspace::title() const {
    return tr("Export");
}

QList<QAction*> ExportWorkspace::menuActions(MenuId menu) const {
    return menu == MenuId::file ? QList<QAction*>{m_write, m_copy, m_repeat} : QList<QAction*>{};
}

QList<QWidget*> ExportWorkspace::panes() const {
    return {m_form, m_output, findChild<QWidget*>(QStringLiteral("export.bar"))};
}

void ExportWorkspace::projectOpened() {
    m_job = 0;
    m_count.reset();
    m_folder_typed = false;
    m_done->hide();
    refreshScopes();
    suggestFolder();
    recount();
}

void ExportWorkspace::projectClosed() {
    m_job = 0;
    ++m_ticket;
    m_write_when_counted = false;
    m_counting = false;
    m_count.reset();
    m_stack->setCurrentIndex(0);
}

void ExportWorkspace::chooseSelection(const QString& selection) {
    refreshScopes();
    m_form->choose(selection);
    formChanged();
}

void ExportWorkspace::formChanged() {
    suggestFolder();
    m_done->hide();
    m_write_when_counted = false;
    m_later.start();
    updateBar();
}

ExportRequest ExportWorkspace::request() const {
    ExportRequest request = m_form->request();
    if (request.selection.empty()) request.selection = kFilterSelection;
    request.out = m_folder->text().trimmed().toStdString();
    request.replace = m_replace->isEnabled() && m_replace->isChecked();
    request.score_run = context() == nullptr ? 0 : context()->scoreRun();
    return request;
}

} // namespace egt::ui
