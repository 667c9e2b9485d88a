// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <cerrno>

#include <sqlite3.h>
#include <sys/vfs.h>

namespace egt::store {
namespace {

constexpr int kBusyMs = 10000;
constexpr std::size_t kKeptReaders = 4;

bool diskIsFull(const SQLite::Exception& error, int system_errno) {
    if (error.getErrorCode() == SQLITE_FULL) return true;
    const bool io = (error.getErrorCode() & 0xff) == SQLITE_IOERR;
    return io && (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG);
}

/// SQLite counts the bytes that it holds under one mutex for all threads; nobody asks. Not possible once some
/// connection is open, which does no harm.
void withoutStatistics() {
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)done;
}

/// A path as the part of a file: URI.
std::string uriPath(const std::filesystem::path& file) {
    std::string out;
    for (const char c : file.string()) {
        const bool special = c == '%' || c == '?' || c == '#';
        if (!special) {
            out += c;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

} // namespace

// sqlite3_system_errno is 0 again by the time an exception arrives; the files remember theirs.
int systemErrno(Db* db) {
    if (db == nullptr) return errno;
    int error = 0;
    sqlite3_file* log = nullptr;
    sqlite3_file_control(db->getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != nullptr && log->pMethods != nullptr) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0) sqlite3_file_control(db->getHandle(), "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

Error damagedError(const std::filesystem::path& project) {
    return {
        "store.damaged",
        EGT_TEXT("engine", "The project %1 is damaged: its database can't be read. Restore project.db from a copy."),
        {project.string()},
        project.string(),
        0,
        {}};
}

Error databaseError(const SQLite::Exception& error, int system_errno, const std::filesystem::path& project) {
    const std::string name = project.string();
    if (diskIsFull(error, system_errno))
        return {"file.disk_full",
                EGT_TEXT("engine",
                         "The disk is full: the last change to %1 was not saved. Free some space, then try again."),
                {name},
                name,
                0,
                {}};
    switch (error.getErrorCode()) {
    case SQLITE_CORRUPT:
        return damagedError(project);
    case SQLITE_NOTADB:
        return {"store.not_a_project",
                EGT_TEXT("engine", "%1 is not an EGT Studio project: its project.db is not a database."),
                {name},
                name,
                0,
                {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {"store.read_only",
                EGT_TEXT("engine", "The project %1 can't be changed: it is read-only. Open a copy that you may write."),
                {name},
                name,
                0,
                {}};
    case SQLITE_BUSY:
        return {"store.busy",
                EGT_TEXT("engine", "Another program is using the database of %1. Close it, then try again."),
                {name},
                name,
                0,
                {}};
    default:
        return {"store.failed",
                EGT_TEXT("engine", "The project %1 could not be read or changed: %2."),
                {name, error.what()},
                name,
                0,
                {}};
    }
}

std::unique_ptr<Db> openDatabase(const std::filesystem::path& file, Access access, bool immutable) {
    withoutStatistics();
    const int flags = (access == Access::write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY) |
                      (access == Access::shared_read ? SQLite::OPEN_FULLMUTEX : SQLite::OPEN_NOMUTEX);
    std::unique_ptr<Db> db;
    if (immutable)
        db = std::make_unique<Db>("file:" + uriPath(file) + "?immutable=1", flags | SQLite::OPEN_URI, kBusyMs);
    else
        db = std::make_unique<Db>(file.string(), flags, kBusyMs);
    db->exec("PRAGMA foreign_keys = ON");
    db->exec("PRAGMA trusted_schema = OFF");
    db->exec("PRAGMA cache_size = -16000");
    return db;
}

// linux/magic.h and the smb headers: NFS, SMB, CIFS, SMB2, FUSE (sshfs and the like).
bool isNetworkMagic(std::int64_t magic) {
    const auto m = static_cast<std::uint32_t>(magic);
    return m == 0x6969U || m == 0x517BU || m == 0xFF534D42U || m == 0xFE534D42U || m == 0x65735546U;
}

bool onNetwork(const std::filesystem::path& folder) {
    struct statfs info {};
    return ::statfs(folder.c_str(), &info) == 0 && isNetworkMagic(static_cast<std::int64_t>(info.f_type));
}

void ReaderPool::configure(std::filesystem::path file, bool immutable) {
    m_file = std::move(file);
    m_immutable = immutable;
}

ReaderPool::Lease ReaderPool::take() {
    {
        const std::scoped_lock guard(m_mutex);
        if (!m_free.empty()) {
            std::unique_ptr<Db> db = std::move(m_free.back());
            m_free.pop_back();
            return {*this, std::move(db)};
        }
    }
    return {*this, openDatabase(m_file, Access::read, m_immutable)};
}

void ReaderPool::giveBack(std::unique_ptr<Db> db) {
    const std::scoped_lock guard(m_mutex);
    if (m_free.size() < kKeptReaders) m_free.push_back(std::move(db));
}

} // namespace egt::store
