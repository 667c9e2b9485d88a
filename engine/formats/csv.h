// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text tables as rows of JSON, so that every layout that can be a JSON object a line can also be a table.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "formats/lines.h"

namespace egt::formats {

/// By its name: .csv, .tsv or .tab.
bool isTextTable(const std::filesystem::path& file);

/// The rows of a text table (RFC 4180: fields in quotation marks may hold the separator, line ends and doubled marks)
/// as JSON objects of texts, an empty field as null. The first record names the columns. The separator is the one of ,
/// ; tab | that parts the first record most often. Line::number is the line of the file where the record begins.
/// Memory: one record. A record with another number of fields than the first, and one whose quotation mark is never
/// closed, come as a Line with a problem.
/// Errors: import.cannot_read, import.bad_header (names missing or repeated), import.encoding (UTF-16).
Result<void> forEachTableRow(const std::filesystem::path& file, const std::function<bool(const Line&)>& take);

/// Splits bytes into records. Pieces may end anywhere.
class RecordSplitter {
public:
    struct Record {
        std::int64_t line = 0; ///< where it begins, 1-based
        const std::vector<std::string>& fields;
        bool too_long = false; ///< longer than kMaxLineBytes: the fields are cut
        bool unclosed = false; ///< the file ends within quotation marks
    };
    using Take = std::function<bool(const Record&)>;
    RecordSplitter(char separator, Take take) : m_separator(separator), m_take(std::move(take)) {}
    bool add(std::string_view piece); ///< false: the taker has enough
    bool finish();

private:
    enum class State { field_start, plain, quoted, quote_in_quoted };
    bool sign(char c);
    void append(char c);
    void endField();
    bool endRecord(bool unclosed = false);

    char m_separator;
    Take m_take;
    State m_state = State::field_start;
    std::vector<std::string> m_fields;
    std::string m_field;
    std::size_t m_bytes = 0;
    std::int64_t m_line = 1, m_begin = 1;
    bool m_after_return = false; ///< the last sign was a carriage return
};

/// The separator of a table that begins like this.
char separatorOf(std::string_view head);

} // namespace egt::formats
