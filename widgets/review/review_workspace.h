// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <array>

#include "common/workspace.h"
#include "records/columns.h"
#include "review/decision_bar.h"
#include "review/review_queue.h"

class QBoxLayout;
class QComboBox;
class QSplitter;
class QStackedWidget;

namespace egt::ui {

class AnswerPane;
class Chip;
class EmptyState;
class FilmStrip;
class FlowView;
class IconButton;
class ImageCache;
class ImageView;
class KeyCapButton;
class ReasoningPane;
class ReviewSession;
class SearchField;
class SegmentedControl;
class TextLabel;
class ThumbnailCache;
class WhyDock;

/// Review: the film strip of a queue, the question, image, answers and the judge's reasoning, why the pair is here, and
/// one key for each decision.
class ReviewWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit ReviewWorkspace(QWidget* parent = nullptr);
    ~ReviewWorkspace() override;

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
    void flush() override;

    [[nodiscard]] ReviewSession* session() const { return m_session; }
    void setQueueKind(QueueKind kind);
    [[nodiscard]] QueueKind queueKind() const { return m_kind; }
    /// A list handed over by another workspace.
    void reviewList(const QList<egt::PairId>& pairs, const QString& title);

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void makeActions();
    QAction* addCommand(const QString& text, const QList<QKeySequence>& keys, const char* name);
    QAction* addToggle(const QString& text, const QKeySequence& key, const char* name, bool on);
    QWidget* makeToolbar();
    QWidget* makeQuestion();
    QWidget* makeImagePane();
    QWidget* makeCentre();
    void connectParts();

    void rebuildQueue(PairId at);
    void showPair();
    void showAnswers();
    void showJudge();
    void showPosition();
    void showImage(int index);
    void run(ReviewCommand command);
    void redo();
    void dataChanged(const QString& what);
    void saveNote();
    void loadNote();
    void applyDiff();
    void find();
    void search(const QString& text, int step);
    void adapt();
    [[nodiscard]] ColumnsPtr columns() const;
    [[nodiscard]] QString judgeName(RunId run, qint64* when) const;
    void setFilmProvider();

    ReviewSession* m_session;
    ImageCache* m_cache;
    ThumbnailCache* m_thumbnails = nullptr;
    bool m_searching = false;        ///< the filter waits for a search of the texts
    std::uint64_t m_bar_version = 0; ///< of the columns that m_bar_top is of
    RunId m_bar_run = -1;
    double m_bar_top = 1; ///< entropy that fills a bar of the strip
    QueueKind m_kind = QueueKind::uncertain;
    QList<egt::PairId> m_handed;
    QString m_handed_title;
    PairId m_restore_pair = 0;

    QComboBox* m_queue = nullptr;
    TextLabel* m_position = nullptr;
    Chip* m_filter_chip = nullptr;
    SearchField* m_find = nullptr;
    int m_match = -1;
    FlowView* m_question = nullptr;
    TextLabel* m_pair_id = nullptr;
    FilmStrip* m_film = nullptr;
    ImageView* m_image = nullptr;
    TextLabel* m_image_status = nullptr;
    QWidget* m_image_pager = nullptr;
    TextLabel* m_image_page = nullptr;
    int m_image_index = 0;
    std::array<AnswerPane*, 2> m_answers{};
    SegmentedControl* m_answer_tabs = nullptr;
    ReasoningPane* m_reasoning = nullptr;
    WhyDock* m_dock = nullptr;
    DecisionBar* m_bar = nullptr;
    EmptyState* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_body = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_columns = nullptr;
    QString m_note_read;
    PairId m_note_pair = 0;
    bool m_dock_wanted = true;
    bool m_room = true;

    std::array<QAction*, kReviewCommands> m_commands{};
    QAction* m_redo = nullptr;
    QAction* m_next = nullptr;
    QAction* m_previous = nullptr;
    QAction* m_blind = nullptr;
    QAction* m_colours = nullptr;
    QAction* m_diff = nullptr;
    QAction* m_measure = nullptr;
    QAction* m_zoom = nullptr;
    QAction* m_next_span = nullptr;
    QAction* m_previous_span = nullptr;
    QAction* m_note_action = nullptr;
    QAction* m_find_action = nullptr;
    QAction* m_dock_action = nullptr;
    KeyCapButton* m_dock_button = nullptr;
    QWidget* m_toggles = nullptr; ///< Blind, Colours, Word diff
    QAction* m_refresh = nullptr;
};

} // namespace egt::ui
