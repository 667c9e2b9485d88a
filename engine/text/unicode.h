// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each character is taken for by the pinned reference tokenizer, whose parts know Unicode versions of their own
// (tests/parity/unicode_tables.py asks them all). Immutable tables; any thread.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace egt::unicode {

/// Unicode general category (Unicode Standard, 4.5). The order is that of unicode_tables.py.
enum class Category : std::uint8_t {
    Cn,
    Lu,
    Ll,
    Lt,
    Lm,
    Lo,
    Mn,
    Mc,
    Me,
    Nd,
    Nl,
    No,
    Pc,
    Pd,
    Ps,
    Pe,
    Pi,
    Pf,
    Po,
    Sm,
    Sc,
    Sk,
    So,
    Zs,
    Zl,
    Zp,
    Cc,
    Cf,
    Cs,
    Co
};

/// Bits that the split and the added tokens ask of every character.
enum Property : std::uint8_t {
    kLetter = 1,         ///< \p{L}
    kNumber = 2,         ///< \p{N}
    kSpace = 4,          ///< \s: White_Space (PropList.txt), the same 25 characters in every version in question
    kExpressionWord = 8, ///< \w of a split expression
    kWord = 16,          ///< \w beside a single_word added token
    kUnsettled = 32,     ///< NFC may change it or what stands around it (UAX #15: not NFC_Quick_Check=Yes, or ccc > 0)
    kOther = 64,         ///< [^\s\p{L}\p{N}]
};

/// Two-stage table of Property bits by code point.
class Properties {
public:
    static const Properties& get();
    [[nodiscard]] std::uint8_t of(char32_t c) const { return m_blocks[m_block_of[c >> 8U]][c & 0xFFU]; }
    [[nodiscard]] std::uint8_t ofAscii(unsigned char c) const { return m_blocks[0][c]; }

private:
    Properties();
    std::array<std::uint16_t, 0x1100> m_block_of{};
    std::vector<std::array<std::uint8_t, 256>> m_blocks;
};

struct Range {
    char32_t first = 0, last = 0;
    bool operator==(const Range&) const = default;
};
using Ranges = std::vector<Range>; ///< rising, apart from each other

/// Characters of a general category ("Lu") or of a group of them ("L"); empty for an unknown name.
Ranges rangesOfCategory(std::string_view name);
Ranges rangesOfProperty(Property property);

/// A character of well-formed UTF-8 and how many bytes it has.
struct Character {
    char32_t code = 0;
    std::uint32_t bytes = 1;
};
inline Character characterAt(const char* p) {
    const auto byte = [p](int i) { return static_cast<char32_t>(static_cast<unsigned char>(p[i])); };
    if (byte(0) < 0x80) return {byte(0), 1};
    if (byte(0) < 0xE0) return {((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    if (byte(0) < 0xF0) return {((byte(0) & 0xFU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    return {((byte(0) & 0x7U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU), 4};
}
/// The character that ends right before `end` (not at the text's start).
Character characterBefore(const char* end);

} // namespace egt::unicode
