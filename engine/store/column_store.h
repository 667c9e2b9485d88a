// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers of records/columns.h kept in memory. Changes touch only the chunks that they concern: a chunk that a
// snapshot shares is copied before it is written.

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "records/columns.h"
#include "records/search.h"
#include "store/column_cache.h"
#include "store/database.h"
#include "store/words.h"

namespace egt::store {

/// One column that grows at its end and changes in place, chunk by chunk.
class LiveColumn {
public:
    LiveColumn(std::string name, ColumnType type, std::string unit, std::vector<std::string> dictionary);
    void append(double number);      ///< real
    void append(std::int64_t value); ///< integer or code
    void set(std::int64_t row, double number);
    void set(std::int64_t row, std::int64_t value);
    [[nodiscard]] std::int64_t value(std::int64_t row) const; ///< integer or code
    /// Rows up to `rows` become missing; chunks that are missing whole are one and the same.
    void grow(std::int64_t rows);
    /// The code of a text, which is added to the dictionary when it is new.
    std::int32_t codeOf(const std::string& text);
    [[nodiscard]] Column publish(); ///< shares every chunk
    /// Takes over the values of a file; a null chunk is one without values.
    void adopt(const CachedColumn& cached, std::int64_t rows);
    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] const std::string& name() const { return m_face.name; }
    [[nodiscard]] ColumnType type() const { return m_face.type; }

private:
    ColumnChunk& writable(std::size_t chunk);
    ColumnChunk& last();
    struct Slot {
        std::shared_ptr<ColumnChunk> chunk;
        bool shared = false; ///< a snapshot has it: copy before the next write
    };
    Column m_face; ///< name, type, unit, dictionary; no chunks
    std::unordered_map<std::string, std::int32_t> m_codes;
    std::vector<Slot> m_slots;
    std::shared_ptr<ColumnChunk> m_missing; ///< a full chunk of missing values
    std::int64_t m_rows = 0;
};

/// What the columns need of a pair.
struct PairRow {
    PairId pair = 0;
    std::int64_t words_a = 0;
    std::int64_t words_b = 0;
    std::int64_t words_question = 0;
    std::int64_t images = 0;
    std::int32_t image_state = 0; ///< 0 present, 1 missing, 2 none
    Label label = Label::none;
    std::string source;
    std::string split;
};
PairRow pairRow(const PairRecord& pair, const PairWords& words);

/// The decision that stands for a pair; none when there is none.
struct StandingDecision {
    PairId pair = 0;
    Decision decision = Decision::none;
    std::int64_t time_ms = 0;
    std::string annotator;
};
/// Last decision that is not taken back.
StandingDecision standingDecision(Db& db, PairId pair);

/// The project as it is now, without counts, run and rows.
CacheState cacheState(Db& db);
/// To be called in the transaction of every change that columns.cache can't follow: anything but new pairs and reviews.
void columnsChanged(Db& db);

/// Thread: any; writers tell their changes after the commit, in commit order.
class ColumnStore {
public:
    /// The snapshot when everything that it needs is in memory, else null. 0 = latest complete scoring run.
    ColumnsPtr ready(RunId run);
    /// Reads what is missing for `run` (0 = no scores). `latest`: it is the latest complete one.
    void load(Db& db, RunId run, bool latest);
    void forget();
    bool isLoaded();
    std::int64_t rows();
    /// Where load() may find columns that were written down.
    void useCache(std::filesystem::path file);
    /// What the file says of the project's images, brought up to date; no value when the columns did not come from it.
    struct ImageCounts {
        std::int64_t images = 0;
        std::int64_t missing = 0;
    };
    std::optional<ImageCounts> cachedCounts();
    /// Whether a file of the columns as they are now would be worth the writing.
    bool worthWriting(const CacheState& now);
    void written(const CacheState& now);
    /// Of a file that is what was written, but not by its stamp (the project was copied or restored), so that it was
    /// checked byte for byte: with the stamp in the database the next open needn't. Once.
    std::optional<std::string> takeNewStamp();

    void pairsAdded(const std::vector<PairRow>& pairs);
    void reviewed(const StandingDecision& decision);
    void flagged(FlagRule rule, const std::vector<PairId>& pairs);
    void grouped(const std::vector<DuplicateGroup>& groups);
    void scored(RunId run, const std::vector<ScoreRecord>& scores);
    void latestRunIs(RunId run);

private:
    struct Scores {
        RunId run = 0;
        bool brackets = false;
        std::vector<LiveColumn> columns;
        ColumnsPtr snapshot;
    };
    void loadPairs(Db& db);
    void readPairs(Db& db, PairId after);
    void readDecisions(Db& db);
    bool adoptCache(Db& db, RunId run);
    void catchUp(Db& db, const CacheState& cached);
    void putDuplicate(PairId pair, PairId first);
    void appendPair(const PairRow& pair);
    void putDecision(const StandingDecision& decision);
    void loadScores(Db& db, RunId run);
    void putScore(Scores& scores, const ScoreRecord& score);
    [[nodiscard]] std::int64_t rowOf(PairId pair) const;
    Scores* find(RunId run);
    void baseChanged(); ///< every snapshot is stale

    std::mutex m_mutex;
    bool m_loaded = false;
    std::uint64_t m_version = 0;
    std::vector<LiveColumn> m_base;
    std::list<Scores> m_scores; ///< most recently used first
    std::optional<RunId> m_latest;
    std::filesystem::path m_cache_file;
    std::optional<CacheState> m_cached; ///< what the file holds
    std::optional<std::string> m_new_stamp;
    std::optional<ImageCounts> m_image_counts;
};

} // namespace egt::store
