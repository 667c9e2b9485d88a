// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/lines.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace egt::formats {
namespace {

tl::unexpected<Error> cannotRead(const std::filesystem::path& file, int error) {
    return fail("import.cannot_read", EGT_TEXT("engine", "The data file %1 can't be read: %2."),
                {file.string(), std::strerror(error)}, file.string());
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\v\f") == std::string_view::npos;
}

/// Collects pieces of the file into lines and hands them on.
class LineCollector {
public:
    explicit LineCollector(const std::function<bool(const Line&)>& take) : m_take(take) {}

    /// False when the taker has enough.
    bool add(std::string_view piece) {
        while (!piece.empty()) {
            const std::size_t end = piece.find('\n');
            append(piece.substr(0, end));
            if (end == std::string_view::npos) return true;
            if (!finish()) return false;
            piece.remove_prefix(end + 1);
        }
        return true;
    }
    bool finish() {
        ++m_number;
        std::string_view text = m_line;
        if (m_number == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
        if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
        bool more = true;
        if (m_too_long || !blank(text)) more = m_take({m_number, m_too_long ? std::string_view{} : text, m_too_long});
        m_line.clear();
        m_too_long = false;
        return more;
    }
    [[nodiscard]] bool pending() const { return !m_line.empty() || m_too_long; }

private:
    void append(std::string_view text) {
        if (m_too_long) return;
        if (m_line.size() + text.size() > kMaxLineBytes) {
            m_too_long = true;
            m_line.clear();
            m_line.shrink_to_fit();
        } else {
            m_line.append(text);
        }
    }
    const std::function<bool(const Line&)>& m_take;
    std::string m_line;
    std::int64_t m_number = 0;
    bool m_too_long = false;
};

} // namespace

Result<void> forEachLine(const std::filesystem::path& file, const std::function<bool(const Line&)>& take) {
    std::error_code code;
    if (std::filesystem::is_directory(file, code)) return cannotRead(file, EISDIR);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!in) return cannotRead(file, errno);
    LineCollector lines(take);
    std::string buffer(1U << 18, '\0');
    for (;;) {
        const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), in.get());
        if (n > 0 && !lines.add(std::string_view(buffer).substr(0, n))) return {};
        if (n < buffer.size()) {
            if (std::ferror(in.get()) != 0) return cannotRead(file, errno);
            break;
        }
    }
    if (lines.pending()) lines.finish();
    return {};
}

} // namespace egt::formats
