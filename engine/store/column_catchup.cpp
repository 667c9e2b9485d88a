// SPDX-License-Identifier: GPL-3.0-or-later
// Columns out of columns.cache, and what happened in the project since that file was written.
#include <utility>

#include "store/column_rows.h"
#include "store/column_store.h"

namespace egt::store {
namespace {

constexpr std::int64_t kWorthARow = 5000; ///< smaller projects are read faster than a file is opened
constexpr std::int64_t kWorthAShare = 50; ///< 1/50 of the rows: fewer new ones are read at each open instead

bool sameColumns(const std::vector<CachedColumn>& cached, const std::vector<LiveColumn>& base,
                 const std::vector<LiveColumn>& scores) {
    if (cached.size() != base.size() + scores.size()) return false;
    for (std::size_t i = 0; i < cached.size(); ++i) {
        const LiveColumn& live = i < base.size() ? base[i] : scores[i - base.size()];
        if (cached[i].name != live.name() || cached[i].type != live.type()) return false;
    }
    return true;
}

/// The database is the one that the file was made of, and has only grown since.
bool isLater(Db& db, const CacheState& cached) {
    const CacheState now = cacheState(db);
    if (now.project != cached.project || now.token != cached.token) return false;
    if (now.last_pair < cached.last_pair || now.last_review < cached.last_review) return false;
    Query pair(db, "SELECT content_hash FROM pair WHERE id = ?");
    bindAll(pair, cached.last_pair);
    if (!pair.executeStep() || pair.getColumn(0).getString() != cached.last_hash) return false;
    return numberOf(db, "SELECT time_ms FROM review WHERE id = ?", cached.last_review) == cached.last_review_ms;
}

} // namespace

CacheState cacheState(Db& db) {
    CacheState out;
    Query state(db, "SELECT project, columns FROM state");
    if (state.executeStep()) Row(state) >> out.project >> out.token;
    Query pair(db, "SELECT id, content_hash FROM pair ORDER BY id DESC LIMIT 1");
    if (pair.executeStep()) Row(pair) >> out.last_pair >> out.last_hash;
    Query review(db, "SELECT id, time_ms FROM review ORDER BY id DESC LIMIT 1");
    if (review.executeStep()) Row(review) >> out.last_review >> out.last_review_ms;
    return out;
}

void columnsChanged(Db& db) {
    db.exec("UPDATE state SET columns = random()");
}

void ColumnStore::useCache(std::filesystem::path file) {
    const std::scoped_lock guard(m_mutex);
    m_cache_file = std::move(file);
}

std::optional<ColumnStore::ImageCounts> ColumnStore::cachedCounts() {
    const std::scoped_lock guard(m_mutex);
    return m_image_counts;
}

bool ColumnStore::adoptCache(Db& db, RunId run) {
    m_cached.reset();
    m_new_stamp.reset();
    if (m_cache_file.empty()) return false;
    std::string stamp;
    Query state(db, "SELECT cache FROM state");
    if (state.executeStep()) Row(state) >> stamp;
    const auto cached = readColumnCache(m_cache_file, stamp);
    std::vector<LiveColumn> base = baseColumns();
    Scores scores{cached ? cached->state.run : 0, cached && cached->state.brackets, scoreColumns(), nullptr};
    if (!cached || !isLater(db, cached->state) || !sameColumns(cached->columns, base, scores.columns)) return false;
    for (std::size_t i = 0; i < cached->columns.size(); ++i)
        (i < base.size() ? base[i] : scores.columns[i - base.size()]).adopt(cached->columns[i], cached->state.rows);
    m_base = std::move(base);
    m_scores.clear();
    if (scores.run == run) m_scores.push_front(std::move(scores));
    m_cached = cached->state;
    if (cached->stamp != stamp) m_new_stamp = cached->stamp;
    catchUp(db, cached->state);
    m_loaded = true;
    return true;
}

void ColumnStore::catchUp(Db& db, const CacheState& cached) {
    readPairs(db, cached.last_pair);
    for (Scores& scores : m_scores)
        for (LiveColumn& column : scores.columns)
            column.grow(m_base[kPair].rows());
    Query reviewed(db, "SELECT DISTINCT pair FROM review WHERE id > ?");
    bindAll(reviewed, cached.last_review);
    while (reviewed.executeStep())
        putDecision(standingDecision(db, reviewed.getColumn(0).getInt64()));
    m_image_counts = {cached.images + numberOf(db, "SELECT COUNT(*) FROM image WHERE pair > ?", cached.last_pair),
                      cached.missing_images +
                          numberOf(db, "SELECT COUNT(*) FROM image WHERE pair > ? AND path = ''", cached.last_pair)};
}

bool ColumnStore::worthWriting(const CacheState& now) {
    const std::scoped_lock guard(m_mutex);
    if (now.rows < kWorthARow) return false;
    const bool same =
        m_cached && m_cached->project == now.project && m_cached->token == now.token && m_cached->run == now.run;
    if (!same) return true;
    const std::int64_t newer = now.last_pair - m_cached->last_pair + now.last_review - m_cached->last_review;
    return newer > now.rows / kWorthAShare;
}

void ColumnStore::written(const CacheState& now) {
    const std::scoped_lock guard(m_mutex);
    m_cached = now;
    m_new_stamp.reset();
}

std::optional<std::string> ColumnStore::takeNewStamp() {
    const std::scoped_lock guard(m_mutex);
    return std::exchange(m_new_stamp, std::nullopt);
}

} // namespace egt::store
