// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/words.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <utf8proc.h>

namespace egt::store {
namespace {

/// The next eight signs, the first one lowest; zeros where the text has ended.
std::uint64_t eightAt(std::string_view text, std::size_t at) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, std::min<std::size_t>(8, text.size() - at));
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    return eight;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lowerAscii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Scripts without spaces between words: kana, CJK ideographs and their extensions.
bool standsAlone(utf8proc_int32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

bool isSpace(utf8proc_int32_t c) {
    if (c <= 0x20) return true;
    if (c < 0x80) return false;
    const utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/// countWords() of a text that is all ASCII, eight signs at a time: a word begins where a sign follows a space.
std::optional<std::int64_t> countAsciiWords(std::string_view text) {
    constexpr std::uint64_t kHigh = 0x8080808080808080U;   // the bit that ASCII leaves free in every sign
    constexpr std::uint64_t kToHigh = 0x5F5F5F5F5F5F5F5FU; // added to a sign above 0x20, gives that bit
    std::uint64_t words = 0;
    std::uint64_t all = 0;
    std::uint64_t before = 0; // 0x80: the sign before these eight is no space
    for (std::size_t at = 0; at < text.size(); at += 8) {
        const std::uint64_t eight = eightAt(text, at);
        all |= eight;
        const std::uint64_t solid = (eight + kToHigh) & kHigh;
        const std::uint64_t begins = (solid & ~(solid << 8 | before)) >> 7;
        words += begins * 0x0101010101010101U >> 56; // their sum
        before = solid >> 56;
    }
    if ((all & kHigh) != 0) return std::nullopt;
    return static_cast<std::int64_t>(words);
}

} // namespace

std::int64_t countWords(std::string_view utf8) {
    if (const auto words = countAsciiWords(utf8)) return *words;
    std::int64_t words = 0;
    bool inside = false;
    const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    for (std::size_t i = 0; i < utf8.size();) {
        utf8proc_int32_t c = data[i];
        utf8proc_ssize_t length = 1;
        if (c >= 0x80) length = utf8proc_iterate(data + i, static_cast<utf8proc_ssize_t>(utf8.size() - i), &c);
        if (length < 1) c = 0xFFFD; // not UTF-8: a letter of some kind
        i += static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
        if (standsAlone(c)) {
            ++words;
            inside = false;
        } else if (isSpace(c)) {
            inside = false;
        } else if (!inside) {
            // Punctuation that follows an ideograph belongs to it.
            const bool mark = c >= 0x80 && utf8proc_category(c) >= UTF8PROC_CATEGORY_PC &&
                              utf8proc_category(c) <= UTF8PROC_CATEGORY_PO;
            if (mark) continue;
            ++words;
            inside = true;
        }
    }
    return words;
}

std::string foldCase(std::string_view utf8) {
    std::string out;
    if (isAscii(utf8)) {
        out.resize(utf8.size());
        std::transform(utf8.begin(), utf8.end(), out.begin(), lowerAscii);
        return out;
    }
    utf8proc_uint8_t* folded = nullptr;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()), static_cast<utf8proc_ssize_t>(utf8.size()),
                     &folded, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
    if (length < 0) {
        out.assign(utf8);
        std::transform(out.begin(), out.end(), out.begin(), lowerAscii);
    } else {
        out.assign(reinterpret_cast<const char*>(folded), static_cast<std::size_t>(length));
    }
    std::free(folded);
    return out;
}

bool containsFolded(std::string_view text, std::string_view folded_needle) {
    if (!isAscii(text)) return foldCase(text).find(folded_needle) != std::string::npos;
    return std::search(text.begin(), text.end(), folded_needle.begin(), folded_needle.end(),
                       [](char a, char b) { return lowerAscii(a) == b; }) != text.end();
}

} // namespace egt::store
