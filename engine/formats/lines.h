// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace egt::formats {

inline constexpr std::size_t kMaxLineBytes = 32U << 20; ///< memory stays bounded by this

struct Line {
    std::int64_t number = 0;       ///< 1-based; of an element in a JSON list its place, since several may share a line
    std::string_view text;         ///< without its end (LF or CRLF) and without a leading byte order mark
    bool too_long = false;         ///< longer than kMaxLineBytes: text is empty
    std::string_view problem = {}; ///< why the row can't be read though it is not too long; text is empty then
};

/// Calls `take` for every line that is not blank, in order, until it says false. Memory: one line.
/// Errors: import.cannot_read.
Result<void> forEachLine(const std::filesystem::path& file, const std::function<bool(const Line&)>& take);

/// The rows of a data file: its lines, the elements when the file is one JSON list, or the records of a text table as
/// JSON (formats/csv.h). Memory: one row. What is no JSON comes as it stands and is the taker's to refuse; a list that
/// is not closed ends with a row of what is left. Errors: import.cannot_read, and those of a text table.
Result<void> forEachRow(const std::filesystem::path& file, const std::function<bool(const Line&)>& take);

/// Counts rows as forEachRow numbers them, from the bytes of the file in pieces.
class RowCounter {
public:
    RowCounter();
    ~RowCounter();
    RowCounter(const RowCounter&) = delete;
    RowCounter& operator=(const RowCounter&) = delete;
    void add(std::string_view piece);
    [[nodiscard]] std::int64_t rows() const; ///< so far; the last line counts though it has no end

private:
    class Rows;
    std::unique_ptr<Rows> m_rows;
};

} // namespace egt::formats
