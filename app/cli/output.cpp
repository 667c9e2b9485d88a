// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/numbers.h"

namespace egt::cli {
namespace {

/// Columns on screen: one a code point is right for all that stands in these tables.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}
std::string spaces(std::size_t n) {
    return std::string(n, ' ');
}

bool isNumber(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789.,-+% e–") == std::string::npos;
}

void write(std::FILE* file, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
}

} // namespace

std::string aligned(const Rows& rows) {
    std::size_t widest = 0;
    for (const auto& [name, value] : rows)
        widest = std::max(widest, width(name));
    std::string out;
    for (const auto& [name, value] : rows)
        out += (out.empty() ? "" : "\n") + name + spaces(widest - width(name) + 2) + value;
    return out;
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return {};
    const std::size_t columns = rows.front().size();
    std::vector<std::size_t> widest(columns, 0);
    std::vector<bool> right(columns, rows.size() > 1);
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            widest[c] = std::max(widest[c], width(rows[r][c]));
            if (r > 0 && !rows[r][c].empty() && !isNumber(rows[r][c])) right[c] = false;
        }
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < columns; ++c) {
            const std::string gap = spaces(widest[c] - width(row[c]));
            line += (c == 0 ? "" : "  ") + (right[c] ? gap + row[c] : row[c] + gap);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += (out.empty() ? "" : "\n") + line;
    }
    return out;
}

std::string count(std::int64_t n) {
    std::string digits = std::to_string(n < 0 ? -n : n);
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return n < 0 ? "-" + digits : digits;
}
std::string share(double value) {
    return std::isnan(value) ? "–" : fixedText(value * 100, 1) + " %";
}
std::string real(double value, int digits) {
    return std::isnan(value) ? "–" : fixedText(value, digits);
}

std::string duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e7) return "–";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const std::string tail = two(whole % 60);
    if (whole < 3600) return std::to_string(whole / 60) + ":" + tail;
    return std::to_string(whole / 3600) + ":" + two(whole / 60 % 60) + ":" + tail;
}

OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson errorJson(const Error& error) {
    OrderedJson out;
    out["code"] = error.code;
    out["message"] = error.message();
    out["file"] = error.file.empty() ? OrderedJson(nullptr) : OrderedJson(error.file);
    out["line"] = error.line == 0 ? OrderedJson(nullptr) : OrderedJson(error.line);
    out["field"] = error.field.empty() ? OrderedJson(nullptr) : OrderedJson(error.field);
    return out;
}

int deliver(const Result<Output>& result, bool json) {
    if (result) {
        write(stdout, (json ? dumpJson(result->json) : result->text) + "\n");
        return result->exit;
    }
    message(result.error().message());
    if (json) {
        OrderedJson out;
        out["error"] = errorJson(result.error());
        write(stdout, dumpJson(out) + "\n");
    }
    const std::string& code = result.error().code;
    return code == "job.stopped" || code == "job.aborted" || code == "demo.stopped" ? kInterrupted : kFailed;
}

void message(const std::string& text) {
    write(stderr, "egt: " + text + "\n");
}

} // namespace egt::cli
