// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/checkpointer.h"

#include <system_error>
#include <utility>

#include <sqlite3.h>

namespace egt::store {

Checkpointer::Checkpointer(Db& writer, std::filesystem::path database)
    : m_writer(writer.getHandle()), m_database(std::move(database)) {
    sqlite3_wal_hook(m_writer, &Checkpointer::committed, this);
}

Checkpointer::~Checkpointer() {
    sqlite3_wal_hook(m_writer, nullptr, nullptr);
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
}

/// SQLite calls it after each commit, on the committing thread, with the length of the log.
int Checkpointer::committed(void* self, sqlite3* writer, const char* schema, int pages) {
    auto& here = *static_cast<Checkpointer*>(self);
    if (pages >= kLongestLog) {
        const std::lock_guard alone(here.m_checkpoint);
        sqlite3_wal_checkpoint_v2(writer, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } else if (pages >= kLongLog) {
        here.wake();
    }
    return SQLITE_OK;
}

void Checkpointer::wake() {
    const std::lock_guard lock(m_mutex);
    m_wanted = true;
    m_changed.notify_all();
    if (m_thread.joinable()) return;
    try {
        m_thread = std::thread([this] { work(); });
    } catch (const std::system_error&) {
        // Too many threads: SQLite, which called, knows no exceptions; the writer's own checkpoint comes in time.
    }
}

void Checkpointer::work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_wanted || m_closed; });
        if (m_closed) return;
        m_wanted = false;
        lock.unlock();
        inBackground();
        lock.lock();
    }
}

void Checkpointer::inBackground() {
    try {
        Db db(m_database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
        db.exec("PRAGMA synchronous = NORMAL");
        const std::lock_guard alone(m_checkpoint);
        sqlite3_wal_checkpoint_v2(db.getHandle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } catch (const SQLite::Exception&) {
        // The file can't be opened a second time now: the writer's own checkpoint comes when the log is long enough.
    }
}

} // namespace egt::store
