// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/review_workspace.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextEdit>
#include <QTimer>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/chips.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/image_cache.h"
#include "common/image_view.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "curation/filter.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/why_dock.h"

namespace egt::ui {
namespace {

bool takesText(const QWidget* widget) {
    return qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr || qobject_cast<const QTextEdit*>(widget) != nullptr;
}

/// The entropy that fills a bar: the 99th percentile, so that one outlier does not flatten the rest.
double barTop(const ColumnSnapshot& columns) {
    const Column* entropy = columns.uncertainty();
    std::vector<float> values;
    for (std::int64_t row = 0; entropy != nullptr && row < columns.rows; ++row)
        if (const double v = entropy->number(row); std::isfinite(v)) values.push_back(static_cast<float>(v));
    if (values.empty()) return 1;
    const auto at = static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)] > 0 ? values[static_cast<std::size_t>(at)] : 1;
}

} // namespace

// Children give the focus away while they are destroyed, when this is no ReviewWorkspace any more.
ReviewWorkspace::~ReviewWorkspace() {
    disconnect(qApp, nullptr, this, nullptr);
}

QString ReviewWorkspace::title() const {
    return tr("Review");
}

void ReviewWorkspace::connectParts() {
    connect(m_bar, &DecisionBar::triggered, this, [this](ReviewCommand command) { run(command); });
    connect(m_redo, &QAction::triggered, this, [this] { redo(); });
    connect(m_next, &QAction::triggered, m_session, [this] { saveNote(), m_session->next(); });
    connect(m_previous, &QAction::triggered, m_session, [this] { saveNote(), m_session->previous(); });
    connect(m_film, &FilmStrip::activated, m_session, [this](qint64 index) { saveNote(), m_session->goTo(index); });
    connect(m_blind, &QAction::toggled, this, [this](bool on) {
        m_film->setBlind(on);
        m_session->setBlind(on);
    });
    connect(m_colours, &QAction::toggled, this, [this](bool on) { m_reasoning->view()->setColours(on); });
    connect(m_diff, &QAction::toggled, this, [this] { applyDiff(); });
    connect(m_measure, &QAction::triggered, this, [this] { m_reasoning->cycleMeasure(); });
    connect(m_reasoning, &ReasoningPane::measureChanged, this, [this] { Q_EMIT stateChanged(); });
    connect(m_zoom, &QAction::triggered, m_image, &ImageView::toggleFit);
    connect(m_next_span, &QAction::triggered, this, [this] { m_reasoning->view()->nextSpan(); });
    connect(m_previous_span, &QAction::triggered, this, [this] { m_reasoning->view()->previousSpan(); });
    connect(m_note_action, &QAction::triggered, this, [this] {
        m_dock_action->setChecked(true);
        m_dock->note()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_find_action, &QAction::triggered, this, [this] { find(); });
    connect(m_dock_action, &QAction::toggled, this, [this] { adapt(); });
    connect(m_refresh, &QAction::triggered, this,
            [this] { rebuildQueue(m_session->hasPair() ? m_session->pair().id : 0); });
    connect(m_find, &QLineEdit::textEdited, this, [this](const QString& text) { m_match = -1, search(text, 1); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { search(m_find->text(), 1); });
    connect(m_queue, &QComboBox::activated, this,
            [this] { setQueueKind(static_cast<QueueKind>(m_queue->currentData().toInt())); });
    m_queue->view()->window()->installEventFilter(this);
    connect(m_session, &ReviewSession::queueChanged, this, [this] { m_film->setQueue(m_session->queue()); });
    connect(m_session, &ReviewSession::pairChanged, this, [this] { showPair(); });
    connect(m_session, &ReviewSession::decided_, m_film, &FilmStrip::setDecision);
    connect(m_session, &ReviewSession::readFailed, this, [this](const QString& text) { m_bar->setFailure(text); });
    connect(m_dock, &WhyDock::flagActivated, this, [this](const QString& column, double value) {
        if (context() != nullptr) context()->showInExplore(column, value);
    });
    connect(m_filter_chip, &Chip::closed, this, [this] {
        if (context() != nullptr) context()->setFilter({});
    });
    for (QSplitter* splitter : {m_body, m_rows, m_columns})
        connect(splitter, &QSplitter::splitterMoved, this, [this] {
            adapt();
            Q_EMIT stateChanged();
        });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (old == m_dock->note() && now != old) saveNote();
        m_bar->setKeysActive(!(now != nullptr && isAncestorOf(now) && takesText(now)));
    });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        m_film->setFixedWidth(metrics::px(96));
        adapt();
    });
    setFilmProvider();
}

void ReviewWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_session->setClient(client);
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) { dataChanged(what); });
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

void ReviewWorkspace::rebuildQueue(PairId at) {
    const int handed = m_queue->findData(static_cast<int>(QueueKind::handed));
    if (m_handed.isEmpty() && handed >= 0) m_queue->removeItem(handed);
    if (!m_handed.isEmpty()) {
        if (handed < 0)
            m_queue->addItem(m_handed_title, static_cast<int>(QueueKind::handed));
        else
            m_queue->setItemText(handed, m_handed_title);
    }
    if (m_kind == QueueKind::handed && m_handed.isEmpty()) m_kind = QueueKind::uncertain;
    m_queue->setCurrentIndex(m_queue->findData(static_cast<int>(m_kind)));
    const ColumnsPtr snapshot = columns();
    const QString filter = context() == nullptr ? QString() : context()->filter();
    const double high = context() == nullptr ? INFINITY : context()->cut().high;
    std::vector<PairId> queue;
    if (m_kind == QueueKind::handed)
        queue.assign(m_handed.begin(), m_handed.end());
    else if (snapshot) {
        curation::Mask mask;
        const auto search = [this](const std::string& text) { return client()->engine().search(text); };
        if (auto rows = curation::filterRows(*snapshot, filter.toStdString(), search))
            mask = std::move(*rows);
        else
            m_bar->setFailure(errorText(rows.error()));
        queue = buildQueue(m_kind, *snapshot, high, mask);
    }
    m_filter_chip->setText(filter);
    m_filter_chip->setVisible(!filter.isEmpty() && m_kind != QueueKind::handed);
    m_session->setQueue(std::move(queue), at);
}

void ReviewWorkspace::setFilmProvider() {
    m_film->setProvider([this](const std::vector<PairId>& ids) {
        std::vector<FilmItem> items(ids.size());
        const auto pairs = client()->engine().pairs(ids);
        const ColumnsPtr snapshot = columns();
        const Column* entropy = snapshot ? snapshot->uncertainty() : nullptr;
        const double top = snapshot ? barTop(*snapshot) : 1;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (pairs && i < pairs->size() && !(*pairs)[i].images.empty())
                items[i].image = QString::fromStdString((*pairs)[i].images.front().path);
            const std::int64_t row = snapshot ? snapshot->rowOf(ids[i]) : -1;
            items[i].entropy = entropy != nullptr && row >= 0 ? entropy->number(row) / top : std::nan("");
            items[i].decision = m_session->decisionOf(ids[i]);
        }
        return items;
    });
}

void ReviewWorkspace::showPair() {
    const bool present = m_session->hasPair();
    m_stack->setCurrentIndex(present ? 0 : 1);
    m_bar->setPairPresent(present);
    showPosition();
    if (!present) {
        const ColumnsPtr snapshot = columns();
        const bool none = !snapshot || snapshot->rows == 0;
        const bool scores =
            m_kind == QueueKind::uncertain || m_kind == QueueKind::contradicted || m_kind == QueueKind::flagged;
        if (none)
            m_empty->setTexts(tr("There are no pairs yet"), tr("Import a preference set, then review it here."));
        else if (m_filter_chip->isVisibleTo(this))
            m_empty->setTexts(tr("No pairs match this filter."), tr("Remove a condition or show all pairs."));
        else if (scores)
            m_empty->setTexts(
                tr("Nothing waits in this queue"),
                tr("Score the pairs with a judge and flag the uncertain ones in Explore, or choose another queue."));
        else
            m_empty->setTexts(tr("Every pair is reviewed"), tr("Choose another queue to look at decided pairs again."));
        return;
    }
    const PairRecord& pair = m_session->pair();
    if (m_note_pair != pair.id) saveNote();
    m_film->setCurrent(m_session->index());
    m_question->setText(QString::fromStdString(pair.question));
    m_pair_id->setText(QString::fromStdString(pair.source_id));
    m_pair_id->setToolTip(tr("Pair %1 of %2").arg(QString::number(pair.id), QString::fromStdString(pair.source)));
    showImage(0);
    showAnswers();
    showJudge();
    loadNote();
    m_bar->setBlind(m_session->concealed());
    m_bar->setHasLabel(pair.label == Label::a || pair.label == Label::b);
    QTimer::singleShot(0, m_session, [this] { // the pair stands; now there is time for the next one
        m_session->pairDrawn();
        const qint64 next = m_session->index() + 1;
        if (next <= 0 || next >= static_cast<qint64>(m_session->queue().size())) return;
        const auto ahead = client()->engine().pair(m_session->queue()[static_cast<std::size_t>(next)]);
        if (ahead && !ahead->images.empty() && !ahead->images.front().path.empty())
            m_cache->get(QString::fromStdString(ahead->images.front().path));
    });
}

void ReviewWorkspace::showImage(int index) {
    const auto& images = m_session->pair().images;
    const int n = static_cast<int>(images.size());
    m_image_index = n == 0 ? 0 : std::clamp(index, 0, n - 1);
    m_image->setImage(n == 0 ? ImageRef{} : images[static_cast<std::size_t>(m_image_index)]);
    m_image_pager->setVisible(n > 1);
    m_image_page->setText(tr("%1 of %2").arg(m_image_index + 1).arg(n));
}

void ReviewWorkspace::showAnswers() {
    const PairRecord& pair = m_session->pair();
    const bool swapped = m_session->shown() == Order::swapped;
    const bool concealed = m_session->concealed();
    for (std::size_t i = 0; i < 2; ++i) {
        const bool stored_b = (i == 1) != swapped;
        m_answers[i]->setText(QString::fromStdString(stored_b ? pair.answer_b : pair.answer_a));
        m_answers[i]->setLabelled(!concealed && pair.label == (stored_b ? Label::b : Label::a));
    }
    applyDiff();
    if (!m_find->isHidden()) search(m_find->text(), 0);
}

void ReviewWorkspace::applyDiff() {
    if (!m_diff->isChecked()) {
        for (AnswerPane* answer : m_answers)
            answer->setOwnWords({});
        return;
    }
    const WordDiff diff = wordDiff(m_answers[0]->view()->text(), m_answers[1]->view()->text());
    m_answers[0]->setOwnWords(diff.only_a);
    m_answers[1]->setOwnWords(diff.only_b);
}

QString ReviewWorkspace::judgeName(RunId run, qint64* when) const {
    const auto record = client()->engine().run(run);
    if (!record) return {};
    *when = record->ended_ms != 0 ? record->ended_ms : record->created_ms;
    const QString folder = QString::fromStdString(record->judge);
    return folder.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
}

void ReviewWorkspace::showJudge() {
    const PairRecord& pair = m_session->pair();
    WhyDock::Content content;
    content.pair = pair;
    content.columns = columns();
    content.concealed = m_session->concealed();
    content.high_cut = context() == nullptr ? INFINITY : context()->cut().high;
    content.run = content.columns ? content.columns->run : 0;
    Engine& engine = client()->engine();
    if (content.run != 0) {
        if (auto responses = engine.responses(pair.id, content.run)) content.responses = std::move(*responses);
        content.judge = judgeName(content.run, &content.scored_ms);
    }
    if (auto flags = engine.flags(pair.id)) content.flags = std::move(*flags);
    if (auto reviews = engine.reviews(pair.id)) content.reviews = std::move(*reviews);
    for (const FlagRecord& flag : content.flags)
        if (flag.rule == FlagRule::uncertain && !std::isfinite(content.high_cut)) content.high_cut = flag.cut;
    m_dock->setContent(content);
    if (content.concealed)
        m_reasoning->setEmpty(tr("Hidden until you decide"),
                              tr("Blind mode keeps the judge’s text, its verdict and the label out of sight."));
    else if (content.responses.empty())
        m_reasoning->setEmpty(tr("This pair has no scores"),
                              tr("Score the pairs with a judge in Explore; then its reasoning stands here."));
    else
        m_reasoning->setResponses(content.responses);
}

void ReviewWorkspace::showPosition() {
    const auto n = static_cast<qint64>(m_session->queue().size());
    m_position->setText(m_session->hasPair() ? tr("%1 of %2").arg(count(m_session->index() + 1), count(n))
                                             : tr("0 of 0"));
    m_next->setEnabled(m_session->index() + 1 < n);
    m_previous->setEnabled(m_session->index() > 0);
    m_bar->setProgress(m_session->decided(), n, m_session->medianSeconds(), m_session->pairsPerHour());
    for (QWidget* button : findChildren<IconButton*>(QStringLiteral("nextPair")))
        button->setEnabled(m_next->isEnabled());
    for (QWidget* button : findChildren<IconButton*>(QStringLiteral("previousPair")))
        button->setEnabled(m_previous->isEnabled());
}

void ReviewWorkspace::run(ReviewCommand command) {
    m_bar->button(command)->flash();
    if (!m_bar->button(command)->isEnabled()) return;
    saveNote();
    Result<void> done;
    if (command == ReviewCommand::undo) {
        if (Result<bool> undone = m_session->undo(); !undone)
            done = fail(undone.error());
        else if (!*undone && context() != nullptr)
            context()->toast(tr("There is no decision to take back."));
    } else {
        done = m_session->decide(command);
    }
    m_bar->setFailure(done ? QString() : tr("The decision was not saved: %1").arg(errorText(done.error())));
}

void ReviewWorkspace::redo() {
    saveNote();
    Result<bool> done = m_session->redo();
    m_bar->setFailure(done ? QString() : tr("The decision was not saved: %1").arg(errorText(done.error())));
}

void ReviewWorkspace::loadNote() {
    m_note_pair = m_session->pair().id;
    const auto note = client()->engine().note(m_note_pair);
    m_note_read = note ? QString::fromStdString(*note) : QString();
    const QSignalBlocker block(m_dock->note());
    if (m_dock->note()->toPlainText() != m_note_read) m_dock->note()->setPlainText(m_note_read);
    m_dock->note()->setReadOnly(client()->readOnly());
}

void ReviewWorkspace::saveNote() {
    if (m_note_pair == 0 || client() == nullptr || !client()->isOpen()) return;
    const QString text = m_dock->note()->toPlainText();
    if (text == m_note_read) return;
    const std::string who = context() == nullptr ? std::string() : context()->annotator().toStdString();
    if (auto stored = client()->engine().setNote(m_note_pair, text.toStdString(), who); !stored) {
        m_bar->setFailure(tr("The note was not saved: %1").arg(errorText(stored.error())));
        return;
    }
    m_note_read = text;
    if (context() != nullptr) context()->markSaved();
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

void ReviewWorkspace::find() {
    m_find->show();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ReviewWorkspace::search(const QString& text, int step) {
    const std::array<FlowView*, 3> views{m_answers[0]->view(), m_answers[1]->view(), m_reasoning->view()};
    std::array<int, 3> found{};
    int total = 0;
    for (std::size_t i = 0; i < views.size(); ++i)
        total += found[i] = views[i]->setSearch(text);
    m_find->setToolTip(text.isEmpty() ? QString() : total == 1 ? tr("1 place") : tr("%1 places").arg(count(total)));
    if (total == 0) {
        m_match = -1;
        return;
    }
    m_match = (m_match + step + total) % total;
    int at = m_match;
    for (std::size_t i = 0; i < views.size(); ++i) {
        if (at >= 0 && at < found[i])
            views[i]->showMatch(at);
        else
            views[i]->showMatch(-1);
        at -= found[i];
    }
}

bool ReviewWorkspace::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // Space presses the button or opens the list that has the focus; only elsewhere it skips.
        const auto* key = static_cast<QKeyEvent*>(event);
        const QWidget* focus = QApplication::focusWidget();
        if (key->key() == Qt::Key_Space && (qobject_cast<const QAbstractButton*>(focus) != nullptr ||
                                            qobject_cast<const QComboBox*>(focus) != nullptr)) {
            event->accept();
            return true;
        }
    }
    return Workspace::event(event);
}

bool ReviewWorkspace::eventFilter(QObject* watched, QEvent* event) {
    // A queue was chosen from the list: the keys belong to the pairs again, or Space would open the list once more.
    if (event->type() == QEvent::Hide && watched == m_queue->view()->window())
        QTimer::singleShot(0, this, [this] {
            if (window()->focusWidget() == m_queue) setFocus(Qt::OtherFocusReason);
        });
    return Workspace::eventFilter(watched, event);
}

void ReviewWorkspace::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (!m_find->isHidden()) {
            m_find->clear();
            search({}, 0);
            m_find->hide();
        }
        setFocus(Qt::OtherFocusReason);
        event->accept();
        return;
    }
    Workspace::keyPressEvent(event);
}

void ReviewWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    adapt();
}

void ReviewWorkspace::adapt() {
    const double em = 13 * textFactor();
    // Two answers of 24 em, the image, the dock of 19 em and the strip; what does not fit gives way in this order.
    const double wanted = 96 * textFactor() + 280 + 2 * 24 * em + 19 * em;
    const bool room = width() >= wanted;
    if (room != m_room) {
        m_room = room;
        // A narrow window puts the dock away; I brings it back over the width of the texts.
        const QSignalBlocker block(m_dock_action);
        if (!room) m_dock_wanted = m_dock_action->isChecked();
        m_dock_action->setChecked(room && m_dock_wanted);
    }
    const bool show_dock = m_dock_action->isChecked();
    m_dock->setVisible(show_dock);
    m_dock_button->setChecked(show_dock);
    m_dock_button->setVisible(!room);
    m_toggles->setVisible(width() >= 70 * em); // with very large text keys and menu stay
    m_film->setVisible(width() - (show_dock ? 19 * em : 0) >= 60 * em);
    const double middle = width() - (show_dock ? std::max(19 * em, m_dock->width() * 1.0) : 0) -
                          (m_film->isHidden() ? 0 : m_film->width());
    m_reasoning->setSpansVisible(middle >= 52 * em);
    const double image = m_columns->sizes().value(0, 360);
    const bool tabs = middle - image < 2 * 18 * em;
    m_answer_tabs->setVisible(tabs);
    for (int i = 0; i < 2; ++i)
        m_answers[static_cast<std::size_t>(i)]->setVisible(!tabs || m_answer_tabs->current() == i);
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
