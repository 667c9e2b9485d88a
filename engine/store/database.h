// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A thin layer over SQLiteCpp: binding and reading whole rows, NaN as NULL, exceptions turned into Error.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/result.h"

namespace egt::store {

using Db = SQLite::Database;
using Query = SQLite::Statement;

/// Bytes on their way into a BLOB column.
struct Blob {
    std::string_view bytes;
};

/// Thrown inside a read or write when stored bytes make no sense; becomes store.damaged.
struct DamagedError {};

// --- binding: values must live until the statement ran -----------------------------------------------------------
inline void bindOne(Query& query, int index, const std::string& value) {
    query.bindNoCopy(index, value);
}
inline void bindOne(Query& query, int index, const Blob& value) {
    query.bindNoCopy(index, value.bytes.data(), static_cast<int>(value.bytes.size()));
}
template <class T>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void bindOne(Query& query, int index, T value) {
    if constexpr (std::is_floating_point_v<T>)
        query.bind(index, static_cast<double>(value)); // SQLite stores NaN as NULL
    else
        query.bind(index, static_cast<std::int64_t>(value));
}
template <class... Args> Query& bindAll(Query& query, const Args&... args) {
    query.reset();
    int index = 0;
    (bindOne(query, ++index, args), ...);
    return query;
}
/// Binds and runs a statement without results; returns the number of changed rows.
template <class... Args> int runWith(Query& query, const Args&... args) {
    return bindAll(query, args...).exec();
}

// --- reading: Row(query) >> a >> b takes the columns of the current row in order -----------------------------------
class Row {
public:
    explicit Row(Query& query) : m_query(query) {}
    Row& operator>>(std::string& value) {
        value = m_query.getColumn(m_next++).getString();
        return *this;
    }
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) Row& operator>>(T& value) {
        const SQLite::Column column = m_query.getColumn(m_next++);
        if constexpr (std::is_floating_point_v<T>)
            value = column.isNull() ? std::numeric_limits<T>::quiet_NaN() : static_cast<T>(column.getDouble());
        else
            value = static_cast<T>(column.getInt64());
        return *this;
    }

private:
    Query& m_query;
    int m_next = 0;
};

/// One number, 0 when the query has no row or the value is NULL.
template <class... Args> std::int64_t numberOf(Db& db, const char* sql, const Args&... args) {
    Query query(db, sql);
    bindAll(query, args...);
    return query.executeStep() ? query.getColumn(0).getInt64() : 0;
}

// --- errors --------------------------------------------------------------------------------------------------------
/// `system_errno` tells a full disk apart from other write errors.
Error databaseError(const SQLite::Exception& error, int system_errno, const std::filesystem::path& project);
Error damagedError(const std::filesystem::path& project);
int systemErrno(Db* db);

/// Runs `body`, which returns a Result; an exception becomes its error. Nothing leaves.
template <class F> std::invoke_result_t<F> guarded(const std::filesystem::path& project, Db* db, F&& body) {
    try {
        return body();
    } catch (const SQLite::Exception& error) {
        return fail(databaseError(error, systemErrno(db), project));
    } catch (const DamagedError&) {
        return fail(damagedError(project));
    } catch (const std::exception& error) {
        return fail("store.failed", EGT_TEXT("engine", "The project %1 could not be read or changed: %2."),
                    {project.string(), error.what()}, project.string());
    }
}

// --- connections ---------------------------------------------------------------------------------------------------
enum class Access {
    write,
    read,
    shared_read ///< several threads at a time; the others are for one
};
/// Opens project.db with our settings. `immutable`: the folder can't be written and nobody else writes.
std::unique_ptr<Db> openDatabase(const std::filesystem::path& file, Access access, bool immutable);
/// A write-ahead log needs shared memory, which network file systems (NFS, CIFS, FUSE) don't give: statfs(2) magic.
bool isNetworkMagic(std::int64_t magic);
bool onNetwork(const std::filesystem::path& folder);

/// Reading connections: one for each call at a time, kept for the next. Any thread.
class ReaderPool {
public:
    void configure(std::filesystem::path file, bool immutable);
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Db> db) : m_pool(pool), m_db(std::move(db)) {}
        ~Lease() { m_pool.giveBack(std::move(m_db)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Db& db() { return *m_db; }

    private:
        ReaderPool& m_pool;
        std::unique_ptr<Db> m_db;
    };
    Lease take();

private:
    void giveBack(std::unique_ptr<Db> db);
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Db>> m_free;
    std::filesystem::path m_file;
    bool m_immutable = false;
};

} // namespace egt::store
