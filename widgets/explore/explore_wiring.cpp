// SPDX-License-Identifier: GPL-3.0-or-later
// What follows what in Explore.
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include "bridge/engine_client.h"
#include "bridge/text_answers.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/histogram_cut_widget.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "curation/filter.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/pair_panel.h"
#include "explore/pair_table_model.h"
#include "explore/plots.h"

namespace egt::ui {

namespace {
constexpr int kEffectDelayMs = 30;
constexpr int kReloadDelayMs = 200;
} // namespace

void ExploreWorkspace::connectParts() {
    m_reload_timer.setSingleShot(true);
    m_reload_timer.setInterval(kReloadDelayMs);
    connect(&m_reload_timer, &QTimer::timeout, this, [this] { reload(true); });
    m_effect_timer.setSingleShot(true);
    m_effect_timer.setInterval(kEffectDelayMs);
    connect(&m_effect_timer, &QTimer::timeout, this, [this] { showEffect(); });
    connect(m_filter_bar, &FilterBar::applied, this, &ExploreWorkspace::setFilter);
    connect(m_filter_bar, &FilterBar::problemChanged, this, [this] { showState(); });
    m_filter_bar->setCheck([this](const QString& expression) -> Result<void> {
        if (!m_snapshot) return {};
        const Result<curation::Mask> rows =
            curation::filterRows(*m_snapshot, expression.toStdString(), client()->texts()->check());
        if (!rows) return fail(rows.error());
        return {};
    });
    connect(m_column, &QComboBox::activated, this, [this] {
        m_cut = {};
        m_undo.clear();
        rebuild();
        Q_EMIT stateChanged();
    });
    connect(m_cut_for, &QComboBox::activated, this, [this] { rebuild(), Q_EMIT stateChanged(); });
    connect(m_run, &QComboBox::activated, this, [this] {
        if (context() != nullptr) context()->setScoreRun(m_run->currentData().toLongLong());
    });
    connect(m_scale, &SegmentedControl::currentChanged, this, [this](int index) { m_log->setChecked(index == 1); });
    connect(m_log, &QAction::toggled, this, [this](bool on) {
        m_scale->setCurrent(on ? 1 : 0);
        m_histogram->setLogScale(on);
        Q_EMIT stateChanged();
    });
    connect(m_histogram, &HistogramCutWidget::cutMoved, this, [this](double low, double high, bool final) {
        moveCut({low, high}, final);
    });
    connect(m_set_cut, &QAbstractButton::clicked, this, [this] { setCut({m_cut.low, m_calibration->crossing()}); });
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this] { showState(); });
    connect(m_dock_tabs, &SegmentedControl::currentChanged, this, [this](int index) {
        m_dock_stack->setCurrentIndex(index);
        showPairTab();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { pickPair(); });
    connect(m_table, &QAbstractItemView::activated, this, [this] { openPicked(); });
    connect(m_model, &QAbstractItemModel::layoutChanged, this, [this] { showState(); });
    connect(m_pair, &PairPanel::openRequested, this, [this] { openPicked(); });
    connect(m_no_match, &EmptyState::activated, this, [this] { setFilter({}); });
    connect(m_no_scores, &EmptyState::activated, this, [this] { score(); });
    connect(m_no_pairs, &EmptyState::activated, this, [this] { startImport(); });
    connect(m_score_button, &QAbstractButton::clicked, m_score, &QAction::trigger);
    connect(m_score, &QAction::triggered, this, [this] { score(); });
    connect(m_save, &QAction::triggered, m_effect, [this] { m_effect->askName({}); });
    connect(m_effect, &EffectPanel::saveRequested, m_save, &QAction::trigger);
    connect(m_effect, &EffectPanel::nameGiven, this, [this](const QString& name) {
        if (saveAs(name)) m_effect->nameAccepted();
    });
    connect(m_effect, &EffectPanel::reviewDropped, this, [this] { reviewDropped(); });
    connect(m_effect, &EffectPanel::trainOnKept, this, [this] { trainOnKept(); });
    connect(m_review_dropped, &QAction::triggered, this, [this] { reviewDropped(); });
    connect(m_train, &QAction::triggered, this, [this] { trainOnKept(); });
    connect(m_effect, &EffectPanel::selectionChosen, this, [this](const QString& name) { chooseSelection(name); });
    connect(m_effect, &EffectPanel::selectionRemoved, this, [this](const QString& name) { removeSelection(name); });
    connect(m_focus_filter, &QAction::triggered, this,
            [this] { m_filter_bar->field()->setFocus(Qt::ShortcutFocusReason); });
    connect(m_save_filter, &QAction::triggered, this, [this] { saveFilter(); });
    connect(m_saved_filters, &QMenu::aboutToShow, this, [this] { listFilters(); });
    connect(m_open, &QAction::triggered, this, [this] { openPicked(); });
    connect(m_flag_uncertain, &QAction::triggered, this, [this] { flag(FlagRule::uncertain, false); });
    connect(m_flag_contradicted, &QAction::triggered, this, [this] { flag(FlagRule::contradicted, false); });
    connect(m_flag_cut, &QAction::triggered, this, [this] { flag(FlagRule::uncertain, true); });
    connect(m_clear_flags, &QAction::triggered, this, [this] { clearFlags(); });
    for (QSplitter* splitter : {m_body, m_rows})
        connect(splitter, &QSplitter::splitterMoved, this, [this] { Q_EMIT stateChanged(); });
    m_model->setReader([this](const std::vector<PairId>& ids) {
        Result<std::vector<PairRecord>> pairs = client()->engine().pairs(ids);
        return pairs ? std::move(*pairs) : std::vector<PairRecord>(ids.size());
    });
}

} // namespace egt::ui
