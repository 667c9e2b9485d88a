// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/token_cells.h"

#include <QTextBoundaryFinder>
#include <algorithm>
#include <array>
#include <functional>

#include "common/theme.h"

namespace egt::ui {
namespace {

struct Decoded {
    char32_t character = 0xFFFD;
    std::size_t bytes = 1;
};

Decoded decodeAt(const std::string& s, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned lead = byte(at);
    std::size_t length = 0;
    char32_t value = 0;
    if (lead < 0x80) return {static_cast<char32_t>(lead), 1};
    if (lead >= 0xC2 && lead < 0xE0)
        length = 2, value = lead & 0x1FU;
    else if (lead >= 0xE0 && lead < 0xF0)
        length = 3, value = lead & 0x0FU;
    else if (lead >= 0xF0 && lead < 0xF5)
        length = 4, value = lead & 0x07U;
    if (length == 0 || at + length > s.size()) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {};
        value = (value << 6U) | (byte(at + i) & 0x3FU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && (value < 0x10000 || value > 0x10FFFF));
    if (overlong || (value >= 0xD800 && value < 0xE000)) return {};
    return {value, length};
}

/// The text and, for each byte boundary 0..n, the UTF-16 position of the character that begins there; -1 inside one.
QString decode(const std::string& utf8, std::vector<int>& position) {
    QString text;
    position.assign(utf8.size() + 1, -1);
    for (std::size_t at = 0; at < utf8.size();) {
        position[at] = static_cast<int>(text.size());
        const Decoded d = decodeAt(utf8, at);
        text += QString::fromUcs4(&d.character, 1);
        at += d.bytes;
    }
    position[utf8.size()] = static_cast<int>(text.size());
    return text;
}

bool isSpace(QChar c) {
    return c.isSpace();
}

} // namespace

int TokenText::cellAt(int at) const {
    const auto it = std::upper_bound(cells.begin(), cells.end(), at,
                                     [](int position, const TokenCell& cell) { return position < cell.end; });
    if (it == cells.end() || at < it->begin) return -1;
    return static_cast<int>(it - cells.begin());
}

TokenText layTokens(const std::string& utf8, const std::vector<std::uint32_t>& ends) {
    TokenText out;
    std::vector<int> position;
    out.text = decode(utf8, position);
    QTextBoundaryFinder graphemes(QTextBoundaryFinder::Grapheme, out.text);
    TokenCell cell;
    for (std::size_t token = 0; token < ends.size(); ++token) {
        const auto byte = std::min<std::size_t>(ends[token], utf8.size());
        const int end = position[byte];
        cell.last_token = static_cast<int>(token);
        out.cell_of_token.push_back(static_cast<int>(out.cells.size()));
        if (token + 1 < ends.size() && end < 0) continue; // inside a character: the next token belongs to it too
        cell.end = end < 0 ? static_cast<int>(out.text.size()) : end;
        graphemes.setPosition(cell.end);
        if (token + 1 < ends.size() && !graphemes.isAtBoundary() && cell.end < out.text.size()) continue;
        out.cells.push_back(cell);
        cell = {cell.end, cell.end, static_cast<int>(token) + 1, static_cast<int>(token) + 1};
    }
    return out;
}

std::vector<double> cellValues(const TokenText& text, const std::vector<double>& values) {
    std::vector<double> out(text.cells.size(), 0.0);
    for (std::size_t i = 0; i < out.size(); ++i)
        for (int t = text.cells[i].first_token; t <= text.cells[i].last_token; ++t)
            if (static_cast<std::size_t>(t) < values.size())
                out[i] = std::max(out[i], values[static_cast<std::size_t>(t)]);
    return out;
}

int rankStep(double rank) {
    static constexpr std::array<double, 6> kBorders = {1, 2, 3, 5, 10, 100};
    const auto n = std::upper_bound(kBorders.begin(), kBorders.end(), rank) - kBorders.begin();
    return n == 0 ? 0 : static_cast<int>(n) + 1;
}

int measureStep(TokenMeasure measure, double value) {
    return measure == TokenMeasure::rank ? rankStep(value) : entropyStep(value);
}

double spanCut(const std::vector<double>& values) {
    constexpr double kCut = 1.5;
    constexpr double kFloor = 0.25;
    constexpr std::ptrdiff_t kWanted = 7;
    if (std::ssize(values) < kWanted) return kFloor;
    std::vector<double> top = values;
    std::nth_element(top.begin(), top.begin() + kWanted - 1, top.end(), std::greater<>());
    return std::clamp(top[kWanted - 1], kFloor, kCut);
}

namespace {

/// From the blank before to the blank after, or the ideograms alone where a script has no blanks.
QString wordsAround(const QString& text, int begin, int end) {
    while (begin < end && isSpace(text[begin]))
        ++begin;
    while (end > begin && isSpace(text[end - 1]))
        --end;
    if (begin == end) return QStringLiteral("␣");
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(begin);
    const bool start_ok = words.isAtBoundary();
    const int from = static_cast<int>(start_ok ? begin : words.toPreviousBoundary());
    words.setPosition(end);
    const bool end_ok = words.isAtBoundary();
    const int to = static_cast<int>(end_ok ? end : words.toNextBoundary());
    return text.mid(from, to - from).simplified();
}

} // namespace

std::vector<UncertainSpan> uncertainSpans(const TokenText& text, const std::vector<double>& values, double cut) {
    std::vector<UncertainSpan> out;
    const int n = static_cast<int>(std::min(text.cells.size(), values.size()));
    for (int i = 0; i < n; ++i) {
        if (values[static_cast<std::size_t>(i)] < cut) continue;
        UncertainSpan span{i, i, i, values[static_cast<std::size_t>(i)], {}};
        while (span.last_cell + 1 < n && values[static_cast<std::size_t>(span.last_cell + 1)] >= cut) {
            ++span.last_cell;
            const double v = values[static_cast<std::size_t>(span.last_cell)];
            if (v > span.peak) span.peak = v, span.peak_cell = span.last_cell;
        }
        const auto cell = [&](int c) { return text.cells[static_cast<std::size_t>(c)]; };
        span.word = wordsAround(text.text, cell(span.first_cell).begin, cell(span.last_cell).end);
        i = span.last_cell;
        out.push_back(span);
    }
    return out;
}

} // namespace egt::ui
