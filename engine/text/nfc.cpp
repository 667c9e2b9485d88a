// SPDX-License-Identifier: GPL-3.0-or-later
// Source: Unicode Standard Annex #15 (decompose, order, compose; quick check) and the Unicode Standard, 3.12 (Hangul).
#include "text/nfc.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "text/unicode.h"
#include "text/unicode_data.h"
#include "text/utf8.h"

namespace egt {
namespace {

using unicode::Decomposition;

constexpr char32_t first_lead = 0x1100, first_vowel = 0x1161, before_first_final = 0x11A7, first_syllable = 0xAC00;
constexpr char32_t leads = 19, vowels = 21, finals = 28, syllables = leads * vowels * finals;

std::uint8_t combiningClass(char32_t c) {
    const auto after = std::upper_bound(std::begin(unicode::combining_ranges), std::end(unicode::combining_ranges),
                                        static_cast<std::uint32_t>(c << 8U | 0xFFU));
    return static_cast<std::uint8_t>(*(after - 1) & 0xFFU);
}

const Decomposition* decompositionOf(char32_t c) {
    const auto at = std::lower_bound(std::begin(unicode::decomposition_rows), std::end(unicode::decomposition_rows), c,
                                     [](const Decomposition& row, char32_t code) { return row.code < code; });
    return at != std::end(unicode::decomposition_rows) && at->code == c ? at : nullptr;
}

void decompose(char32_t c, std::u32string& out) {
    if (const char32_t index = c - first_syllable; c >= first_syllable && index < syllables) {
        out.push_back(first_lead + index / (vowels * finals));
        out.push_back(first_vowel + index / finals % vowels);
        if (index % finals) out.push_back(before_first_final + index % finals);
        return;
    }
    const Decomposition* row = decompositionOf(c);
    if (!row) {
        out.push_back(c);
        return;
    }
    decompose(row->first, out); // a pair's first part may itself be made of two
    if (row->second) decompose(row->second, out);
}

// Marks that follow a starter stand in the order of their classes; equal classes keep their order.
void orderMarks(std::u32string& text) {
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        std::size_t end = begin;
        while (end < text.size() && combiningClass(text[end]) != 0)
            ++end;
        std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(begin),
                         text.begin() + static_cast<std::ptrdiff_t>(end),
                         [](char32_t a, char32_t b) { return combiningClass(a) < combiningClass(b); });
        begin = end;
    }
}

char32_t composed(char32_t first, char32_t second) {
    if (first - first_lead < leads && second - first_vowel < vowels)
        return first_syllable + ((first - first_lead) * vowels + (second - first_vowel)) * finals;
    const bool open = first - first_syllable < syllables && (first - first_syllable) % finals == 0;
    if (open && second > before_first_final && second - before_first_final < finals)
        return first + (second - before_first_final);
    static const auto pairs = [] {
        std::unordered_map<std::uint64_t, char32_t> map;
        for (const Decomposition& row : unicode::decomposition_rows)
            if (row.composes) map.emplace(std::uint64_t{row.first} << 32U | row.second, row.code);
        return map;
    }();
    const auto found = pairs.find(std::uint64_t{first} << 32U | second);
    return found == pairs.end() ? 0 : found->second;
}

// Each character joins the last starter unless one between them has the same or a higher class (UAX #15, D117).
void compose(std::u32string& text) {
    std::size_t kept = 0;
    std::size_t starter = std::u32string::npos;
    unsigned last_class = 0;
    for (const char32_t c : std::u32string(text)) {
        const unsigned own = combiningClass(c);
        const bool adjacent = starter != std::u32string::npos && starter + 1 == kept;
        if (starter != std::u32string::npos && (adjacent || last_class < own)) {
            if (const char32_t both = composed(text[starter], c)) {
                text[starter] = both;
                continue;
            }
        }
        if (own == 0) starter = kept;
        last_class = own;
        text[kept++] = c;
    }
    text.resize(kept);
}

void appendNormalised(std::string_view part, std::string& out) {
    std::u32string codes;
    for (std::size_t at = 0; at < part.size();) {
        const unicode::Character c = unicode::characterAt(part.data() + at);
        decompose(c.code, codes);
        at += c.bytes;
    }
    orderMarks(codes);
    compose(codes);
    for (const char32_t c : codes)
        appendUtf8(out, c);
}

// Bytes up to the first unsettled character; all when there is none.
std::size_t settledPrefix(std::string_view text) {
    const unicode::Properties& table = unicode::Properties::get();
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const unicode::Character c = unicode::characterAt(text.data() + at);
        if (table.of(c.code) & unicode::kUnsettled) break;
        at += c.bytes;
    }
    return at;
}

// Bytes from an unsettled character up to the next settled one: a place that nothing composes or moves across.
std::size_t unsettledPrefix(std::string_view text) {
    const unicode::Properties& table = unicode::Properties::get();
    std::size_t at = 0;
    while (at < text.size()) {
        const unicode::Character c = unicode::characterAt(text.data() + at);
        if ((table.of(c.code) & unicode::kUnsettled) == 0) break;
        at += c.bytes;
    }
    return at;
}

} // namespace

bool isPlainlyNfc(std::string_view text) {
    return settledPrefix(text) == text.size();
}

std::string nfc(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t plain = settledPrefix(text);
        if (plain < text.size() && plain > 0) plain -= unicode::characterBefore(text.data() + plain).bytes;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        // The settled character before the unsettled ones (if there is one) and all of these.
        const std::size_t lead = settledPrefix(text);
        const std::size_t part = lead + unsettledPrefix(text.substr(lead));
        appendNormalised(text.substr(0, part), out);
        text.remove_prefix(part);
    }
    return out;
}

} // namespace egt
