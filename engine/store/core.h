// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What all parts of Project share: the files, one writing connection behind a mutex, reading connections, columns.

#include <functional>
#include <mutex>
#include <optional>

#include "store/checkpointer.h"
#include "store/column_store.h"
#include "store/database.h"
#include "store/lock.h"
#include "store/pair_hashes.h"
#include "store/project.h"

namespace egt::store {

enum class Durability {
    process, ///< survives the death of the process (WAL, synchronous=NORMAL)
    power    ///< survives a power cut too (synchronous=FULL): decisions of people
};

class Core {
public:
    Core() = default;
    ~Core(); ///< leaves a columns.cache for the next open
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;
    static Result<void> create(const std::filesystem::path& folder);
    Result<void> open(const std::filesystem::path& folder, bool read_only);

    /// Runs `body(Db&) -> Result<T>` on a reading connection of its own: never waits for a writer.
    template <class F> std::invoke_result_t<F, Db&> read(F&& body) {
        return guarded(m_folder, nullptr, [&] {
            ReaderPool::Lease lease = m_readers.take();
            return guarded(m_folder, &lease.db(), [&] { return body(lease.db()); });
        });
    }

    /// Runs `body(Db&) -> Result<T>` in one transaction; commits when it has a value, then calls `after()` while no
    /// other writer can come between (that is how the columns follow).
    template <class F, class After>
    std::invoke_result_t<F, Db&> write(F&& body, After&& after, Durability durability = Durability::process) {
        if (m_writer == nullptr) return fail(readOnlyError());
        const std::scoped_lock guard(m_write_mutex);
        auto result = guarded(m_folder, m_writer.get(), [&]() -> std::invoke_result_t<F, Db&> {
            const SyncLevel level(*m_writer, durability);
            SQLite::Transaction transaction(*m_writer, SQLite::TransactionBehavior::IMMEDIATE);
            auto inner = body(*m_writer);
            if (inner) transaction.commit();
            return inner;
        });
        if (result)
            after();
        else
            m_hashes.forget();
        return result;
    }
    template <class F> std::invoke_result_t<F, Db&> write(F&& body, Durability durability = Durability::process) {
        return write(
            std::forward<F>(body), [] {}, durability);
    }

    /// Columns of a run, built on first use.
    Result<ColumnsPtr> columns(RunId run);

    /// Writes columns.cache when the columns are in memory and the file is not good enough.
    Result<void> saveColumns();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    /// A picture inside the project's folder is stored by its path from there, so that the folder can be moved.
    [[nodiscard]] std::string storedPath(const std::string& path) const;
    [[nodiscard]] std::string fullPath(const std::string& stored) const;
    [[nodiscard]] bool readOnly() const { return m_writer == nullptr; }
    [[nodiscard]] Error readOnlyError() const;
    ColumnStore& columnStore() { return m_columns; }
    PairHashes& hashes() { return m_hashes; } ///< inside write() alone

    struct Counts {
        std::int64_t pairs = 0;
        std::int64_t images = 0;
        std::int64_t missing_images = 0;
    };
    /// Counted once, then kept: counting a million rows takes longer than an answer may.
    Result<Counts> counts();
    void addCounts(const Counts& more);

private:
    /// synchronous=FULL for the length of one transaction.
    class SyncLevel {
    public:
        SyncLevel(Db& db, Durability durability);
        ~SyncLevel();
        SyncLevel(const SyncLevel&) = delete;
        SyncLevel& operator=(const SyncLevel&) = delete;

    private:
        Db* m_db;
    };
    Result<void> openWriter(const std::filesystem::path& file);
    Result<void> openReaders(const std::filesystem::path& file);
    Result<void> checkVersion(Db& db);
    /// Read-only: another process may write; forget what was kept when it did.
    void noticeOtherWriter();
    void takeCachedCounts();
    Result<void> storeStamp(const std::string& stamp);

    std::filesystem::path m_folder;
    std::string m_root; ///< absolute, with a slash at its end
    ProjectLock m_lock;
    std::mutex m_write_mutex; ///< taken before any other mutex here
    std::unique_ptr<Db> m_writer;
    std::optional<Checkpointer> m_checkpointer; ///< after the writer: goes first
    PairHashes m_hashes;
    ReaderPool m_readers;
    ColumnStore m_columns;
    std::mutex m_state_mutex;
    std::optional<Counts> m_counts;
    std::unique_ptr<Db> m_watch; ///< read-only: its PRAGMA data_version changes when somebody writes
    std::int64_t m_data_version = 0;
};

/// Latest scoring run that is done, 0 = none.
RunId latestScoreRun(Db& db);
bool hasPair(Db& db, PairId pair);
Error noPairError(PairId pair);
Error noRunError(RunId run);

} // namespace egt::store

struct egt::Project::Impl {
    store::Core core;
};
