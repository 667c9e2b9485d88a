// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QUndoStack>
#include <optional>
#include <vector>

#include "common/workspace.h"
#include "explore/explore_data.h"

class QComboBox;
class QMenu;
class QStackedWidget;
class QTableView;
class QSplitter;
class QGridLayout;

namespace egt::ui {

class CalibrationStrip;
class DecilePlot;
class DuplicatesPage;
class EffectPanel;
class EmptyState;
class FilterBar;
class HistogramCutWidget;
class KeyCapButton;
class PairPanel;
class PairTableModel;
class SearchPage;
class SegmentedControl;
class TextLabel;

/// What stands under the filter: histogram and pairs, what a text search found, the report of near-duplicates.
enum class ExplorePage { pairs, search, duplicates };

/// Explore: filter, histogram with two cuts, share of wrong labels on the same axis, the pairs, what the cut does.
class ExploreWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit ExploreWorkspace(QWidget* parent = nullptr);
    ~ExploreWorkspace() override;

    void setClient(EngineClient* client) override;
    void setContext(ProjectContext* context) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QList<QAction*> menuActions(MenuId menu) const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void projectOpened() override;
    void projectClosed() override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void resetLayout() override;

    [[nodiscard]] const ExploreData& data() const { return m_data; }
    [[nodiscard]] CutBounds cut() const { return m_cut; }
    /// As if the handles had been dragged there; can be undone.
    void setCut(const CutBounds& cut);
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }
    [[nodiscard]] PairTableModel* model() const { return m_model; }
    [[nodiscard]] QString countText() const;
    void showPage(ExplorePage page);
    [[nodiscard]] ExplorePage page() const;
    [[nodiscard]] SearchPage* searchPage() const { return m_search; }
    [[nodiscard]] DuplicatesPage* duplicatesPage() const { return m_duplicates; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    friend class CutCommand;
    void makeActions();
    void saveFilter();
    void listFilters(); ///< fills the menu of saved filters
    QAction* addCommand(const QString& text, const QKeySequence& key, const char* name, Qt::ShortcutContext context);
    QWidget* makeFilterRow();
    QWidget* makeHistogramPane();
    QWidget* makeCalibrationPane();
    QWidget* makeTablePane();
    QWidget* makeDock();
    void connectParts();
    void connectPages();
    void fillFlagMenu();

    void reload(bool keep_place);
    void refreshRuns();
    void refreshColumns();
    void applyFilter(const QString& expression);
    void textsFound();
    void rebuild();
    void moveCut(const CutBounds& cut, bool final);
    void showCut();
    void showEffect();
    void showSourceDeciles();
    void showState();
    void showPairTab();
    void pickPair();
    void openPicked();
    void dataChanged(const QString& what);
    void setFilter(const QString& expression);
    void openList(const QList<egt::PairId>& pairs, const QString& title);
    [[nodiscard]] PairId pairToRead() const; ///< 0 = none
    [[nodiscard]] std::vector<PairId> picked() const;
    [[nodiscard]] std::vector<PairId> keptPairs() const;
    [[nodiscard]] std::string ruleJson() const;
    bool saveAs(const QString& name);
    void chooseSelection(const QString& name);
    void removeSelection(const QString& name);
    void reviewDropped();
    void trainOnKept();
    void flag(FlagRule rule, bool by_cut);
    void clearFlags();
    void score();
    void startImport();

    ExploreData m_data;
    ColumnsPtr m_snapshot;
    curation::Mask m_mask;
    CutBounds m_cut;
    CutBounds m_drag_from;
    bool m_dragging = false;
    QUndoStack m_undo;
    QTimer m_effect_timer;
    QTimer m_reload_timer; ///< several changes in a row are one reload
    bool m_stale = false;  ///< data changed while nobody looked
    QString m_filter;
    std::optional<QString> m_wanted; ///< the filter that waits for a search of the texts
    bool m_setting = false;

    FilterBar* m_filter_bar = nullptr;
    TextLabel* m_count = nullptr;
    TextLabel* m_count_note = nullptr;
    QComboBox* m_run = nullptr;
    QComboBox* m_column = nullptr;
    QComboBox* m_cut_for = nullptr;
    SegmentedControl* m_scale = nullptr;
    KeyCapButton* m_flag_button = nullptr;
    KeyCapButton* m_score_button = nullptr;
    HistogramCutWidget* m_histogram = nullptr;
    CalibrationStrip* m_calibration = nullptr;
    TextLabel* m_calibration_note = nullptr;
    KeyCapButton* m_set_cut = nullptr;
    SegmentedControl* m_tabs = nullptr;
    TextLabel* m_table_note = nullptr;
    QStackedWidget* m_table_stack = nullptr;
    QTableView* m_table = nullptr;
    EmptyState* m_no_match = nullptr;
    QWidget* m_source_page = nullptr;
    QGridLayout* m_source_grid = nullptr;
    PairTableModel* m_model = nullptr;
    SegmentedControl* m_dock_tabs = nullptr;
    QStackedWidget* m_dock_stack = nullptr;
    EffectPanel* m_effect = nullptr;
    PairPanel* m_pair = nullptr;
    QStackedWidget* m_plots = nullptr;
    EmptyState* m_no_scores = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_no_pairs = nullptr;
    QStackedWidget* m_middle = nullptr; ///< in the order of ExplorePage
    SearchPage* m_search = nullptr;
    DuplicatesPage* m_duplicates = nullptr;
    int m_dock_tab_before = 0; ///< what the dock showed before a search put the pair there
    QWidget* m_dock = nullptr;
    QSplitter* m_body = nullptr;
    QSplitter* m_rows = nullptr;

    QAction* m_save = nullptr;
    QAction* m_undo_action = nullptr;
    QAction* m_redo_action = nullptr;
    QAction* m_focus_filter = nullptr;
    QAction* m_save_filter = nullptr;
    QMenu* m_saved_filters = nullptr;
    QAction* m_open = nullptr;
    QAction* m_find = nullptr;
    QAction* m_flag_uncertain = nullptr;
    QAction* m_flag_contradicted = nullptr;
    QAction* m_flag_cut = nullptr;
    QAction* m_clear_flags = nullptr;
    QAction* m_score = nullptr;
    QAction* m_review_dropped = nullptr;
    QAction* m_train = nullptr;
    QAction* m_log = nullptr;
};

} // namespace egt::ui
