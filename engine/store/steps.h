// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include <sqlite3.h>

#include "store/database.h"

namespace egt::store {

/// A reading statement without the cost of SQLiteCpp's columns (a shared pointer for each value), for loops over a
/// million rows. Throws SQLite::Exception like everything here.
class Steps {
public:
    Steps(Db& db, const char* sql) : m_db(db) { check(sqlite3_prepare_v2(db.getHandle(), sql, -1, &m_query, nullptr)); }
    ~Steps() { sqlite3_finalize(m_query); }
    Steps(const Steps&) = delete;
    Steps& operator=(const Steps&) = delete;

    void bind(int index, std::int64_t value) { check(sqlite3_bind_int64(m_query, index, value)); }
    bool next() {
        const int code = sqlite3_step(m_query);
        if (code != SQLITE_ROW && code != SQLITE_DONE) check(code);
        return code == SQLITE_ROW;
    }
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(m_query, column); }
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_query, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_query, column));
        return bytes == nullptr ? std::string_view{} : std::string_view(bytes, size);
    }

private:
    void check(int code) {
        if (code != SQLITE_OK) throw SQLite::Exception(m_db.getHandle(), code);
    }
    Db& m_db;
    sqlite3_stmt* m_query = nullptr;
};

} // namespace egt::store
