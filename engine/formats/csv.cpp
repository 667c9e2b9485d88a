// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "formats/read_through.h"

namespace egt::formats {
namespace {

/// Only what JSON demands; bytes that are no UTF-8 pass, and the parser of the row names them.
void appendText(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view digits = "0123456789abcdef";
            out += "\\u00";
            out += digits[static_cast<unsigned char>(c) >> 4U];
            out += digits[static_cast<unsigned char>(c) & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

bool blank(const std::vector<std::string>& fields) {
    return fields.size() == 1 && fields[0].find_first_not_of(" \t") == std::string::npos;
}

/// Gives the records names and hands them on as JSON.
class TableRows {
public:
    TableRows(std::filesystem::path file, const std::function<bool(const Line&)>& take)
        : m_file(std::move(file)), m_take(take) {}

    bool add(std::string_view piece) {
        if (m_splitter) return m_splitter->add(piece);
        // The separator shows in the first record: wait for its end, or for as much as a header can be.
        m_head.append(piece);
        if (m_head.find('\n') == std::string::npos && m_head.size() < kHead) return true;
        return begin();
    }
    bool finish() {
        if (!m_splitter && !begin()) return false;
        return m_splitter->finish();
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    static constexpr std::size_t kHead = 1U << 20;

    bool begin() {
        std::string_view head = m_head;
        if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return refuseEncoding();
        if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
        m_splitter.emplace(separatorOf(head), [this](const RecordSplitter::Record& record) { return take(record); });
        const bool more = m_splitter->add(head);
        m_head.clear();
        return more;
    }

    bool take(const RecordSplitter::Record& record) {
        if (m_names.empty()) return takeHeader(record);
        if (blank(record.fields) && m_names.size() > 1) return true;
        if (record.too_long) return m_take({record.line, {}, true, {}});
        m_problem.clear();
        if (record.unclosed)
            m_problem = "a quotation mark is never closed";
        else if (record.fields.size() != m_names.size())
            m_problem = "the row has " + std::to_string(record.fields.size()) + " fields and the first line has " +
                        std::to_string(m_names.size());
        m_json.clear();
        if (m_problem.empty()) write(record.fields);
        return m_take({record.line, m_json, false, m_problem});
    }

    void write(const std::vector<std::string>& fields) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            m_json += i == 0 ? '{' : ',';
            appendText(m_json, m_names[i]);
            m_json += ':';
            if (fields[i].empty())
                m_json += "null";
            else
                appendText(m_json, fields[i]);
        }
        m_json += '}';
    }

    bool takeHeader(const RecordSplitter::Record& record) {
        if (blank(record.fields)) return true; // empty lines before the table
        std::set<std::string> seen;
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            // Tables that pandas wrote with their index have a column without a name.
            std::string name = record.fields[i].empty() ? "column_" + std::to_string(i + 1) : record.fields[i];
            if (!seen.insert(name).second) return refuseName(name, record.line);
            m_names.push_back(std::move(name));
        }
        return true;
    }

    bool refuseName(const std::string& name, std::int64_t line) {
        m_error = fail("import.bad_header",
                       EGT_TEXT("engine", "The first line of %1 names the column “%2” twice. Rename one of them."),
                       {m_file.string(), name}, m_file.string(), line, name)
                      .value();
        return false;
    }
    bool refuseEncoding() {
        m_error = fail("import.encoding", EGT_TEXT("engine", "%1 is written in UTF-16. Save it as UTF-8."),
                       {m_file.string()}, m_file.string())
                      .value();
        return false;
    }

    std::filesystem::path m_file;
    const std::function<bool(const Line&)>& m_take;
    std::string m_head;
    std::optional<RecordSplitter> m_splitter;
    std::vector<std::string> m_names;
    std::string m_json, m_problem;
    std::optional<Error> m_error;
};

} // namespace

bool isTextTable(const std::filesystem::path& file) {
    std::string end = file.extension().string();
    std::transform(end.begin(), end.end(), end.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return end == ".csv" || end == ".tsv" || end == ".tab";
}

char separatorOf(std::string_view head) {
    constexpr std::string_view known = ",;\t|";
    std::array<std::int64_t, known.size()> seen{};
    bool quoted = false;
    for (const char c : head) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n') break;
        if (const std::size_t which = known.find(c); which != std::string_view::npos) ++seen[which];
    }
    return known[static_cast<std::size_t>(std::max_element(seen.begin(), seen.end()) - seen.begin())];
}

bool RecordSplitter::add(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
        if (m_state == State::quoted || m_state == State::plain) { // most of a file: up to the next sign that matters
            const std::size_t end =
                m_state == State::quoted ? piece.find_first_of("\"\n", i) : piece.find_first_of("\r\n,;\t|", i);
            const std::size_t stop = std::min(end, piece.size());
            if (m_bytes + (stop - i) <= kMaxLineBytes) m_field.append(piece.substr(i, stop - i));
            m_bytes += stop - i;
            i = stop;
            if (i == piece.size()) return true;
        }
        if (!sign(piece[i])) return false;
    }
    return true;
}

bool RecordSplitter::sign(char c) {
    if (m_after_return && c == '\n') { // of CR LF the record has ended already
        m_after_return = false;
        m_begin = ++m_line;
        return true;
    }
    if (m_after_return) m_begin = ++m_line; // an old Macintosh line end
    m_after_return = false;
    if (m_state == State::quoted) {
        if (c == '\n') ++m_line;
        if (c == '"')
            m_state = State::quote_in_quoted;
        else
            append(c);
        return true;
    }
    if (c == '"' && m_state == State::field_start) {
        m_state = State::quoted;
    } else if (c == '"' && m_state == State::quote_in_quoted) {
        append('"');
        m_state = State::quoted;
    } else if (c == m_separator) {
        endField();
    } else if (c == '\n' || c == '\r') {
        endField();
        m_after_return = c == '\r';
        const bool more = endRecord();
        if (c == '\n') m_begin = ++m_line;
        return more;
    } else {
        append(c);
        m_state = State::plain;
    }
    return true;
}

void RecordSplitter::append(char c) {
    if (++m_bytes <= kMaxLineBytes) m_field += c;
}

void RecordSplitter::endField() {
    m_fields.push_back(std::move(m_field));
    m_field.clear();
    m_state = State::field_start;
}

bool RecordSplitter::endRecord(bool unclosed) {
    const bool more = m_take({m_begin, m_fields, m_bytes > kMaxLineBytes, unclosed});
    m_fields.clear();
    m_bytes = 0;
    return more;
}

bool RecordSplitter::finish() {
    if (m_state == State::field_start && m_fields.empty()) return true;
    const bool unclosed = m_state == State::quoted;
    endField();
    return endRecord(unclosed);
}

Result<void> forEachTableRow(const std::filesystem::path& file, const std::function<bool(const Line&)>& take) {
    TableRows rows(file, take);
    EGT_TRY(readThrough(file, rows));
    if (rows.error()) return fail(*rows.error());
    return {};
}

} // namespace egt::formats
