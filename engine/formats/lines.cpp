// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/lines.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "formats/csv.h"
#include "formats/read_through.h"

namespace egt::formats {
namespace {

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\v\f") == std::string_view::npos;
}

using Take = std::function<bool(const Line&)>;

/// The bytes of one row; longer ones are forgotten, so that memory stays bounded.
class RowText {
public:
    void append(std::string_view text) {
        if (m_too_long) return;
        if (m_text.size() + text.size() > kMaxLineBytes) {
            m_too_long = true;
            m_text.clear();
            m_text.shrink_to_fit();
        } else {
            m_text.append(text);
        }
    }
    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] bool tooLong() const { return m_too_long; }
    [[nodiscard]] bool empty() const { return m_text.empty() && !m_too_long; }
    void clear() {
        m_text.clear();
        m_too_long = false;
    }

private:
    std::string m_text;
    bool m_too_long = false;
};

/// Collects pieces of the file into lines and hands them on; without a taker it only counts them.
class LineCollector {
public:
    explicit LineCollector(Take take) : m_take(std::move(take)) {}

    /// False when the taker has enough.
    bool add(std::string_view piece) {
        if (!m_take) return count(piece);
        while (!piece.empty()) {
            const std::size_t end = piece.find('\n');
            m_line.append(piece.substr(0, end));
            if (end == std::string_view::npos) return true;
            if (!finish()) return false;
            piece.remove_prefix(end + 1);
        }
        return true;
    }
    bool finish() {
        ++m_number;
        std::string_view text = m_line.text();
        if (m_number == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
        if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
        bool more = true;
        if (m_line.tooLong() || !blank(text)) more = m_take({m_number, text, m_line.tooLong()});
        m_line.clear();
        return more;
    }
    [[nodiscard]] bool pending() const { return m_begun || !m_line.empty(); }
    [[nodiscard]] std::int64_t rows() const { return m_number + (pending() ? 1 : 0); }

private:
    bool count(std::string_view piece) {
        if (piece.empty()) return true;
        for (std::size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n', end + 1))
            ++m_number;
        m_begun = piece.back() != '\n';
        return true;
    }

    Take m_take;
    RowText m_line;
    bool m_begun = false; ///< while counting: the last line has no end yet
    std::int64_t m_number = 0;
};

/// Collects the elements of one JSON list and hands them on. It knows no more of JSON than where an element ends.
class ListCollector {
public:
    explicit ListCollector(Take take) : m_take(std::move(take)) {}

    bool add(std::string_view piece) {
        for (std::size_t at = 0; at < piece.size();) {
            if (m_in_string) {
                at = throughString(piece, at);
            } else if (m_depth == 0 && !m_inside) {
                const char c = piece[at++];
                if (c == '[' && !m_begun)
                    m_begun = true;
                else if (c == ']' && m_begun && !m_closed)
                    m_closed = true;
                else if (!isBetween(c)) {
                    m_inside = true;
                    --at;
                }
            } else {
                const std::size_t end = piece.find_first_of("\"{}[],", at);
                m_row.append(piece.substr(at, end == std::string_view::npos ? end : end - at));
                if (end == std::string_view::npos) return true;
                at = end;
                if (!sign(piece, at)) return false;
            }
        }
        return true;
    }
    /// What the file ends with though the list goes on.
    bool finish() {
        if (m_closed && !m_inside) return true;
        ++m_number;
        return !m_take || m_take({m_number, m_row.text(), m_row.tooLong()});
    }
    [[nodiscard]] std::int64_t rows() const { return m_number; }

private:
    static bool isBetween(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ','; }

    std::size_t throughString(std::string_view piece, std::size_t at) {
        std::size_t end = at;
        for (; end < piece.size() && m_in_string; ++end) {
            if (m_escaped)
                m_escaped = false;
            else if (piece[end] == '\\')
                m_escaped = true;
            else if (piece[end] == '"')
                m_in_string = false;
        }
        m_row.append(piece.substr(at, end - at));
        return end;
    }

    /// A sign that begins or ends something, within an element.
    bool sign(std::string_view piece, std::size_t& at) {
        const char c = piece[at];
        const bool closes = c == '}' || c == ']';
        if (m_depth == 0 && (closes || c == ',')) return element(); // a number or a word ends; the sign is read again
        ++at;
        m_row.append(piece.substr(at - 1, 1));
        if (c == '"') m_in_string = true;
        if (c == '{' || c == '[') ++m_depth;
        if (closes && --m_depth == 0) return element();
        return true;
    }

    bool element() {
        m_inside = false;
        std::string_view text = m_row.text();
        const std::size_t end = text.find_last_not_of(" \t\r\n");
        ++m_number;
        const bool more = !m_take || m_take({m_number, text.substr(0, end + 1), m_row.tooLong()});
        m_row.clear();
        return more;
    }

    Take m_take;
    RowText m_row;
    std::int64_t m_number = 0;
    std::int64_t m_depth = 0;
    bool m_begun = false, m_closed = false; ///< of the list
    bool m_inside = false;                  ///< of an element
    bool m_in_string = false, m_escaped = false;
};

/// Lines or elements: the first byte that is not blank decides.
class Rows {
public:
    explicit Rows(Take take) : m_take(std::move(take)) {}

    bool add(std::string_view piece) {
        if (!m_lines && !m_list) {
            m_start.append(piece);
            constexpr std::string_view kMark = "\xEF\xBB\xBF";
            if (m_start.size() < kMark.size() && kMark.starts_with(m_start)) return true;
            const std::size_t mark = m_start.starts_with(kMark) ? kMark.size() : 0;
            const std::size_t first = m_start.find_first_not_of(" \t\r\n", mark);
            if (first == std::string::npos && m_start.size() < kMaxLineBytes) return true;
            const std::string all = std::exchange(m_start, {});
            if (first == std::string::npos || all[first] != '[') return m_lines.emplace(m_take).add(all);
            return m_list.emplace(m_take).add(std::string_view(all).substr(first));
        }
        return m_list ? m_list->add(piece) : m_lines->add(piece);
    }
    void finish() {
        if (m_list)
            m_list->finish();
        else if (m_lines && m_lines->pending())
            m_lines->finish();
    }
    [[nodiscard]] std::int64_t rows() const { return m_list ? m_list->rows() : m_lines ? m_lines->rows() : 0; }

private:
    Take m_take;
    std::string m_start;
    std::optional<LineCollector> m_lines;
    std::optional<ListCollector> m_list;
};

} // namespace

Result<void> forEachLine(const std::filesystem::path& file, const Take& take) {
    struct Lines : LineCollector {
        using LineCollector::LineCollector;
        void finish() {
            if (pending()) LineCollector::finish();
        }
    };
    Lines lines(take);
    return readThrough(file, lines);
}

Result<void> forEachRow(const std::filesystem::path& file, const Take& take) {
    if (isTextTable(file)) return forEachTableRow(file, take);
    Rows rows(take);
    return readThrough(file, rows);
}

class RowCounter::Rows : public formats::Rows {
public:
    Rows() : formats::Rows(Take()) {}
};
RowCounter::RowCounter() : m_rows(std::make_unique<Rows>()) {}
RowCounter::~RowCounter() = default;
void RowCounter::add(std::string_view piece) {
    m_rows->add(piece);
}
std::int64_t RowCounter::rows() const {
    return m_rows->rows();
}

} // namespace egt::formats
