// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/review_session.h"

#include <QRandomGenerator>
#include <algorithm>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/project_context.h"

namespace egt::ui {
namespace {

constexpr double kLongestPause = 300; ///< seconds: a longer wait says nothing about the pace

/// One step of SplitMix64: a fair coin for each pair that stays the same while the session lasts.
bool coin(std::uint64_t seed, PairId pair) {
    std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (static_cast<std::uint64_t>(pair) + 1);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return ((z ^ (z >> 31U)) & 1U) != 0;
}

} // namespace

void ReviewSession::setQueue(std::vector<PairId> queue, PairId at) {
    m_queue = std::move(queue);
    m_seconds.clear();
    m_ahead.reset();
    if (m_seed == 0) m_seed = QRandomGenerator::global()->generate64() | 1U;
    refreshDecisions();
    Q_EMIT queueChanged();
    m_index = -1;
    qint64 start = 0;
    const auto wanted = std::find(m_queue.begin(), m_queue.end(), at);
    const auto open = std::find_if(m_queue.begin(), m_queue.end(), [this](PairId pair) { return !isDone(pair); });
    if (at != 0 && wanted != m_queue.end())
        start = wanted - m_queue.begin();
    else if (open != m_queue.end())
        start = open - m_queue.begin();
    if (m_queue.empty()) {
        m_pair = {};
        Q_EMIT pairChanged();
        return;
    }
    goTo(start);
}

void ReviewSession::refreshDecisions() {
    m_decisions.clear();
    m_done = 0;
    const ColumnsPtr columns = m_client == nullptr ? nullptr : m_client->columns();
    const Column* decision = columns ? columns->find("decision") : nullptr;
    if (decision == nullptr) return;
    // Codes of the column are the decision's numbers in the order of its dictionary.
    static const QHash<QString, Decision> names{
        {QStringLiteral("left"), Decision::left},       {QStringLiteral("right"), Decision::right},
        {QStringLiteral("tie"), Decision::tie},         {QStringLiteral("both_bad"), Decision::both_bad},
        {QStringLiteral("correct"), Decision::correct}, {QStringLiteral("flip"), Decision::flip},
        {QStringLiteral("drop"), Decision::drop},       {QStringLiteral("skip"), Decision::skip},
        {QStringLiteral("flag"), Decision::flag}};
    for (const PairId pair : m_queue) {
        const std::int64_t row = columns->rowOf(pair);
        if (row < 0) continue;
        const std::string_view text = decision->text(row);
        const Decision value =
            names.value(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), Decision::none);
        if (value != Decision::none) m_decisions.insert(pair, value);
    }
    m_done = std::count_if(m_queue.begin(), m_queue.end(), [this](PairId pair) { return isDone(pair); });
}

Decision ReviewSession::decisionOf(PairId pair) const {
    return m_decisions.value(pair, Decision::none);
}

bool ReviewSession::isDone(PairId pair) const {
    const Decision decision = decisionOf(pair);
    return decision != Decision::none && decision != Decision::skip;
}

qint64 ReviewSession::decided() const {
    return m_done;
}

void ReviewSession::goTo(qint64 index) {
    if (index < 0 || index >= static_cast<qint64>(m_queue.size()) || index == m_index) return;
    m_index = index;
    load();
}

void ReviewSession::goToPair(PairId pair) {
    if (pair == 0 || (hasPair() && pair == m_pair.id)) return;
    auto at = std::find(m_queue.begin(), m_queue.end(), pair);
    if (at == m_queue.end()) {
        at = m_queue.insert(m_queue.begin() + (m_index + 1), pair);
        refreshDecisions();
        const qint64 index = at - m_queue.begin();
        Q_EMIT queueChanged();
        m_index = -1;
        return goTo(index);
    }
    goTo(at - m_queue.begin());
}

void ReviewSession::load() {
    const PairId id = m_queue[static_cast<std::size_t>(m_index)];
    if (m_ahead && m_ahead->id == id) {
        m_pair = *m_ahead;
    } else {
        Result<PairRecord> pair = m_client->engine().pair(id);
        if (!pair) {
            m_pair = {};
            m_pair.id = id;
            Q_EMIT readFailed(errorText(pair.error()));
        } else {
            m_pair = *pair;
        }
    }
    m_timer.start();
    if (m_context != nullptr) m_context->selectPair(id);
    Q_EMIT pairChanged();
}

void ReviewSession::pairDrawn() {
    m_timer.start();
    // Read the next pair while this one is being looked at.
    m_ahead.reset();
    if (m_index + 1 >= static_cast<qint64>(m_queue.size())) return;
    Result<PairRecord> next = m_client->engine().pair(m_queue[static_cast<std::size_t>(m_index + 1)]);
    if (next) m_ahead = *next;
}

bool ReviewSession::concealed() const {
    return m_blind && hasPair() && decisionOf(m_pair.id) == Decision::none;
}

Order ReviewSession::shown() const {
    return concealed() && coin(m_seed, m_pair.id) ? Order::swapped : Order::stored;
}

void ReviewSession::setBlind(bool blind) {
    if (m_blind == blind) return;
    m_blind = blind;
    if (hasPair()) Q_EMIT pairChanged();
}

Decision ReviewSession::meaning(ReviewCommand command) const {
    const bool swapped = shown() == Order::swapped;
    switch (command) {
    case ReviewCommand::a_better:
        return swapped ? Decision::right : Decision::left;
    case ReviewCommand::b_better:
        return swapped ? Decision::left : Decision::right;
    case ReviewCommand::tie:
        return Decision::tie;
    case ReviewCommand::both_bad:
        return Decision::both_bad;
    case ReviewCommand::label_right:
        return Decision::correct;
    case ReviewCommand::label_wrong:
        return Decision::flip;
    case ReviewCommand::drop:
        return Decision::drop;
    case ReviewCommand::skip:
        return Decision::skip;
    case ReviewCommand::flag:
        return Decision::flag;
    case ReviewCommand::undo:
        break;
    }
    return Decision::none;
}

Result<void> ReviewSession::decide(ReviewCommand command) {
    if (!hasPair()) return {};
    ReviewRecord review;
    review.pair = m_pair.id;
    review.decision = meaning(command);
    review.annotator = m_context == nullptr ? std::string() : m_context->annotator().toStdString();
    review.duration_ms = m_timer.isValid() ? m_timer.elapsed() : 0;
    review.blind = concealed();
    review.shown = shown();
    const ColumnsPtr columns = m_client->columns(m_context == nullptr ? 0 : m_context->scoreRun());
    review.run = review.blind || !columns ? 0 : columns->run;
    Result<ReviewRecord> stored = m_client->engine().decide(review);
    if (!stored) return fail(stored.error());
    const bool was_done = isDone(review.pair);
    m_decisions.insert(review.pair, review.decision);
    m_done += (isDone(review.pair) ? 1 : 0) - (was_done ? 1 : 0);
    if (review.decision != Decision::skip) m_seconds.push_back(static_cast<double>(review.duration_ms) / 1000.0);
    if (m_context != nullptr) m_context->markSaved();
    Q_EMIT decided_(review.pair, review.decision);
    advance();
    return {};
}

void ReviewSession::advance() {
    const auto n = static_cast<qint64>(m_queue.size());
    for (qint64 step = 1; step < n; ++step) {
        const qint64 at = (m_index + step) % n;
        if (!isDone(m_queue[static_cast<std::size_t>(at)])) return goTo(at);
    }
    Q_EMIT pairChanged(); // the last one: stay and show what was decided
}

Result<bool> ReviewSession::undo() {
    const std::string annotator = m_context == nullptr ? std::string() : m_context->annotator().toStdString();
    Result<std::optional<ReviewRecord>> taken = m_client->engine().undo(annotator);
    if (!taken) return fail(taken.error());
    if (!taken->has_value()) return false;
    const PairId pair = (*taken)->pair;
    refreshDecisions();
    if (!m_seconds.empty()) m_seconds.pop_back();
    if (m_context != nullptr) m_context->markSaved();
    Q_EMIT decided_(pair, decisionOf(pair));
    if (hasPair() && pair == m_pair.id)
        Q_EMIT pairChanged();
    else
        goToPair(pair);
    return true;
}

Result<bool> ReviewSession::redo() {
    const std::string annotator = m_context == nullptr ? std::string() : m_context->annotator().toStdString();
    Result<std::optional<ReviewRecord>> put = m_client->engine().redo(annotator);
    if (!put) return fail(put.error());
    if (!put->has_value()) return false;
    const PairId pair = (*put)->pair;
    refreshDecisions();
    if (m_context != nullptr) m_context->markSaved();
    Q_EMIT decided_(pair, decisionOf(pair));
    if (hasPair() && pair == m_pair.id)
        advance();
    else
        goToPair(pair);
    return true;
}

double ReviewSession::medianSeconds() const {
    std::vector<double> values;
    for (const double s : m_seconds)
        if (s <= kLongestPause) values.push_back(s);
    if (values.size() < 3) return 0; // two decisions are no pace
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double ReviewSession::pairsPerHour() const {
    double sum = 0;
    int n = 0;
    for (const double s : m_seconds)
        if (s <= kLongestPause) sum += s, ++n;
    return n < 3 || sum <= 0 ? 0 : 3600.0 * n / sum;
}

} // namespace egt::ui
