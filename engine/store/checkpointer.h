// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Brings the write-ahead log into the database beside the writer, not in its way.

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "store/database.h"

namespace egt::store {

/// SQLite copies the log into the database inside the commit that makes it too long, and waits for the disk twice: in a
/// long import a fifth of the writer's time. Here a second connection does so on a thread of its own, which starts when
/// a log first becomes long. Only when that falls far behind does the writer wait, so the log stays bounded
/// (sqlite.org/wal.html, "Avoiding Excessively Large WAL Files"). What is on disk after a crash is the same as ever:
/// each checkpoint writes the log out before it touches the database.
///
/// A checkpoint that fails is no error: the log holds everything, and the next one tries again.
class Checkpointer {
public:
    /// For a connection in WAL mode, which it must not outlive; `writer` has no checkpoints of its own from now on.
    Checkpointer(Db& writer, std::filesystem::path database);
    ~Checkpointer(); ///< ends a checkpoint that runs; the connection that closes last brings in the rest
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    static constexpr int kLongLog = 2048;    ///< pages: worth a checkpoint
    static constexpr int kLongestLog = 8192; ///< pages: the writer waits after each commit, until the log begins anew

private:
    static int committed(void* self, sqlite3* writer, const char* schema, int pages);
    void wake();
    void work();
    void inBackground();

    sqlite3* m_writer;
    std::filesystem::path m_database;
    std::mutex m_checkpoint; ///< one at a time: SQLite would refuse the second
    std::mutex m_mutex;      ///< for the two below
    std::condition_variable m_changed;
    bool m_wanted = false;
    bool m_closed = false;
    std::thread m_thread;
};

} // namespace egt::store
