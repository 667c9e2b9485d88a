// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/search_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>
#include <utility>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "explore/hit_model.h"

namespace egt::ui {
namespace {

constexpr int kTypingMs = 200;
constexpr int kSlowMs = 200;
constexpr std::int64_t kFirstHits = 500;

bool hasWords(const QString& text) {
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate(); });
}

} // namespace

SearchPage::SearchPage(QWidget* parent) : Pane(Ground::paper, parent), m_limit(kFirstHits) {
    setObjectName(QStringLiteral("searchPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    m_waiting = new ProgressLine(3, this);
    m_waiting->setObjectName(QStringLiteral("searchWaiting"));
    QSizePolicy keeps = m_waiting->sizePolicy();
    keeps.setRetainSizeWhenHidden(true); // the list does not jump when a search takes long
    m_waiting->setSizePolicy(keeps);
    m_waiting->setShare(-1);
    m_waiting->hide();
    column->addWidget(m_waiting);
    m_index_row = new QWidget(this);
    auto* inset = new QHBoxLayout(m_index_row);
    inset->setContentsMargins(metrics::kPaneInset, 0, metrics::kPaneInset, metrics::kGap);
    m_index = new Notice(Notice::Tone::info, {}, m_index_row);
    m_index->setObjectName(QStringLiteral("searchIndex"));
    inset->addWidget(m_index);
    column->addWidget(m_index_row);
    m_stack = new QStackedWidget(this);
    m_table = new QTableView(m_stack);
    setupHits();
    m_stack->addWidget(m_table);
    m_empty = new EmptyState(Icon::search, {}, {}, {}, m_stack);
    m_empty->setObjectName(QStringLiteral("searchEmpty"));
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    column->addWidget(makeFoot());
    m_later.setSingleShot(true);
    m_later.setInterval(kTypingMs);
    connect(&m_later, &QTimer::timeout, this, &SearchPage::search);
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlowMs);
    connect(&m_slow, &QTimer::timeout, m_waiting, &QWidget::show);
    connect(m_index, &Notice::activated, this, &SearchPage::indexButton);
    connect(m_empty, &EmptyState::activated, this, &SearchPage::search);
    showResult();
}

QWidget* SearchPage::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::kPaneInset, metrics::kGap, metrics::kPaneInset, metrics::kGap);
    row->setSpacing(metrics::kGap);
    auto* back = new IconButton(Icon::left, tr("Back to the pairs (Esc)"), head);
    back->setObjectName(QStringLiteral("searchBack"));
    connect(back, &QToolButton::clicked, this, &SearchPage::leaveRequested);
    m_field = new SearchField(tr("Search the texts"), head);
    m_field->setObjectName(QStringLiteral("searchField"));
    m_field->setPlaceholderText(tr("Search questions, answers and ids, for example  red car  or  \"how many\""));
    m_field->setToolTip(tr("Words anywhere in a pair; \"words in quotes\" one after the other; gre* for a beginning; a "
                           "number also finds the pair with that number"));
    m_field->setMinimumHeight(metrics::px(metrics::kField));
    m_field->installEventFilter(this);
    m_count = new TextLabel({}, Type::body, Ink::ink, head, 600);
    m_count->setObjectName(QStringLiteral("searchCount"));
    m_filter = new KeyCapButton(Icon::filter, tr("Use as filter"), head);
    m_filter->setObjectName(QStringLiteral("searchAsFilter"));
    m_filter->setKind(ButtonKind::ghost);
    row->addWidget(back);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    row->addWidget(m_filter);
    connect(m_field, &QLineEdit::textChanged, this, &SearchPage::typed);
    connect(m_filter, &QAbstractButton::clicked, this, [this] { Q_EMIT filterRequested(filterOfSearch(m_searched)); });
    return head;
}

void SearchPage::setupHits() {
    m_model = new HitModel(this);
    m_table->setObjectName(QStringLiteral("hitTable"));
    m_table->setModel(m_model);
    setupTable(m_table, tr("What was found"));
    m_table->setItemDelegate(new ExcerptDelegate(m_model, m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->setColumnWidth(HitModel::PairColumn, metrics::px(84));
    m_table->setColumnWidth(HitModel::WhereColumn, metrics::px(104));
    m_table->horizontalHeader()->setSectionResizeMode(HitModel::TextColumn, QHeaderView::Stretch);
    m_table->installEventFilter(this);
    connect(m_table, &QAbstractItemView::activated, this, &SearchPage::open);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (const PairId pair = currentPair(); pair != 0 && !m_setting) Q_EMIT pairChosen(pair);
    });
}

QWidget* SearchPage::makeFoot() {
    m_foot = new Pane(Ground::sunken, this);
    auto* row = new QHBoxLayout(m_foot);
    row->setContentsMargins(metrics::kPaneInset, 6, metrics::kPaneInset, 6);
    m_more_text = new TextLabel({}, Type::small, Ink::ink2, m_foot);
    m_more = new KeyCapButton(tr("Show more"), m_foot);
    m_more->setObjectName(QStringLiteral("searchMore"));
    m_more->setKind(ButtonKind::link);
    m_more->setButtonHeight(metrics::kToolRow);
    row->addWidget(m_more_text);
    row->addStretch(1);
    row->addWidget(m_more);
    connect(m_more, &QAbstractButton::clicked, this, [this] {
        m_limit *= 4;
        search();
    });
    return m_foot;
}

void SearchPage::setClient(EngineClient* client) {
    m_client = client;
    connect(client, &EngineClient::stateChanged, this, [this](RunId run, const StateEvent& state) {
        const auto record = m_client->isOpen() ? m_client->engine().run(run) : Result<RunRecord>(fail("", ""));
        if (!record || record->kind != RunKind::index) return;
        showIndex();
        if (!isActive(state.state)) refresh();
    });
    connect(client, &EngineClient::progress, this, [this](RunId run) {
        if (isVisible() && run == indexRun()) showIndex();
    });
}

void SearchPage::start() {
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchPage::clear() {
    m_later.stop();
    m_again = false;
    m_limit = kFirstHits;
    m_field->clear();
    m_searched.clear();
    m_result = {};
    m_error.clear();
    m_model->setHits({});
    showResult();
}

void SearchPage::refresh() {
    m_stale = !isVisible();
    if (!m_stale && !m_field->text().trimmed().isEmpty()) m_later.start(); // an import tells of new pairs all the time
}

void SearchPage::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    if (m_stale) refresh();
}

PairId SearchPage::currentPair() const {
    return m_model->pairAt(m_table->currentIndex().row());
}

void SearchPage::typed() {
    m_limit = kFirstHits;
    if (m_field->text().trimmed().isEmpty()) {
        m_later.stop();
        m_searched.clear();
        m_result = {};
        m_error.clear();
        m_model->setHits({});
        return showResult();
    }
    m_later.start();
}

void SearchPage::search() {
    m_later.stop();
    const QString text = m_field->text().trimmed();
    if (m_client == nullptr || !m_client->isOpen() || text.isEmpty()) return;
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    m_slow.start();
    SearchRequest request;
    request.text = text.toStdString();
    request.limit = m_limit;
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, request] { return engine->find(request); },
        [this, text](Result<SearchResult> answer) { answered(text, std::move(answer)); });
}

void SearchPage::answered(const QString& text, Result<SearchResult> answer) {
    m_running = false;
    m_slow.stop();
    m_waiting->hide();
    if (m_field->text().trimmed().isEmpty() || !m_client->isOpen()) return; // cleared meanwhile
    const bool same = text == m_searched;
    const PairId before = same ? currentPair() : 0;
    m_searched = text;
    m_error = answer ? QString() : errorText(answer.error());
    m_result = answer ? std::move(*answer) : SearchResult();
    m_setting = true;
    m_model->setHits(m_result.hits);
    m_setting = false;
    if (m_model->rowCount() > 0) choose(std::max(0, m_model->rowOf(before)));
    showResult();
    if (std::exchange(m_again, false)) search();
}

void SearchPage::showResult() {
    const bool asked = !m_searched.isEmpty();
    const std::int64_t found = m_result.found;
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    m_count->setText(asked && m_error.isEmpty() ? pairsText(found) : QString());
    m_empty->setLineIcon(m_error.isEmpty() ? Icon::search : Icon::error);
    if (!m_error.isEmpty())
        m_empty->setTexts(tr("The search did not end well"), m_error, tr("Search again"));
    else if (asked)
        m_empty->setTexts(tr("No pair has “%1” in its texts").arg(m_searched),
                          tr("All words must be in one pair. Leave one out, or write the beginning of a word with *."));
    else
        m_empty->setTexts(
            tr("Type what to look for"),
            tr("Words anywhere in a pair, \"words in quotes\" one after the other, gre* for a beginning, a "
               "number for the pair with that number."));
    m_filter->setEnabled(asked && found > 0 && !filterOfSearch(m_searched).isEmpty());
    m_filter->setToolTip(m_filter->isEnabled() ? tr("Adds these words to the filter, so that the table lists the pairs")
                                               : tr("Search for something first"));
    const auto shown = static_cast<std::int64_t>(m_model->rowCount());
    m_foot->setVisible(shown < found);
    m_more_text->setText(tr("The first %1 of %2 are listed.").arg(count(shown), pairsText(found)));
    showIndex();
}

RunId SearchPage::indexRun() const {
    if (m_client == nullptr || !m_client->isOpen()) return 0;
    for (const RunRecord& run : m_client->engine().activeRuns())
        if (run.kind == RunKind::index) return run.id;
    return 0;
}

void SearchPage::showIndex() {
    const RunId run = indexRun();
    const bool missing = !m_searched.isEmpty() && m_error.isEmpty() && m_result.scanned > 0;
    m_index_row->setVisible(run != 0 || missing);
    if (run != 0) {
        const ProgressEvent now = m_client->progressOf(run);
        m_index->setText(now.total > 0
                             ? tr("The text index is being built: %1 of %2.").arg(count(now.done), pairsText(now.total))
                             : tr("The text index is being built."));
        m_index->setButton(tr("Stop"));
        return;
    }
    if (!missing) return;
    if (!hasWords(m_searched)) {
        m_index->setText(tr("The text index holds words, not signs: %1 were read one by one for this search.")
                             .arg(pairsText(m_result.scanned)));
        return m_index->setButton({});
    }
    m_index->setText(tr("%1 are not in the text index and were read one by one, which is slow in a large project.")
                         .arg(pairsText(m_result.scanned)));
    m_index->setButton(m_client->readOnly() ? QString() : tr("Build the index"));
}

void SearchPage::indexButton() {
    Engine& engine = m_client->engine();
    if (const RunId run = indexRun(); run != 0) {
        if (const auto stopped = engine.stop(run, StopKind::save); !stopped)
            m_index->setText(errorText(stopped.error()));
        return;
    }
    if (const auto run = engine.submit(IndexRequest{}); !run) return m_index->setText(errorText(run.error()));
    showIndex();
}

void SearchPage::choose(int row) {
    if (row < 0 || row >= m_model->rowCount()) return;
    m_table->selectRow(row);
    m_table->scrollTo(m_model->index(row, HitModel::TextColumn));
}

void SearchPage::moveBy(int step) {
    if (m_model->rowCount() > 0) choose(std::clamp(m_table->currentIndex().row() + step, 0, m_model->rowCount() - 1));
}

void SearchPage::open() {
    const int row = m_table->currentIndex().row();
    if (row < 0) return;
    const std::vector<PairId> pairs = m_model->pairsFrom(row);
    Q_EMIT openRequested(QList<PairId>(pairs.begin(), pairs.end()), tr("Found: %1").arg(m_searched));
}

bool SearchPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return Pane::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        Q_EMIT leaveRequested();
        return true;
    }
    if (watched == m_table && key->key() == Qt::Key_Up && m_table->currentIndex().row() <= 0) {
        start();
        return true;
    }
    if (watched != m_field) return Pane::eventFilter(watched, event);
    // The hand stays in the field: the arrows move through what was found.
    switch (key->key()) {
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_PageDown:
        moveBy(10);
        return true;
    case Qt::Key_PageUp:
        moveBy(-10);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_field->text().trimmed() == m_searched && !m_running)
            open();
        else
            search();
        return true;
    default:
        return Pane::eventFilter(watched, event);
    }
}

} // namespace egt::ui
