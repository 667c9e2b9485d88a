// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/unicode.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "text/unicode_data.h"

namespace egt::unicode {
namespace {

constexpr char32_t code_points = 0x110000;
constexpr const char* category_names[] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd",
                                          "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
                                          "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"};

bool isSpace(char32_t c) {
    return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::uint8_t bitsOf(std::uint32_t data) {
    const auto category = static_cast<Category>(data & 0x1FU);
    unsigned bits = 0;
    if (category >= Category::Lu && category <= Category::Lo) bits |= kLetter;
    if (category >= Category::Nd && category <= Category::No) bits |= kNumber;
    if (data & 0x20U) bits |= kExpressionWord;
    if (data & 0x40U) bits |= kWord;
    return static_cast<std::uint8_t>(bits);
}

// Calls `put(first, end, value)` for each run of a table of "first code point << 8 | value".
template <class Put> void eachRun(const std::uint32_t* begin, const std::uint32_t* end, Put put) {
    for (const std::uint32_t* row = begin; row != end; ++row)
        put(static_cast<char32_t>(*row >> 8U), row + 1 == end ? code_points : static_cast<char32_t>(row[1] >> 8U),
            *row & 0xFFU);
}

void addUnsettled(std::vector<std::uint8_t>& bits) {
    eachRun(std::begin(combining_ranges), std::end(combining_ranges), [&](char32_t c, char32_t end, std::uint32_t ccc) {
        for (; ccc > 0 && c < end; ++c)
            bits[c] |= kUnsettled;
    });
    for (const Decomposition& row : decomposition_rows) {
        if (!row.composes) bits[row.code] |= kUnsettled;
        if (row.composes) bits[row.second] |= kUnsettled;
    }
    // Vowels and finals of Hangul syllables compose with what stands before them (Unicode Standard, 3.12).
    for (char32_t c = 0x1161; c <= 0x1175; ++c)
        bits[c] |= kUnsettled;
    for (char32_t c = 0x11A8; c <= 0x11C2; ++c)
        bits[c] |= kUnsettled;
}

void addRun(Ranges& ranges, char32_t first, char32_t end) {
    if (!ranges.empty() && ranges.back().last + 1 == first)
        ranges.back().last = end - 1;
    else
        ranges.push_back({first, end - 1});
}

} // namespace

Properties::Properties() {
    std::vector<std::uint8_t> bits(code_points);
    eachRun(std::begin(property_ranges), std::end(property_ranges), [&](char32_t c, char32_t end, std::uint32_t data) {
        std::fill(&bits[c], &bits[c] + (end - c), bitsOf(data));
    });
    for (char32_t c = 0; c <= 0x3000; ++c)
        if (isSpace(c)) bits[c] |= kSpace;
    for (std::uint8_t& b : bits)
        if ((b & (kLetter | kNumber | kSpace)) == 0) b |= kOther;
    addUnsettled(bits);
    std::map<std::array<std::uint8_t, 256>, std::uint16_t> known;
    for (std::size_t block = 0; block < m_block_of.size(); ++block) {
        std::array<std::uint8_t, 256> cells{};
        std::copy_n(&bits[block * 256], 256, cells.begin());
        const auto [at, is_new] = known.emplace(cells, static_cast<std::uint16_t>(m_blocks.size()));
        if (is_new) m_blocks.push_back(cells);
        m_block_of[block] = at->second;
    }
}

const Properties& Properties::get() {
    static const Properties table;
    return table;
}

Ranges rangesOfCategory(std::string_view name) {
    Ranges ranges;
    if (name.empty() || name.size() > 2) return ranges;
    eachRun(std::begin(property_ranges), std::end(property_ranges), [&](char32_t c, char32_t end, std::uint32_t data) {
        if (std::string_view(category_names[data & 0x1FU]).substr(0, name.size()) == name) addRun(ranges, c, end);
    });
    return ranges;
}

Ranges rangesOfProperty(Property property) {
    Ranges ranges;
    const Properties& table = Properties::get();
    for (char32_t c = 0; c < code_points; ++c)
        if (table.of(c) & property) addRun(ranges, c, c + 1);
    return ranges;
}

Character characterBefore(const char* end) {
    std::uint32_t bytes = 1;
    while (bytes < 4 && (static_cast<unsigned char>(end[-static_cast<std::ptrdiff_t>(bytes)]) & 0xC0U) == 0x80)
        ++bytes;
    return {characterAt(end - bytes).code, bytes};
}

} // namespace egt::unicode
