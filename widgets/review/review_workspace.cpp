// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/review_workspace.h"

#include <QApplication>
#include <QJsonArray>
#include <QPainter>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <algorithm>

#include "bridge/engine_client.h"
#include "bridge/text_answers.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/image_view.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "common/thumbnail_cache.h"
#include "common/token_entropy_view.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/why_dock.h"

namespace egt::ui {

// Children give the focus away while they are destroyed, when this is no ReviewWorkspace any more.
ReviewWorkspace::~ReviewWorkspace() {
    disconnect(qApp, nullptr, this, nullptr);
}

QString ReviewWorkspace::title() const {
    return tr("Review");
}

void ReviewWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_session->setClient(client);
    m_thumbnails->setClient(client);
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) { dataChanged(what); });
    connect(client->texts(), &TextAnswers::found, this, [this] {
        if (m_searching) rebuildQueue(m_session->hasPair() ? m_session->pair().id : 0);
    });
}

void ReviewWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    m_session->setContext(context);
    connect(context, &ProjectContext::openInReviewRequested, this,
            [this](const QList<PairId>& pairs, const QString& title) { reviewList(pairs, title); });
    connect(context, &ProjectContext::filterChanged, this,
            [this] { rebuildQueue(m_session->hasPair() ? m_session->pair().id : 0); });
    connect(context, &ProjectContext::scoreRunChanged, this,
            [this] { rebuildQueue(m_session->hasPair() ? m_session->pair().id : 0); });
}

QList<QAction*> ReviewWorkspace::menuActions(MenuId menu) const {
    switch (menu) {
    case MenuId::edit:
        return {m_commands[static_cast<std::size_t>(ReviewCommand::undo)], m_redo, m_find_action};
    case MenuId::view:
        return {m_blind, m_colours, m_diff, m_measure, m_zoom, m_next_span, m_previous_span, m_dock_action};
    case MenuId::pair: {
        QList<QAction*> actions;
        for (std::size_t i = 0; i + 1 < m_commands.size(); ++i)
            actions << m_commands[i];
        return actions << m_next << m_previous << m_note_action << m_refresh;
    }
    default:
        return {};
    }
}

QList<QWidget*> ReviewWorkspace::panes() const {
    return {m_queue, m_film, m_question, m_image, m_answers[0], m_answers[1], m_reasoning, m_dock, m_bar};
}

ColumnsPtr ReviewWorkspace::columns() const {
    return client() == nullptr ? nullptr : client()->columns(context() == nullptr ? 0 : context()->scoreRun());
}

void ReviewWorkspace::projectOpened() {
    // Without scores nothing is uncertain: start with what waits.
    const ColumnsPtr snapshot = columns();
    if (snapshot && snapshot->run == 0 && m_kind == QueueKind::uncertain) m_kind = QueueKind::not_reviewed;
    rebuildQueue(m_restore_pair);
}

void ReviewWorkspace::projectClosed() {
    m_bar_run = -1;
    m_note_pair = 0;
    m_handed.clear();
    m_session->setQueue({});
}

void ReviewWorkspace::setQueueKind(QueueKind kind) {
    saveNote();
    m_kind = kind;
    rebuildQueue(0);
    Q_EMIT stateChanged();
}

void ReviewWorkspace::reviewList(const QList<PairId>& pairs, const QString& title) {
    saveNote();
    m_handed = pairs;
    m_handed_title = title;
    m_kind = QueueKind::handed;
    rebuildQueue(pairs.size() == 1 ? pairs.front() : 0);
}

void ReviewWorkspace::flush() {
    saveNote();
}

void ReviewWorkspace::dataChanged(const QString& what) {
    if (client() == nullptr || !client()->isOpen()) return;
    if (m_session->queue().empty()) return rebuildQueue(0);
    if (what == QLatin1String("scores") || what == QLatin1String("flags")) {
        m_film->refreshAll();
        if (!m_session->hasPair()) return;
        // New scores join a pair that had none; a text that is being read is not pulled away.
        if (m_reasoning->isEmptyState() && !m_session->concealed()) showJudge();
    }
    if (what == QLatin1String("reviews")) {
        m_session->refreshDecisions();
        m_film->refreshAll();
        showPosition();
    }
}

void ReviewWorkspace::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter(this).fillRect(rect(), m_stack->currentIndex() == 1 ? Theme::current().paper : Theme::current().line);
}

QJsonObject ReviewWorkspace::saveState() const {
    const auto sizes = [](const QSplitter* splitter) {
        QJsonArray array;
        for (const int size : splitter->sizes())
            array.append(size);
        return array;
    };
    return {{QStringLiteral("queue"), static_cast<int>(m_kind == QueueKind::handed ? QueueKind::uncertain : m_kind)},
            {QStringLiteral("pair"), static_cast<qint64>(m_session->hasPair() ? m_session->pair().id : m_restore_pair)},
            {QStringLiteral("blind"), m_blind->isChecked()},
            {QStringLiteral("colours"), m_colours->isChecked()},
            {QStringLiteral("diff"), m_diff->isChecked()},
            {QStringLiteral("dock"), m_room ? m_dock_action->isChecked() : m_dock_wanted},
            {QStringLiteral("measure"), static_cast<int>(m_reasoning->view()->measure())},
            {QStringLiteral("body"), sizes(m_body)},
            {QStringLiteral("rows"), sizes(m_rows)},
            {QStringLiteral("columns"), sizes(m_columns)}};
}

void ReviewWorkspace::restoreState(const QJsonObject& state) {
    const auto sizes = [&](QSplitter* splitter, const char* key) {
        QList<int> list;
        for (const QJsonValue& value : state.value(QLatin1String(key)).toArray())
            list << value.toInt();
        if (list.size() == splitter->count()) splitter->setSizes(list);
    };
    if (const int kind = state.value(QLatin1String("queue")).toInt(0);
        kind >= 0 && kind <= static_cast<int>(QueueKind::all))
        m_kind = static_cast<QueueKind>(kind);
    m_restore_pair = state.value(QLatin1String("pair")).toInteger();
    m_blind->setChecked(state.value(QLatin1String("blind")).toBool(false));
    m_colours->setChecked(state.value(QLatin1String("colours")).toBool(true));
    m_diff->setChecked(state.value(QLatin1String("diff")).toBool(true));
    m_dock_wanted = state.value(QLatin1String("dock")).toBool(true);
    if (m_room) m_dock_action->setChecked(m_dock_wanted);
    m_reasoning->setMeasure(static_cast<TokenMeasure>(std::clamp(state.value(QLatin1String("measure")).toInt(), 0, 2)));
    sizes(m_body, "body");
    sizes(m_rows, "rows");
    sizes(m_columns, "columns");
    if (client() != nullptr && client()->isOpen()) rebuildQueue(m_restore_pair);
}

} // namespace egt::ui
