// SPDX-License-Identifier: GPL-3.0-or-later
// How Review is put together: its toolbar, panes and actions.
#include <QBoxLayout>
#include <QComboBox>
#include <QSplitter>
#include <QStackedWidget>

#include "common/buttons.h"
#include "common/chips.h"
#include "common/controls.h"
#include "common/image_cache.h"
#include "common/image_view.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/theme.h"
#include "common/thumbnail_cache.h"
#include "common/token_entropy_view.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/review_workspace.h"
#include "review/why_dock.h"

namespace egt::ui {
namespace {

constexpr int kFilm = 96;
constexpr int kImage = 360;

QSplitter* lineSplitter(Qt::Orientation orientation, const char* name, QWidget* parent) {
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setObjectName(QString::fromLatin1(name));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

} // namespace

QAction* ReviewWorkspace::addCommand(const QString& text, const QList<QKeySequence>& keys, const char* name) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

QAction* ReviewWorkspace::addToggle(const QString& text, const QKeySequence& key, const char* name, bool on) {
    QAction* action = addCommand(text, {key}, name);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::toggled, this, [this] { Q_EMIT stateChanged(); });
    return action;
}

void ReviewWorkspace::makeActions() {
    struct Entry {
        QString text;
        QList<QKeySequence> keys;
        const char* name;
        Icon icon;
    };
    const std::array<Entry, kReviewCommands> entries{
        {{tr("A better"), {Qt::Key_1, Qt::Key_A}, "actionABetter", Icon::none},
         {tr("B better"), {Qt::Key_2, Qt::Key_B}, "actionBBetter", Icon::none},
         {tr("Tie"), {Qt::Key_3}, "actionTie", Icon::tie},
         {tr("Both bad"), {Qt::Key_4}, "actionBothBad", Icon::both_bad},
         {tr("Label right"), {Qt::Key_Y}, "actionLabelRight", Icon::check},
         {tr("Label wrong"), {Qt::Key_X}, "actionLabelWrong", Icon::swap},
         {tr("Drop"), {Qt::Key_D}, "actionDrop", Icon::drop},
         {tr("Skip"), {Qt::Key_Space}, "actionSkip", Icon::skip},
         {tr("Flag"), {Qt::Key_F}, "actionFlag", Icon::flag},
         {tr("Undo decision"), {Qt::Key_U, QKeySequence(Qt::CTRL | Qt::Key_Z)}, "actionUndo", Icon::undo}}};
    for (int i = 0; i < kReviewCommands; ++i) {
        const Entry& entry = entries[static_cast<std::size_t>(i)];
        QAction* action = addCommand(entry.text, entry.keys, entry.name);
        action->setIcon(icon(entry.icon));
        connect(action, &QAction::triggered, this, [this, i] { run(static_cast<ReviewCommand>(i)); });
        m_commands[static_cast<std::size_t>(i)] = action;
    }
    m_redo = addCommand(tr("Redo decision"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}, "actionRedo");
    m_redo->setIcon(icon(Icon::redo));
    m_next = addCommand(tr("Next pair"), {Qt::Key_J}, "actionNextPair");
    m_previous = addCommand(tr("Previous pair"), {Qt::Key_K}, "actionPreviousPair");
    m_blind = addToggle(tr("Blind"), QKeySequence(Qt::CTRL | Qt::Key_B), "actionBlind", false);
    m_blind->setIcon(icon(Icon::blind));
    m_blind->setToolTip(tr("Hide label, verdict and scores until you decide; the sides are shuffled"));
    m_colours = addToggle(tr("Colours"), Qt::Key_H, "actionColours", true);
    m_colours->setIcon(icon(Icon::colours));
    m_colours->setToolTip(tr("Colour the judge’s tokens by their uncertainty"));
    m_diff = addToggle(tr("Word diff"), Qt::Key_W, "actionWordDiff", true);
    m_diff->setIcon(icon(Icon::word_diff));
    m_diff->setToolTip(tr("Mark the words that only one answer has"));
    m_measure = addCommand(tr("Next colour measure"), {Qt::Key_T}, "actionMeasure");
    m_zoom = addCommand(tr("Image: fit or 100%"), {Qt::Key_Z}, "actionZoom");
    m_next_span = addCommand(tr("Next uncertain span"), {Qt::Key_N}, "actionNextSpan");
    m_previous_span =
        addCommand(tr("Previous uncertain span"), {QKeySequence(Qt::SHIFT | Qt::Key_N)}, "actionPreviousSpan");
    m_note_action = addCommand(tr("Write a note"), {Qt::Key_C}, "actionNote");
    m_find_action = addCommand(tr("Find in the texts"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, "actionFind");
    m_dock_action = addToggle(tr("Why this pair is here"), Qt::Key_I, "actionDock", true);
    m_dock_action->setIconText(tr("Reasons"));
    m_dock_action->setIcon(icon(Icon::info));
    m_refresh = addCommand(tr("Build the queue anew"), {QKeySequence(Qt::Key_F5)}, "actionRefreshQueue");
}

QWidget* ReviewWorkspace::makeToolbar() {
    auto* bar = new Pane(Ground::chrome, this);
    bar->setObjectName(QStringLiteral("reviewToolbar"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(metrics::kPaneInset, 8, metrics::kPaneInset, 8);
    row->setSpacing(metrics::kGap);
    auto* queue = new LabelledCombo(tr("Queue"), bar);
    queue->setObjectName(QStringLiteral("queueCombo"));
    queue->addItem(tr("Most uncertain"), static_cast<int>(QueueKind::uncertain));
    queue->addItem(tr("Contradicted"), static_cast<int>(QueueKind::contradicted));
    queue->addItem(tr("Flagged"), static_cast<int>(QueueKind::flagged));
    queue->addItem(tr("Not reviewed"), static_cast<int>(QueueKind::not_reviewed));
    queue->addItem(tr("All pairs"), static_cast<int>(QueueKind::all));
    queue->setMinimumWidth(metrics::px(220));
    m_queue = queue;
    row->addWidget(queue);
    auto* back = new IconButton(Icon::left, tr("Previous pair (K)"), bar);
    back->setObjectName(QStringLiteral("previousPair"));
    connect(back, &QToolButton::clicked, m_previous, &QAction::trigger);
    m_position = new TextLabel({}, Type::body, Ink::ink, bar, 600);
    m_position->setObjectName(QStringLiteral("position"));
    auto* forward = new IconButton(Icon::right, tr("Next pair (J)"), bar);
    forward->setObjectName(QStringLiteral("nextPair"));
    connect(forward, &QToolButton::clicked, m_next, &QAction::trigger);
    row->addWidget(back);
    row->addWidget(m_position);
    row->addWidget(forward);
    m_filter_chip = new Chip({}, Chip::Tone::plain, bar);
    m_filter_chip->setObjectName(QStringLiteral("filterChip"));
    m_filter_chip->setLineIcon(Icon::filter);
    m_filter_chip->setClosable(true);
    m_filter_chip->hide();
    row->addWidget(m_filter_chip);
    row->addStretch(1);
    m_find = new SearchField(tr("Find in the texts"), bar);
    m_find->setObjectName(QStringLiteral("find"));
    m_find->setAccessibleName(tr("Find in the texts"));
    m_find->setMaximumWidth(metrics::px(220));
    m_find->hide();
    row->addWidget(m_find);
    m_toggles = new QWidget(bar);
    auto* toggles = new QHBoxLayout(m_toggles);
    toggles->setContentsMargins(0, 0, 0, 0);
    toggles->setSpacing(metrics::kGap);
    for (QAction* action : {m_blind, m_colours, m_diff}) {
        auto* button = new KeyCapButton({}, m_toggles);
        button->setKind(ButtonKind::ghost);
        button->setObjectName(QStringLiteral("toggle") + action->objectName().mid(6));
        button->bind(action);
        toggles->addWidget(button);
    }
    row->addWidget(m_toggles);
    m_dock_button = new KeyCapButton({}, bar);
    m_dock_button->setKind(ButtonKind::ghost);
    m_dock_button->setObjectName(QStringLiteral("toggleDock"));
    m_dock_button->bind(m_dock_action);
    m_dock_button->hide(); // only a window that has no room for the dock needs the button
    row->addWidget(m_dock_button);
    return bar;
}

QWidget* ReviewWorkspace::makeQuestion() {
    auto* pane = new Pane(Ground::paper, this);
    pane->setObjectName(QStringLiteral("questionPane"));
    auto* row = new QHBoxLayout(pane);
    row->setContentsMargins(metrics::kReadingInset, 12, metrics::kPaneInset, 12);
    row->setSpacing(metrics::kPaneInset);
    auto* caption = new TextLabel(tr("Question"), Type::small, Ink::ink3, pane, 500);
    caption->setFixedHeight(metrics::px(24));
    m_question = new FlowView(pane);
    m_question->setObjectName(QStringLiteral("questionText"));
    m_question->setAccessibleName(tr("Question"));
    m_question->setType(Type::lead);
    constexpr int kMostLines = 4;
    const auto fitHeight = [this](int height) {
        m_question->setFixedHeight(std::clamp(height, m_question->lineStep(), kMostLines * m_question->lineStep()));
    };
    connect(m_question, &FlowView::heightChanged, this, fitHeight);
    fitHeight(0);
    m_pair_id = new TextLabel({}, Type::small, Ink::ink3, pane);
    m_pair_id->setObjectName(QStringLiteral("pairId"));
    m_pair_id->setSelectable(true);
    row->addWidget(caption, 0, Qt::AlignTop);
    row->addWidget(m_question, 1);
    row->addWidget(m_pair_id, 0, Qt::AlignTop);
    return pane;
}

QWidget* ReviewWorkspace::makeImagePane() {
    auto* pane = new Pane(Ground::sunken, this);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 12, 12, 6);
    column->setSpacing(6);
    m_image = new ImageView(m_cache, pane);
    column->addWidget(m_image, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(4, 0, 0, 0);
    foot->setSpacing(2);
    m_image_status = new TextLabel({}, Type::small, Ink::ink3, pane);
    m_image_status->setObjectName(QStringLiteral("imageStatus"));
    foot->addWidget(m_image_status);
    foot->addStretch(1);
    m_image_pager = new QWidget(pane);
    auto* pager = new QHBoxLayout(m_image_pager);
    pager->setContentsMargins(0, 0, 0, 0);
    auto* before = new IconButton(Icon::left, tr("Previous image"), m_image_pager);
    m_image_page = new TextLabel({}, Type::small, Ink::ink2, m_image_pager);
    auto* after = new IconButton(Icon::right, tr("Next image"), m_image_pager);
    connect(before, &QToolButton::clicked, this, [this] { showImage(m_image_index - 1); });
    connect(after, &QToolButton::clicked, this, [this] { showImage(m_image_index + 1); });
    pager->addWidget(before);
    pager->addWidget(m_image_page);
    pager->addWidget(after);
    foot->addWidget(m_image_pager);
    auto* fit = new IconButton(Icon::fit, tr("Fit or 100% (Z)"), pane);
    connect(fit, &QToolButton::clicked, m_image, &ImageView::toggleFit);
    auto* zoom = new IconButton(Icon::zoom_in, tr("Zoom in (+)"), pane);
    connect(zoom, &QToolButton::clicked, m_image, &ImageView::zoomIn);
    foot->addWidget(fit);
    foot->addWidget(zoom);
    column->addLayout(foot);
    connect(m_image, &ImageView::statusChanged, this, [this, fit, zoom] {
        m_image_status->setText(m_image->statusText());
        fit->setEnabled(!m_image->missing());
        zoom->setEnabled(!m_image->missing());
    });
    pane->setMinimumWidth(200);
    return pane;
}

QWidget* ReviewWorkspace::makeCentre() {
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeQuestion());
    column->addWidget(new Divider(Qt::Horizontal, centre));
    m_columns = lineSplitter(Qt::Horizontal, "pairSplitter", centre);
    m_columns->addWidget(makeImagePane());
    auto* answers = new Pane(Ground::paper, m_columns);
    auto* stack = new QVBoxLayout(answers);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    m_answer_tabs = new SegmentedControl({tr("Answer A"), tr("Answer B")}, tr("Which answer is shown"), answers);
    m_answer_tabs->setObjectName(QStringLiteral("answerTabs"));
    connect(m_answer_tabs, &SegmentedControl::currentChanged, this, [this] { adapt(); });
    stack->addWidget(m_answer_tabs, 0, Qt::AlignHCenter);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(0);
    m_answers = {new AnswerPane(false, answers), new AnswerPane(true, answers)};
    pair->addWidget(m_answers[0], 1);
    pair->addWidget(new Divider(Qt::Vertical, answers));
    pair->addWidget(m_answers[1], 1);
    stack->addLayout(pair, 1);
    m_columns->addWidget(answers);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    linkScrolling(m_answers[0]->view(), m_answers[1]->view());
    m_rows = lineSplitter(Qt::Vertical, "readingSplitter", centre);
    m_rows->addWidget(m_columns);
    m_reasoning = new ReasoningPane(m_rows);
    m_rows->addWidget(m_reasoning);
    m_rows->setStretchFactor(0, 5);
    m_rows->setStretchFactor(1, 4);
    column->addWidget(m_rows, 1);
    return centre;
}

ReviewWorkspace::ReviewWorkspace(QWidget* parent) : Workspace(parent) {
    setObjectName(QStringLiteral("reviewWorkspace"));
    m_session = new ReviewSession(this);
    m_cache = new ImageCache(this);
    makeActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeToolbar());
    column->addWidget(new Divider(Qt::Horizontal, this));
    m_body = lineSplitter(Qt::Horizontal, "reviewSplitter", this);
    m_thumbnails = new ThumbnailCache(this);
    m_film = new FilmStrip(m_thumbnails, m_body);
    m_film->setFixedWidth(metrics::px(kFilm));
    m_body->addWidget(m_film);
    m_body->addWidget(makeCentre());
    m_dock = new WhyDock(m_body);
    m_dock->setMinimumWidth(metrics::px(247));
    m_body->addWidget(m_dock);
    m_body->setStretchFactor(1, 1);
    m_empty = new EmptyState(Icon::review, {}, {}, {}, this);
    m_empty->setObjectName(QStringLiteral("reviewEmpty"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_body);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    m_bar = new DecisionBar(this);
    column->addWidget(m_bar);
    connectParts();
    resetLayout();
    setFocusPolicy(Qt::StrongFocus);
    setProperty("egtOwnFocus", true);
}

void ReviewWorkspace::resetLayout() {
    m_body->setSizes({metrics::px(kFilm), 1000, metrics::px(metrics::kDock)});
    m_columns->setSizes({metrics::px(kImage), 640});
    m_rows->setSizes({372, 302});
    m_dock_action->setChecked(true);
    adapt();
}

} // namespace egt::ui
