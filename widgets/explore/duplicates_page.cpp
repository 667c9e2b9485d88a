// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/duplicates_page.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/thumbnail_cache.h"
#include "explore/group_model.h"
#include "explore/likeness.h"
#include "explore/pair_card.h"

namespace egt::ui {
namespace {

constexpr int kAgainMs = 500;
constexpr std::size_t kMostCards = 12; ///< more cannot be compared by eye; the table lists all

std::int64_t duplicatesIn(const DuplicateReport& report) {
    std::int64_t n = 0;
    for (const DuplicateGroup& group : report.groups)
        n += std::ssize(group.pairs) - 1;
    return n;
}

} // namespace

void DuplicatesPage::setClient(EngineClient* client) {
    m_client = client;
    m_photos->setClient(client);
    m_model->setReader([this](const std::vector<PairId>& ids) {
        auto pairs = m_client->engine().pairs(ids);
        return pairs ? std::move(*pairs) : std::vector<PairRecord>(ids.size());
    });
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("pairs")) refresh();
    });
    connect(client, &EngineClient::stateChanged, this, [this](RunId run) {
        const auto record = m_client->isOpen() ? m_client->engine().run(run) : Result<RunRecord>(fail("", ""));
        if (record && record->kind == RunKind::duplicates) showState();
    });
    connect(client, &EngineClient::progress, this, [this] {
        if (isVisible()) showJob();
    });
}

void DuplicatesPage::projectOpened() {
    clear();
    const DuplicatesRequest defaults;
    m_threshold->setValue(defaults.threshold);
    m_shingle->setValue(defaults.shingle);
    m_images->setChecked(defaults.images);
    m_bits->setValue(defaults.image_bits);
}

void DuplicatesPage::clear() {
    ++m_ticket;
    m_report = {};
    m_error.clear();
    m_known = false;
    m_stale = true;
    m_chosen = 0;
    m_model->setGroups({});
    showGroup();
    showState();
}

void DuplicatesPage::refresh() {
    m_stale = true;
    if (isVisible()) read();
}

void DuplicatesPage::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    if (m_stale) read();
    showJob();
}

void DuplicatesPage::read() {
    if (m_client == nullptr || !m_client->isOpen() || m_reading) return;
    m_stale = false;
    m_reading = true;
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine] { return engine->duplicates(); },
        [this](Result<DuplicateReport> report) {
            m_reading = false;
            if (m_client->isOpen()) arrived(std::move(report));
            // Changed again while it was read; an import tells of new pairs all the time.
            QTimer::singleShot(kAgainMs, this, [this] {
                if (m_stale && isVisible()) read();
            });
        });
}

void DuplicatesPage::arrived(Result<DuplicateReport> report) {
    const DuplicateGroup* before = m_model->group(m_table->currentIndex().row());
    const PairId first = before == nullptr || before->pairs.empty() ? 0 : before->pairs.front();
    const bool known = m_known;
    m_known = true;
    m_error = report ? QString() : errorText(report.error());
    const bool same = known && report && report->groups == m_report.groups;
    m_report = report ? std::move(*report) : DuplicateReport();
    if (!known && m_report.made) { // the settings are those of the report, until somebody changes them
        m_threshold->setValue(m_report.request.threshold);
        m_shingle->setValue(m_report.request.shingle);
        m_images->setChecked(m_report.request.images);
        m_bits->setValue(m_report.request.image_bits);
    }
    if (same) return showState(); // what is being read stays where it is
    m_model->setGroups(m_report.groups);
    if (m_model->rowCount() > 0) m_table->selectRow(std::max(0, m_model->rowOf(first)));
    showGroup();
    showState();
}

DuplicatesRequest DuplicatesPage::request() const {
    DuplicatesRequest request;
    request.threshold = m_threshold->value();
    request.shingle = m_shingle->value();
    request.images = m_images->isChecked();
    request.image_bits = m_bits->value();
    return request;
}

RunId DuplicatesPage::job() const {
    if (m_client == nullptr || !m_client->isOpen()) return 0;
    for (const RunRecord& run : m_client->engine().activeRuns())
        if (run.kind == RunKind::duplicates) return run.id;
    return 0;
}

void DuplicatesPage::look() {
    Engine& engine = m_client->engine();
    m_error.clear();
    if (const RunId running = job(); running != 0) {
        if (const auto stopped = engine.stop(running, StopKind::save); !stopped) m_error = errorText(stopped.error());
    } else if (const auto run = engine.submit(request()); !run) {
        m_error = errorText(run.error());
    }
    showState();
}

void DuplicatesPage::showState() {
    const bool read_only = m_client != nullptr && m_client->isOpen() && m_client->readOnly();
    const auto groups = static_cast<std::int64_t>(m_model->rowCount());
    m_stack->setCurrentIndex(groups > 0 ? 0 : 1);
    m_counts->setText(
        groups > 0
            ? tr("%1 groups, %2 that an earlier pair resembles").arg(count(groups), pairsText(duplicatesIn(m_report)))
            : QString());
    if (!m_known)
        m_empty->setTexts(tr("Reading the report"), {});
    else if (!m_report.made)
        m_empty->setTexts(tr("Nobody has looked for near-duplicates yet"),
                          tr("Pairs that say nearly the same about nearly the same picture stand here in groups."),
                          job() == 0 && !read_only ? tr("Look for them") : QString());
    else
        m_empty->setTexts(tr("No pair is nearly the same as another"),
                          tr("A lower similarity, or leaving the pictures out, finds more."));
    m_notice->setTone(m_error.isEmpty() ? Notice::Tone::info : Notice::Tone::err);
    const bool newer = m_report.made && m_report.newer > 0;
    m_notice->setText(!m_error.isEmpty() ? m_error
                      : newer            ? tr("%1 came since and were not compared.").arg(pairsText(m_report.newer))
                                         : QString());
    m_notice->setVisible(!m_error.isEmpty() || newer);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_threshold, m_shingle, m_images, m_bits, m_look})
        widget->setEnabled(!read_only);
    m_bits->setEnabled(!read_only && m_images->isChecked());
    if (read_only) m_look->setToolTip(tr("The project is open for reading only"));
    for (KeyCapButton* button : {m_show, m_leave_out, m_show_group})
        button->setEnabled(groups > 0);
    showJob();
}

void DuplicatesPage::showJob() {
    const RunId running = job();
    m_look->setText(running != 0 ? tr("Stop looking") : m_report.made ? tr("Look again") : tr("Look for them"));
    m_look->updateGeometry();
    m_progress->setVisible(running != 0);
    if (running == 0) return;
    const ProgressEvent now = m_client->progressOf(running);
    m_progress->setShare(now.total > 0 ? static_cast<double>(now.done) / static_cast<double>(now.total) : -1);
    m_progress->setToolTip(progressText(now));
    m_counts->setText(progressText(now));
}

void DuplicatesPage::showGroup() {
    const DuplicateGroup* group = m_model->group(m_table->currentIndex().row());
    const quint64 ticket = ++m_ticket;
    if (group == nullptr || m_client == nullptr || !m_client->isOpen()) return arrivedPairs({}, 0);
    std::vector<PairId> shown(group->pairs.begin(), group->pairs.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                               kMostCards, group->pairs.size())));
    const std::size_t all = group->pairs.size();
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, shown] { return engine->pairs(shown); },
        [this, ticket, all](const Result<std::vector<PairRecord>>& pairs) {
            if (ticket != m_ticket) return; // another group was chosen meanwhile
            if (pairs) return arrivedPairs(*pairs, all);
            m_error = errorText(pairs.error());
            showState();
        });
}

void DuplicatesPage::arrivedPairs(const std::vector<PairRecord>& pairs, std::size_t all) {
    while (m_cards.size() > std::ssize(pairs)) {
        m_cards.last()->hide();
        m_cards.takeLast()->deleteLater();
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (std::ssize(m_cards) == static_cast<std::ptrdiff_t>(i)) {
            auto* card = new PairCard(m_photos, m_scroll->widget());
            m_card_row->insertWidget(static_cast<int>(i), card);
            connect(card, &PairCard::chosen, this, &DuplicatesPage::choosePair);
            connect(card, &PairCard::openRequested, this, &DuplicatesPage::openFrom);
            connect(card, &PairCard::textHeightsChanged, &m_align, qOverload<>(&QTimer::start));
            m_cards << card;
        }
        const Likeness likeness = likenessOf(pairs[i], pairs.front(), m_report.request);
        m_cards[static_cast<qsizetype>(i)]->setPair(pairs[i], pairs.front(), likeness.swapped,
                                                    i == 0 ? tr("First of the group") : likenessText(likeness));
    }
    m_rest->setVisible(all > pairs.size());
    m_rest->setText(
        tr("%1 more: the table lists them all").arg(pairsText(static_cast<std::int64_t>(all - pairs.size()))));
    m_scroll->ensureVisible(0, 0);
    alignCards();
    choosePair(pairs.empty() ? 0 : pairs.front().id);
}

void DuplicatesPage::alignCards() {
    PairCard::Heights most{};
    for (const PairCard* card : m_cards) {
        const PairCard::Heights heights = card->textHeights();
        for (std::size_t i = 0; i < most.size(); ++i)
            most[i] = std::max(most[i], heights[i]);
    }
    for (PairCard* card : m_cards)
        card->setTextHeights(most);
}

void DuplicatesPage::choosePair(PairId pair) {
    m_chosen = pair;
    for (PairCard* card : m_cards)
        card->setChosen(card->pair() == pair);
    if (pair != 0 && isVisible()) Q_EMIT pairChosen(pair);
}

void DuplicatesPage::openFrom(PairId pair) {
    const DuplicateGroup* group = m_model->group(m_table->currentIndex().row());
    if (group == nullptr) return;
    const auto from = std::find(group->pairs.begin(), group->pairs.end(), pair);
    Q_EMIT openRequested(QList<PairId>(from, group->pairs.end()), tr("Nearly the same"));
}

bool DuplicatesPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_table || event->type() != QEvent::KeyPress) return Pane::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Left && key != Qt::Key_Right) return Pane::eventFilter(watched, event);
    // Up and down choose a group, left and right a pair of it.
    qsizetype at = 0;
    for (qsizetype i = 0; i < m_cards.size(); ++i)
        if (m_cards[i]->pair() == m_chosen) at = i;
    at = std::clamp<qsizetype>(at + (key == Qt::Key_Right ? 1 : -1), 0, std::max<qsizetype>(0, m_cards.size() - 1));
    if (at < m_cards.size()) {
        choosePair(m_cards[at]->pair());
        m_scroll->ensureWidgetVisible(m_cards[at]);
    }
    return true;
}

void DuplicatesPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return Pane::keyPressEvent(event);
    Q_EMIT leaveRequested();
    event->accept();
}

} // namespace egt::ui
