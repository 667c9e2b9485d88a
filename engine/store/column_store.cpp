// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/column_store.h"

#include <algorithm>

#include "store/column_rows.h"

namespace egt::store {
namespace {

constexpr std::size_t kKeptRuns = 4;

std::shared_ptr<ColumnChunk> missingChunk(ColumnType type, std::size_t rows) {
    auto chunk = std::make_shared<ColumnChunk>();
    switch (type) {
    case ColumnType::real:
        chunk->reals.assign(rows, std::numeric_limits<float>::quiet_NaN());
        break;
    case ColumnType::code:
        chunk->codes.assign(rows, kMissingCode);
        break;
    case ColumnType::integer:
        chunk->integers.assign(rows, kMissingInteger);
        break;
    }
    return chunk;
}

std::size_t chunkOf(std::int64_t row) {
    return static_cast<std::size_t>(row / kChunkRows);
}
std::size_t insideOf(std::int64_t row) {
    return static_cast<std::size_t>(row % kChunkRows);
}

} // namespace

LiveColumn::LiveColumn(std::string name, ColumnType type, std::string unit, std::vector<std::string> dictionary) {
    m_face.name = std::move(name);
    m_face.type = type;
    m_face.unit = std::move(unit);
    for (const std::string& text : dictionary)
        codeOf(text);
}

ColumnChunk& LiveColumn::writable(std::size_t chunk) {
    Slot& slot = m_slots[chunk];
    if (slot.shared) slot = {std::make_shared<ColumnChunk>(*slot.chunk), false};
    return *slot.chunk;
}

ColumnChunk& LiveColumn::last() {
    if (m_rows % kChunkRows == 0) m_slots.push_back({std::make_shared<ColumnChunk>(), false});
    ++m_rows;
    return writable(m_slots.size() - 1);
}

void LiveColumn::append(double number) {
    last().reals.push_back(static_cast<float>(number));
}

void LiveColumn::append(std::int64_t value) {
    if (m_face.type == ColumnType::code)
        last().codes.push_back(static_cast<std::int32_t>(value));
    else
        last().integers.push_back(value);
}

void LiveColumn::set(std::int64_t row, double number) {
    writable(chunkOf(row)).reals[insideOf(row)] = static_cast<float>(number);
}

void LiveColumn::set(std::int64_t row, std::int64_t value) {
    ColumnChunk& chunk = writable(chunkOf(row));
    if (m_face.type == ColumnType::code)
        chunk.codes[insideOf(row)] = static_cast<std::int32_t>(value);
    else
        chunk.integers[insideOf(row)] = value;
}

std::int64_t LiveColumn::value(std::int64_t row) const {
    const ColumnChunk& chunk = *m_slots[chunkOf(row)].chunk;
    return m_face.type == ColumnType::code ? chunk.codes[insideOf(row)] : chunk.integers[insideOf(row)];
}

void LiveColumn::grow(std::int64_t rows) {
    while (m_rows < rows) {
        const std::int64_t want = std::min(rows - m_rows, kChunkRows - m_rows % kChunkRows);
        if (want == kChunkRows) {
            if (!m_missing) m_missing = missingChunk(m_face.type, static_cast<std::size_t>(kChunkRows));
            m_slots.push_back({m_missing, true});
            m_rows += want;
            continue;
        }
        const auto size = static_cast<std::size_t>(m_rows % kChunkRows + want);
        if (m_rows % kChunkRows == 0) m_slots.push_back({std::make_shared<ColumnChunk>(), false});
        ColumnChunk& chunk = writable(m_slots.size() - 1);
        switch (m_face.type) {
        case ColumnType::real:
            chunk.reals.resize(size, std::numeric_limits<float>::quiet_NaN());
            break;
        case ColumnType::code:
            chunk.codes.resize(size, kMissingCode);
            break;
        case ColumnType::integer:
            chunk.integers.resize(size, kMissingInteger);
            break;
        }
        m_rows += want;
    }
}

std::int32_t LiveColumn::codeOf(const std::string& text) {
    const auto [place, fresh] = m_codes.try_emplace(text, static_cast<std::int32_t>(m_face.dictionary.size()));
    if (fresh) m_face.dictionary.push_back(text);
    return place->second;
}

Column LiveColumn::publish() {
    Column out = m_face;
    out.chunks.reserve(m_slots.size());
    for (Slot& slot : m_slots) {
        slot.shared = true;
        out.chunks.push_back(slot.chunk);
    }
    return out;
}

void LiveColumn::adopt(const CachedColumn& cached, std::int64_t rows) {
    m_face.dictionary.clear();
    m_codes.clear();
    for (const std::string& text : cached.dictionary)
        codeOf(text);
    m_slots.clear();
    m_rows = 0;
    for (const auto& chunk : cached.chunks) {
        const std::int64_t upto = std::min(rows, m_rows + kChunkRows);
        if (chunk == nullptr) {
            grow(upto);
            continue;
        }
        m_slots.push_back({chunk, false});
        m_rows = upto;
    }
}

// --- ColumnStore -----------------------------------------------------------------------------------------------------

std::int64_t ColumnStore::rowOf(PairId pair) const {
    const LiveColumn& ids = m_base[kPair];
    std::int64_t low = 0;
    std::int64_t high = ids.rows();
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (ids.value(middle) < pair)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ids.rows() && ids.value(low) == pair ? low : -1;
}

ColumnStore::Scores* ColumnStore::find(RunId run) {
    for (auto it = m_scores.begin(); it != m_scores.end(); ++it) {
        if (it->run != run) continue;
        m_scores.splice(m_scores.begin(), m_scores, it);
        return &m_scores.front();
    }
    return nullptr;
}

void ColumnStore::baseChanged() {
    for (Scores& scores : m_scores)
        scores.snapshot.reset();
}

ColumnsPtr ColumnStore::ready(RunId run) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded || (run == 0 && !m_latest)) return nullptr;
    Scores* scores = find(run == 0 ? *m_latest : run);
    if (scores == nullptr) return nullptr;
    if (scores->snapshot) return scores->snapshot;
    auto snapshot = std::make_shared<ColumnSnapshot>();
    snapshot->version = ++m_version;
    snapshot->run = scores->run;
    snapshot->brackets = scores->brackets;
    snapshot->rows = m_base[kPair].rows();
    snapshot->columns.reserve(m_base.size() + scores->columns.size());
    for (LiveColumn& column : m_base)
        snapshot->columns.push_back(column.publish());
    for (LiveColumn& column : scores->columns)
        snapshot->columns.push_back(column.publish());
    scores->snapshot = std::move(snapshot);
    return scores->snapshot;
}

void ColumnStore::load(Db& db, RunId run, bool latest) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded && !adoptCache(db, run)) loadPairs(db);
    if (find(run) == nullptr) loadScores(db, run);
    if (latest) m_latest = run;
}

bool ColumnStore::isLoaded() {
    const std::scoped_lock guard(m_mutex);
    return m_loaded;
}

std::int64_t ColumnStore::rows() {
    const std::scoped_lock guard(m_mutex);
    return m_loaded ? m_base[kPair].rows() : 0;
}

void ColumnStore::forget() {
    const std::scoped_lock guard(m_mutex);
    m_loaded = false;
    m_base.clear();
    m_scores.clear();
    m_latest.reset();
    m_image_counts.reset();
}

void ColumnStore::latestRunIs(RunId run) {
    const std::scoped_lock guard(m_mutex);
    if (m_latest) m_latest = run;
}

void ColumnStore::pairsAdded(const std::vector<PairRow>& pairs) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded || pairs.empty()) return;
    for (const PairRow& pair : pairs)
        appendPair(pair);
    for (Scores& scores : m_scores)
        for (LiveColumn& column : scores.columns)
            column.grow(m_base[kPair].rows());
    baseChanged();
}

void ColumnStore::reviewed(const StandingDecision& decision) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded) return;
    putDecision(decision);
    baseChanged();
}

// The codes are the rules' bits: none 0, uncertain 1, contradicted 2, both 3.
void ColumnStore::flagged(FlagRule rule, const std::vector<PairId>& pairs) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded) return;
    LiveColumn& column = m_base[kFlag];
    const auto bit = static_cast<std::int64_t>(rule);
    std::vector<char> wanted(static_cast<std::size_t>(column.rows()), 0);
    for (const PairId pair : pairs)
        if (const std::int64_t row = rowOf(pair); row >= 0) wanted[static_cast<std::size_t>(row)] = 1;
    for (std::int64_t row = 0; row < column.rows(); ++row) {
        const std::int64_t old = column.value(row);
        const std::int64_t now = wanted[static_cast<std::size_t>(row)] != 0 ? (old | bit) : (old & ~bit);
        if (now != old) column.set(row, now);
    }
    baseChanged();
}

void ColumnStore::grouped(const std::vector<DuplicateGroup>& groups) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded) return;
    LiveColumn& group = m_base[kDuplicateGroup];
    for (std::int64_t row = 0; row < group.rows(); ++row) {
        if (group.value(row) == kMissingInteger) continue;
        group.set(row, kMissingInteger);
        m_base[kDuplicate].set(row, std::int64_t{0});
    }
    for (const DuplicateGroup& one : groups)
        for (const PairId pair : one.pairs)
            putDuplicate(pair, one.pairs.front());
    baseChanged();
}

void ColumnStore::scored(RunId run, const std::vector<ScoreRecord>& scores) {
    const std::scoped_lock guard(m_mutex);
    if (!m_loaded || scores.empty()) return;
    for (Scores& kept : m_scores) {
        if (kept.run != run) continue;
        for (const ScoreRecord& score : scores)
            putScore(kept, score);
        kept.snapshot.reset();
    }
}

void ColumnStore::loadScores(Db& db, RunId run) {
    Scores fresh;
    fresh.run = run;
    fresh.columns = scoreColumns();
    for (LiveColumn& column : fresh.columns)
        column.grow(m_base[kPair].rows());
    if (run != 0) readScores(db, run, [&](const ScoreRecord& score) { putScore(fresh, score); });
    m_scores.push_front(std::move(fresh));
    while (m_scores.size() > kKeptRuns)
        m_scores.pop_back();
}

} // namespace egt::store
