// SPDX-License-Identifier: GPL-3.0-or-later
// What follows what in Review, its keys, and what gives way in a narrow window.
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTextEdit>
#include <QTimer>

#include "common/buttons.h"
#include "common/chips.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/image_view.h"
#include "common/metrics.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/review_workspace.h"
#include "review/why_dock.h"

namespace egt::ui {

namespace {

bool takesText(const QWidget* widget) {
    return qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr || qobject_cast<const QTextEdit*>(widget) != nullptr;
}

} // namespace

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

} // namespace egt::ui
