// SPDX-License-Identifier: GPL-3.0-or-later
// How Explore is put together: panes and actions.
#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/histogram_cut_widget.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/table_view.h"
#include "common/theme.h"
#include "explore/duplicates_page.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/pair_panel.h"
#include "explore/pair_table_model.h"
#include "explore/plots.h"
#include "explore/search_page.h"

namespace egt::ui {
namespace {

constexpr int kDock = 336;

QSplitter* lineSplitter(Qt::Orientation orientation, const char* name, QWidget* parent) {
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setObjectName(QString::fromLatin1(name));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

QScrollArea* scrolled(QWidget* content, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    area->setWidget(content);
    content->setAutoFillBackground(false);
    return area;
}

} // namespace

QAction* ExploreWorkspace::addCommand(const QString& text, const QKeySequence& key, const char* name,
                                      Qt::ShortcutContext context) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    if (!key.isEmpty()) action->setShortcut(key);
    action->setShortcutContext(context);
    addAction(action);
    return action;
}

void ExploreWorkspace::makeActions() {
    const auto wide = Qt::WidgetWithChildrenShortcut;
    m_save = addCommand(tr("Save selection"), QKeySequence(Qt::CTRL | Qt::Key_S), "actionSaveSelection", wide);
    m_save->setIcon(icon(Icon::layers));
    m_undo_action = m_undo.createUndoAction(this, tr("Undo"));
    m_undo_action->setObjectName(QStringLiteral("actionUndoCut"));
    m_undo_action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    m_undo_action->setIcon(icon(Icon::undo));
    m_redo_action = m_undo.createRedoAction(this, tr("Redo"));
    m_redo_action->setObjectName(QStringLiteral("actionRedoCut"));
    m_redo_action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    m_redo_action->setIcon(icon(Icon::redo));
    for (QAction* action : {m_undo_action, m_redo_action}) {
        action->setShortcutContext(wide);
        addAction(action);
    }
    m_focus_filter = addCommand(tr("Filter"), QKeySequence(Qt::CTRL | Qt::Key_L), "actionFilter", wide);
    m_focus_filter->setIcon(icon(Icon::filter));
    m_save_filter = addCommand(tr("Save the filter…"), {}, "actionSaveFilter", wide);
    m_saved_filters = new QMenu(tr("Saved filters"), this);
    m_saved_filters->menuAction()->setObjectName(QStringLiteral("menuSavedFilters"));
    m_find = addCommand(tr("Search the texts"), QKeySequence(Qt::CTRL | Qt::Key_F), "actionSearch", wide);
    m_find->setIconText(tr("Search"));
    m_find->setIcon(icon(Icon::search));
    m_find->setToolTip(tr("Find pairs by the words of their texts"));
    m_open = addCommand(tr("Open in Review"), {}, "actionOpenInReview", wide);
    m_open->setIcon(icon(Icon::review));
    m_flag_uncertain = addCommand(tr("Flag the most uncertain 5%"), {}, "actionFlagUncertain", wide);
    m_flag_uncertain->setIcon(icon(Icon::warn));
    m_flag_contradicted = addCommand(tr("Flag the most contradicted 5%"), {}, "actionFlagContradicted", wide);
    m_flag_contradicted->setIcon(icon(Icon::swap));
    m_flag_cut = addCommand(tr("Flag what lies over the upper cut"), {}, "actionFlagCut", wide);
    m_clear_flags = addCommand(tr("Remove all flags of rules"), {}, "actionClearFlags", wide);
    m_score = addCommand(tr("Score pairs…"), {}, "actionScore", wide);
    m_score->setIconText(tr("Score pairs"));
    m_score->setIcon(icon(Icon::judge));
    m_review_dropped = addCommand(tr("Review dropped pairs"), {}, "actionReviewDropped", wide);
    m_train = addCommand(tr("Train on kept pairs"), {}, "actionTrainOnKept", wide);
    m_log = addCommand(tr("Logarithmic counts"), {}, "actionLogCounts", wide);
    m_log->setCheckable(true);
}

QWidget* ExploreWorkspace::makeFilterRow() {
    auto* bar = new Pane(Ground::chrome, this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(metrics::kPaneInset, 8, metrics::kPaneInset, 8);
    row->setSpacing(metrics::kPaneInset);
    m_filter_bar = new FilterBar(this);
    row->addWidget(m_filter_bar, 1);
    auto* find = new KeyCapButton({}, bar);
    find->setObjectName(QStringLiteral("findButton"));
    find->setKind(ButtonKind::ghost);
    find->bind(m_find);
    row->addWidget(find);
    auto* counts = new QVBoxLayout;
    counts->setSpacing(0);
    counts->addStretch(1);
    m_count = new TextLabel({}, Type::body, Ink::ink, bar, 600);
    m_count->setObjectName(QStringLiteral("pairCount"));
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count_note = new TextLabel({}, Type::small, Ink::ink3, bar);
    m_count_note->setObjectName(QStringLiteral("countNote"));
    m_count_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    counts->addWidget(m_count);
    counts->addWidget(m_count_note);
    counts->addStretch(1);
    row->addLayout(counts);
    return bar;
}

QWidget* ExploreWorkspace::makeHistogramPane() {
    auto* pane = new Pane(Ground::paper, this);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::kPaneInset, 0, metrics::kPaneInset, 0);
    row->setSpacing(metrics::kGap);
    auto* column_combo = new LabelledCombo(tr("Column"), pane);
    column_combo->setObjectName(QStringLiteral("columnCombo"));
    m_column = column_combo;
    auto* cut_combo = new LabelledCombo(tr("Cut for"), pane);
    cut_combo->setObjectName(QStringLiteral("cutCombo"));
    cut_combo->addItem(tr("all sources"));
    cut_combo->addItem(tr("each source"));
    cut_combo->setToolTip(tr("For each source: the cut means the same quantile in every source"));
    m_cut_for = cut_combo;
    auto* run_combo = new LabelledCombo(tr("Scores"), pane);
    run_combo->setObjectName(QStringLiteral("runCombo"));
    m_run = run_combo;
    m_scale = new SegmentedControl({tr("Linear"), tr("Log")}, tr("Scale of the counts"), pane);
    m_scale->setObjectName(QStringLiteral("scale"));
    row->addWidget(m_column);
    row->addWidget(m_cut_for);
    row->addWidget(m_run);
    row->addWidget(m_scale);
    row->addStretch(1);
    m_flag_button = new KeyCapButton(Icon::flag, tr("Flag"), pane);
    m_flag_button->setObjectName(QStringLiteral("flagButton"));
    m_flag_button->setKind(ButtonKind::ghost);
    fillFlagMenu();
    m_score_button = new KeyCapButton(Icon::judge, tr("Score pairs"), pane);
    m_score_button->setObjectName(QStringLiteral("scoreButton"));
    m_score_button->setKind(ButtonKind::ghost);
    row->addWidget(m_flag_button);
    row->addWidget(m_score_button);
    column->addLayout(row);
    m_histogram = new HistogramCutWidget(pane);
    m_histogram->setObjectName(QStringLiteral("histogram"));
    column->addWidget(m_histogram, 1);
    return pane;
}

void ExploreWorkspace::fillFlagMenu() {
    auto* menu = new QMenu(m_flag_button);
    menu->addAction(m_flag_uncertain);
    menu->addAction(m_flag_contradicted);
    menu->addAction(m_flag_cut);
    menu->addSeparator();
    menu->addAction(m_clear_flags);
    m_flag_button->setMenu(menu);
}

QWidget* ExploreWorkspace::makeCalibrationPane() {
    auto* pane = new Pane(Ground::paper, this);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 6, 0, 2);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::kReadingInset, 0, metrics::kReadingInset, 0);
    row->setSpacing(metrics::kPaneInset);
    row->addWidget(new TextLabel(tr("Share of wrong labels among reviewed pairs"), Type::small, Ink::ink, pane, 600));
    m_calibration_note = new TextLabel({}, Type::small, Ink::ink3, pane);
    row->addWidget(m_calibration_note, 1);
    m_set_cut = new KeyCapButton(tr("Set the cut for 90% right labels"), pane);
    m_set_cut->setObjectName(QStringLiteral("setCut"));
    m_set_cut->setKind(ButtonKind::link);
    m_set_cut->setButtonHeight(24);
    row->addWidget(m_set_cut);
    column->addLayout(row);
    m_calibration = new CalibrationStrip(m_histogram, pane);
    column->addWidget(m_calibration);
    return pane;
}

QWidget* ExploreWorkspace::makeTablePane() {
    auto* pane = new Pane(Ground::paper, this);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::kPaneInset, 6, metrics::kReadingInset, 6);
    m_tabs = new SegmentedControl({tr("Pairs"), tr("Deciles by source")}, tr("What is listed"), pane);
    m_tabs->setObjectName(QStringLiteral("exploreTabs"));
    m_table_note = new TextLabel({}, Type::small, Ink::ink3, pane);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_table_note);
    column->addLayout(row);
    column->addWidget(new Divider(Qt::Horizontal, pane));
    m_table_stack = new QStackedWidget(pane);
    m_model = new PairTableModel(this);
    m_table = new QTableView(pane);
    m_table->setObjectName(QStringLiteral("pairTable"));
    m_table->setModel(m_model);
    setupTable(m_table, tr("Pairs"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->horizontalHeader()->setSortIndicator(PairTableModel::EntropyColumn, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    const std::array<int, PairTableModel::ColumnTotal> widths{64, 92, 340, 128, 80, 76, 100, 122, 104};
    for (int i = 0; i < PairTableModel::ColumnTotal; ++i)
        m_table->setColumnWidth(i, metrics::px(widths[static_cast<std::size_t>(i)]));
    m_table->horizontalHeader()->setStretchLastSection(false); // the question takes what is left
    m_table->horizontalHeader()->setSectionResizeMode(PairTableModel::QuestionColumn, QHeaderView::Stretch);
    m_table->addAction(m_open);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table_stack->addWidget(m_table);
    m_source_page = new QWidget(pane);
    m_source_grid = new QGridLayout(m_source_page);
    m_source_grid->setContentsMargins(16, 12, 16, 12);
    m_source_grid->setHorizontalSpacing(32);
    m_table_stack->addWidget(scrolled(m_source_page, pane));
    m_no_match = new EmptyState(Icon::filter, tr("No pairs match this filter."),
                                tr("Remove a condition or show all pairs."), tr("Show all pairs"), pane);
    m_no_match->setObjectName(QStringLiteral("noMatch"));
    m_table_stack->addWidget(m_no_match);
    column->addWidget(m_table_stack, 1);
    return pane;
}

QWidget* ExploreWorkspace::makeDock() {
    auto* pane = new Pane(Ground::sunken, this);
    pane->setMinimumWidth(metrics::px(280));
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 10, 0, 0);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    m_dock_tabs = new SegmentedControl({tr("Effect of the cut"), tr("Pair")}, tr("What the dock shows"), pane);
    m_dock_tabs->setObjectName(QStringLiteral("dockTabs"));
    row->addWidget(m_dock_tabs);
    row->addStretch(1);
    column->addLayout(row);
    m_dock_stack = new QStackedWidget(pane);
    m_effect = new EffectPanel(pane);
    m_pair = new PairPanel(pane);
    m_dock_stack->addWidget(scrolled(m_effect, pane));
    m_dock_stack->addWidget(scrolled(m_pair, pane));
    column->addWidget(m_dock_stack, 1);
    return pane;
}

ExploreWorkspace::ExploreWorkspace(QWidget* parent) : Workspace(parent) {
    setObjectName(QStringLiteral("exploreWorkspace"));
    setFocusPolicy(Qt::StrongFocus);
    setProperty("egtOwnFocus", true);
    makeActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* page = new QWidget(this);
    auto* inner = new QVBoxLayout(page);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(makeFilterRow());
    inner->addWidget(new Divider(Qt::Horizontal, page));
    m_body = lineSplitter(Qt::Horizontal, "exploreSplitter", page);
    m_rows = lineSplitter(Qt::Vertical, "exploreRows", m_body);
    auto* plots = new QWidget(m_rows);
    auto* stack = new QVBoxLayout(plots);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    stack->addWidget(makeHistogramPane(), 1);
    stack->addWidget(new Divider(Qt::Horizontal, plots));
    stack->addWidget(makeCalibrationPane());
    m_plots = new QStackedWidget(m_rows);
    m_plots->addWidget(plots);
    auto* unscored = new Pane(Ground::paper, m_plots);
    auto* centre = new QVBoxLayout(unscored);
    m_no_scores = new EmptyState(Icon::judge, tr("No pair has a score yet"),
                                 tr("A judge reads the pairs and tells how sure it is."), tr("Score pairs"), unscored);
    m_no_scores->setObjectName(QStringLiteral("noScores"));
    centre->addWidget(m_no_scores);
    m_plots->addWidget(unscored);
    m_rows->addWidget(m_plots);
    m_rows->addWidget(makeTablePane());
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 1);
    m_middle = new QStackedWidget(m_body);
    m_search = new SearchPage(m_middle);
    m_duplicates = new DuplicatesPage(m_middle);
    for (QWidget* one : std::initializer_list<QWidget*>{m_rows, m_search, m_duplicates})
        m_middle->addWidget(one);
    m_body->addWidget(m_middle);
    m_dock = makeDock();
    m_body->addWidget(m_dock);
    m_body->setStretchFactor(0, 1);
    inner->addWidget(m_body, 1);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(page);
    m_no_pairs =
        new EmptyState(Icon::table, tr("There are no pairs yet"),
                       tr("Import a preference set; its pairs, histograms and selections stand here."), {}, this);
    m_no_pairs->setObjectName(QStringLiteral("noPairs"));
    m_pages->addWidget(m_no_pairs);
    column->addWidget(m_pages, 1);
    connectParts();
    connectPages();
    setFocusProxy(m_table); // not the filter: keys move through the rows at once
    resetLayout();
}

void ExploreWorkspace::resetLayout() {
    m_body->setSizes({1056, metrics::px(kDock)});
    m_rows->setSizes({458, 332});
}

} // namespace egt::ui
