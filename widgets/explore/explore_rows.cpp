// SPDX-License-Identifier: GPL-3.0-or-later
// Which pairs Explore lists, and which of them is read.
#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QItemSelection>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "bridge/text_answers.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "curation/filter.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/pair_panel.h"
#include "explore/pair_table_model.h"
#include "explore/search_page.h"

namespace egt::ui {

void ExploreWorkspace::reload(bool keep_place) {
    m_stale = false;
    if (client() == nullptr || !client()->isOpen()) return;
    m_snapshot = client()->columns(context() == nullptr ? 0 : context()->scoreRun());
    refreshRuns();
    refreshColumns();
    QStringList words;
    if (m_snapshot)
        for (const Column& column : m_snapshot->columns)
            words << QString::fromStdString(column.name);
    m_filter_bar->setWords(words);
    // What is looked at stays where it is: remember the choice and the first row in sight.
    const std::vector<PairId> chosen = picked();
    const PairId top = keep_place ? m_model->pairAt(m_table->rowAt(0)) : 0;
    applyFilter(m_wanted.value_or(m_filter));
    if (keep_place) {
        m_setting = true;
        QItemSelection selection;
        for (const PairId pair : chosen)
            if (const int row = m_model->rowOf(pair); row >= 0)
                selection.select(m_model->index(row, 0), m_model->index(row, PairTableModel::ColumnTotal - 1));
        m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        if (const int row = m_model->rowOf(top); row >= 0)
            m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtTop);
        m_setting = false;
    }
    const auto info = client()->engine().info();
    if (info) m_effect->setSelections(info->selections);
}

void ExploreWorkspace::refreshRuns() {
    const QSignalBlocker block(m_run);
    m_run->clear();
    const auto runs = client()->engine().runs();
    m_run->addItem(tr("latest"), 0);
    if (runs)
        for (auto it = runs->rbegin(); it != runs->rend(); ++it)
            if (it->kind == RunKind::score && (it->state == RunState::done || it->done > 0))
                m_run->addItem(tr("run %1 · %2").arg(it->id).arg(QString::fromStdString(it->name)),
                               static_cast<qlonglong>(it->id));
    m_run->setVisible(m_run->count() > 2);
    m_run->setCurrentIndex(
        std::max(0, m_run->findData(static_cast<qlonglong>(context() == nullptr ? 0 : context()->scoreRun()))));
}

void ExploreWorkspace::refreshColumns() {
    const QString current = m_column->currentData().toString();
    const QSignalBlocker block(m_column);
    m_column->clear();
    if (!m_snapshot) return;
    for (const ColumnChoice& choice : columnChoices(*m_snapshot))
        m_column->addItem(choice.title, choice.name);
    m_column->setCurrentIndex(std::max(0, m_column->findData(current)));
}

void ExploreWorkspace::setFilter(const QString& expression) {
    if (context() != nullptr)
        context()->setFilter(expression);
    else
        applyFilter(expression);
}

void ExploreWorkspace::applyFilter(const QString& expression) {
    if (!m_snapshot) return showState();
    m_wanted.reset();
    Result<curation::Mask> rows =
        curation::filterRows(*m_snapshot, expression.toStdString(), client()->texts()->search());
    if (!rows && TextAnswers::isSearching(rows.error())) {
        m_wanted = expression; // until then the rows stay as they are
        if (!m_mask.empty()) m_mask.resize(static_cast<std::size_t>(m_snapshot->rows), 0);
    } else if (!rows) {
        // An expression from elsewhere that no longer fits (a column that is gone): say so and show all.
        if (context() != nullptr) context()->showError(errorText(rows.error()));
        m_filter.clear();
        m_mask.clear();
    } else {
        m_filter = expression;
        m_mask = expression.trimmed().isEmpty() ? curation::Mask{} : std::move(*rows);
    }
    m_filter_bar->setExpression(m_wanted.value_or(m_filter));
    m_model->setRows(m_snapshot, m_mask);
    rebuild();
}

void ExploreWorkspace::textsFound() {
    if (m_wanted)
        applyFilter(QString(*m_wanted));
    else if (m_filter.contains(QLatin1Char('~')) && isVisible())
        m_reload_timer.start(); // new pairs had made the answer old
}

void ExploreWorkspace::showState() {
    const bool pairs = m_snapshot && m_snapshot->rows > 0;
    m_pages->setCurrentIndex(pairs ? 0 : 1);
    m_find->setEnabled(pairs);
    if (!pairs) {
        const bool can_import = window()->findChild<QAction*>(QStringLiteral("actionImport")) != nullptr;
        m_no_pairs->setTexts(tr("There are no pairs yet"),
                             tr("Import a preference set; its pairs, histograms and selections stand here."),
                             can_import ? tr("Import pairs") : QString());
        return;
    }
    const bool scored = m_snapshot->run != 0;
    m_plots->setCurrentIndex(m_data.hasValues() && (scored || m_column->count() > 0) && scored ? 0 : 1);
    const int rows = m_model->rowCount();
    const int tab = m_tabs->current();
    if (tab == 1 && m_source_grid->count() == 0) showSourceDeciles();
    m_table_stack->setCurrentIndex(rows == 0 ? 2 : tab);
    m_count->setText(m_filter.isEmpty() ? pairsText(m_snapshot->rows)
                                        : tr("%1 of %2").arg(count(rows), pairsText(m_snapshot->rows)));
    const bool problem = m_filter_bar->problem().has_value();
    m_count_note->setInk(problem ? Ink::err : Ink::ink3);
    m_count_note->setText(problem                ? tr("Filter not applied yet")
                          : m_wanted             ? tr("Searching the texts…")
                          : m_data.missing() > 0 ? tr("%1 not scored yet").arg(count(m_data.missing()))
                                                 : QString());
    m_count_note->setVisible(!m_count_note->text().isEmpty());
    const auto chosen = m_table->selectionModel()->selectedRows().size();
    const QString sorted = m_model->columnName(m_model->sortedBy());
    m_table_note->setText(tab == 1 ? tr("Accuracy in fifths of %1").arg(m_column->currentText())
                                   : (m_model->sortOrder() == Qt::DescendingOrder
                                          ? tr("Sorted by %1, high first · %2 selected")
                                          : tr("Sorted by %1, low first · %2 selected"))
                                         .arg(sorted, count(chosen)));
}

std::vector<PairId> ExploreWorkspace::picked() const {
    std::vector<PairId> out;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            out.push_back(m_model->pairAt(row));
    return out;
}

void ExploreWorkspace::pickPair() {
    showState();
    if (m_setting || context() == nullptr) return;
    m_setting = true;
    const std::vector<PairId> pairs = picked();
    context()->setSelectedPairs(QList<PairId>(pairs.begin(), pairs.end()));
    if (const PairId current = m_model->pairAt(m_table->currentIndex().row()); current != 0 && !pairs.empty())
        context()->selectPair(current);
    m_setting = false;
    showPairTab();
}

PairId ExploreWorkspace::pairToRead() const {
    if (page() == ExplorePage::search) return m_search->currentPair();
    const std::vector<PairId> pairs = picked();
    if (pairs.empty()) return 0;
    const PairId current = m_model->pairAt(m_table->currentIndex().row());
    return std::find(pairs.begin(), pairs.end(), current) != pairs.end() ? current : pairs.front();
}

void ExploreWorkspace::showPairTab() {
    if (m_dock_tabs->current() != 1) return;
    const PairId id = pairToRead();
    if (id == 0) return m_pair->clear();
    const auto pair = client()->engine().pair(id);
    if (!pair) return m_pair->clear();
    std::vector<ResponseRecord> responses;
    if (m_snapshot && m_snapshot->run != 0)
        if (auto found = client()->engine().responses(id, m_snapshot->run)) responses = std::move(*found);
    m_pair->setPair(*pair, responses);
}

void ExploreWorkspace::openPicked() {
    if (page() == ExplorePage::search) return m_search->open();
    const std::vector<PairId> pairs = picked();
    if (pairs.empty() || context() == nullptr) return;
    // One pair opens in the list that is shown, so that the next one is the next row.
    if (pairs.size() == 1) {
        const std::vector<PairId> all = m_model->pairsInOrder();
        context()->selectPair(pairs.front());
        auto from = std::find(all.begin(), all.end(), pairs.front());
        context()->openInReview(QList<PairId>(from, all.end()), tr("From the table"));
        return;
    }
    context()->openInReview(QList<PairId>(pairs.begin(), pairs.end()),
                            tr("%1 chosen").arg(pairsText(std::ssize(pairs))));
}

} // namespace egt::ui
