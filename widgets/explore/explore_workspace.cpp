// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/explore_workspace.h"

#include <QComboBox>
#include <QJsonArray>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text_answers.h"
#include "common/buttons.h"
#include "common/histogram_cut_widget.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "explore/duplicates_page.h"
#include "explore/effect_panel.h"
#include "explore/filter_bar.h"
#include "explore/pair_panel.h"
#include "explore/pair_table_model.h"
#include "explore/plots.h"
#include "explore/search_page.h"

namespace egt::ui {

ExploreWorkspace::~ExploreWorkspace() = default;

QString ExploreWorkspace::title() const {
    return tr("Explore");
}

QString ExploreWorkspace::countText() const {
    return m_count->text();
}

void ExploreWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_search->setClient(client);
    m_duplicates->setClient(client);
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) { dataChanged(what); });
    connect(client->texts(), &TextAnswers::found, this, [this] { textsFound(); });
}

void ExploreWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    connect(context, &ProjectContext::filterChanged, this, [this] { applyFilter(this->context()->filter()); });
    connect(context, &ProjectContext::scoreRunChanged, this, [this] { reload(true); });
    connect(context, &ProjectContext::showDuplicatesRequested, this, [this] { showPage(ExplorePage::duplicates); });
    connect(context, &ProjectContext::pairSelected, this, [this](PairId pair) {
        const int row = m_model->rowOf(pair);
        if (row < 0 || m_setting) return;
        m_setting = true;
        if (picked().size() <= 1) m_table->selectRow(row);
        m_setting = false;
        showPairTab();
    });
    connect(context, &ProjectContext::showInExploreRequested, this, [this](const QString& column, double value) {
        const int index = m_column->findData(column);
        if (index >= 0 && index != m_column->currentIndex()) {
            m_column->setCurrentIndex(index);
            m_cut = {};
            m_undo.clear();
            rebuild();
        }
        showPage(ExplorePage::pairs);
        m_histogram->setMarker(value);
        if (const int row = m_model->rowOf(this->context()->currentPair()); row >= 0) {
            m_table->selectRow(row);
            m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtCenter);
        }
    });
}

QList<QAction*> ExploreWorkspace::menuActions(MenuId menu) const {
    switch (menu) {
    case MenuId::edit:
        return {m_undo_action, m_redo_action, m_find, m_focus_filter, m_save_filter, m_saved_filters->menuAction()};
    case MenuId::view:
        return {m_log};
    case MenuId::pair:
        return {m_open};
    case MenuId::selection:
        return {m_save, m_review_dropped, m_train};
    case MenuId::run:
        return {m_score};
    case MenuId::tools:
        return {m_flag_uncertain, m_flag_contradicted, m_flag_cut, m_clear_flags};
    default:
        return {};
    }
}

QList<QWidget*> ExploreWorkspace::panes() const {
    switch (page()) {
    case ExplorePage::search:
        return {m_filter_bar, m_search, m_dock_stack};
    case ExplorePage::duplicates:
        return {m_filter_bar, m_duplicates};
    case ExplorePage::pairs:
        break;
    }
    return {m_filter_bar, m_column, m_histogram, m_calibration, m_table, m_dock_stack};
}

void ExploreWorkspace::projectOpened() {
    m_undo.clear();
    m_cut = {};
    m_effect->setReadOnly(client()->readOnly());
    for (QAction* action :
         {m_save, m_save_filter, m_flag_uncertain, m_flag_contradicted, m_flag_cut, m_clear_flags, m_score})
        action->setEnabled(!client()->readOnly());
    m_score_button->setEnabled(!client()->readOnly());
    m_flag_button->setEnabled(!client()->readOnly());
    m_duplicates->projectOpened();
    reload(false);
}

void ExploreWorkspace::projectClosed() {
    m_undo.clear();
    m_cut = {};
    m_filter.clear();
    m_wanted.reset();
    m_snapshot.reset();
    m_mask.clear();
    m_model->setRows(nullptr, {});
    m_data.setBase(nullptr, {}, QStringLiteral("mean_entropy"), false);
    m_pair->clear();
    m_filter_bar->setExpression({});
    showPage(ExplorePage::pairs);
    m_search->clear();
    m_duplicates->clear();
    showState();
}

void ExploreWorkspace::dataChanged(const QString& what) {
    if (client() == nullptr || !client()->isOpen()) return;
    if (what == QLatin1String("selections")) {
        const auto info = client()->engine().info();
        if (info) m_effect->setSelections(info->selections);
        return;
    }
    if (what == QLatin1String("runs")) return refreshRuns();
    if (what == QLatin1String("pairs")) m_search->refresh();
    m_stale = true;
    if (isVisible() && !m_reload_timer.isActive()) m_reload_timer.start();
}

void ExploreWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    // A low window keeps the heading with the button; the strip gives its room to histogram and rows.
    m_calibration->setVisible(height() >= metrics::px(740));
}

void ExploreWorkspace::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    if (m_stale) m_reload_timer.start();
}

void ExploreWorkspace::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter(this).fillRect(rect(), m_pages->currentIndex() == 1 ? Theme::current().paper : Theme::current().line);
}

QJsonObject ExploreWorkspace::saveState() const {
    const auto sizes = [](const QSplitter* splitter) {
        QJsonArray array;
        for (const int size : splitter->sizes())
            array.append(size);
        return array;
    };
    QJsonObject state{{QStringLiteral("column"), m_column->currentData().toString()},
                      {QStringLiteral("per_source"), m_cut_for->currentIndex() == 1},
                      {QStringLiteral("log"), m_log->isChecked()},
                      {QStringLiteral("filter"), m_filter},
                      {QStringLiteral("body"), sizes(m_body)},
                      {QStringLiteral("rows"), sizes(m_rows)},
                      {QStringLiteral("sort"), m_model->sortedBy()},
                      {QStringLiteral("falling"), m_model->sortOrder() == Qt::DescendingOrder}};
    if (std::isfinite(m_cut.low)) state.insert(QStringLiteral("low"), m_cut.low);
    if (std::isfinite(m_cut.high)) state.insert(QStringLiteral("high"), m_cut.high);
    return state;
}

void ExploreWorkspace::restoreState(const QJsonObject& state) {
    const auto sizes = [&](QSplitter* splitter, const char* key) {
        QList<int> list;
        for (const QJsonValue& value : state.value(QLatin1String(key)).toArray())
            list << value.toInt();
        if (list.size() == splitter->count()) splitter->setSizes(list);
    };
    sizes(m_body, "body");
    sizes(m_rows, "rows");
    m_log->setChecked(state.value(QLatin1String("log")).toBool(false));
    m_cut_for->setCurrentIndex(state.value(QLatin1String("per_source")).toBool(false) ? 1 : 0);
    if (state.contains(QLatin1String("sort")))
        m_table->sortByColumn(state.value(QLatin1String("sort")).toInt(),
                              state.value(QLatin1String("falling")).toBool(true) ? Qt::DescendingOrder
                                                                                 : Qt::AscendingOrder);
    if (const int column = m_column->findData(state.value(QLatin1String("column")).toString()); column >= 0)
        m_column->setCurrentIndex(column);
    m_cut.low = state.value(QLatin1String("low")).toDouble(-INFINITY);
    m_cut.high = state.value(QLatin1String("high")).toDouble(INFINITY);
    const QString filter = state.value(QLatin1String("filter")).toString();
    if (client() == nullptr || !client()->isOpen()) return;
    if (context() != nullptr && context()->filter() != filter)
        context()->setFilter(filter);
    else
        applyFilter(filter);
}

} // namespace egt::ui
