// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/segments.h"

#include <algorithm>
#include <array>

#include <utf8proc.h>

namespace egt::store {
namespace {

enum class Kind : std::uint8_t { gap, letter, alone };

struct Range {
    utf8proc_int32_t first, last;
};
// Blocks.txt of Unicode 15.
constexpr std::array<Range, 17> kAlone = {{{0x0E00, 0x0EFF},   // Thai, Lao
                                           {0x1000, 0x109F},   // Myanmar
                                           {0x1100, 0x11FF},   // Hangul jamo
                                           {0x1780, 0x17FF},   // Khmer
                                           {0x2E80, 0x2FDF},   // radicals
                                           {0x3005, 0x3007},   // iteration mark, closing mark, zero
                                           {0x3021, 0x3029},   // Hangzhou numerals
                                           {0x3031, 0x303C},   // kana repeat marks and the like
                                           {0x3040, 0x31FF},   // kana, bopomofo, Hangul compatibility jamo
                                           {0x3400, 0x4DBF},   // Han
                                           {0x4E00, 0x9FFF},   //
                                           {0xA960, 0xA97F},   // Hangul jamo
                                           {0xAC00, 0xD7FF},   // Hangul
                                           {0xF900, 0xFAFF},   // Han, compatibility
                                           {0xFF65, 0xFFDC},   // half-width kana and Hangul
                                           {0x1B000, 0x1B16F}, // kana
                                           {0x20000, 0x3FFFF}}};
// Marks that people leave out when they search. Others (vowel signs, voiced sound marks) tell words apart.
constexpr std::array<Range, 8> kAccents = {{{0x0300, 0x036F},
                                            {0x0483, 0x0487},
                                            {0x0591, 0x05C7},
                                            {0x064B, 0x065F},
                                            {0x0670, 0x0670},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x20D0, 0x20FF}}};

template <std::size_t N> bool within(const std::array<Range, N>& ranges, utf8proc_int32_t c) {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), c, [](auto value, const Range& r) { return value < r.first; });
    return after != ranges.begin() && c <= (after - 1)->last;
}

Kind kindOf(utf8proc_int32_t c) {
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_CO:
        return within(kAlone, c) ? Kind::alone : Kind::letter;
    case UTF8PROC_CATEGORY_MN: // belong to the letter before them
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return Kind::letter;
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
        return c >= 0x80 ? Kind::alone : Kind::gap;
    default:
        return Kind::gap;
    }
}

constexpr auto kAscii = [] {
    std::array<Kind, 128> out{};
    for (std::size_t c = 0; c < out.size(); ++c)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out[c] = Kind::letter;
    return out;
}();

struct Character {
    std::size_t bytes = 1;
    Kind kind = Kind::gap;
    bool mark = false;
};

Character characterAt(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return {1, kAscii[byte], false};
    utf8proc_int32_t c = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (length < 1) return {};
    const utf8proc_category_t category = utf8proc_category(c);
    return {static_cast<std::size_t>(length), kindOf(c),
            category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME};
}

/// The word as it is compared; `word` is well-formed UTF-8.
std::string folded(std::string_view word) {
    std::vector<utf8proc_int32_t> codes(word.size() * 18 + 1); // no character decomposes into more (UAX #15, NFKD)
    constexpr auto kOptions =
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto count = utf8proc_decompose(reinterpret_cast<const utf8proc_uint8_t*>(word.data()),
                                          static_cast<utf8proc_ssize_t>(word.size()), codes.data(),
                                          static_cast<utf8proc_ssize_t>(codes.size()), kOptions);
    if (count < 0) return std::string(word);
    codes.resize(static_cast<std::size_t>(count));
    std::erase_if(codes, [](utf8proc_int32_t c) { return c <= 0x20 || within(kAccents, c); });
    const auto composed = utf8proc_normalize_utf32(codes.data(), static_cast<utf8proc_ssize_t>(codes.size()),
                                                   static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    std::string out;
    std::array<utf8proc_uint8_t, 4> bytes{};
    for (utf8proc_ssize_t i = 0; i < composed; ++i)
        out.append(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::size_t>(utf8proc_encode_char(codes[static_cast<std::size_t>(i)], bytes.data())));
    return out;
}

/// One character of the common blocks of Han, kana and Hangul syllables, which folding leaves as it is.
bool foldsToItself(std::string_view word) {
    if (word.size() != 3) return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    if ((byte(0) & 0xF0U) != 0xE0U) return false;
    const unsigned c = (byte(0) & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A1 && c <= 0x30FA) || (c >= 0xAC00 && c <= 0xD7A3);
}

/// Where to cut a word that is too long: never inside a character.
std::size_t cutPlace(std::string_view word) {
    if (word.size() <= kLongestWord) return word.size();
    std::size_t at = kLongestWord;
    while (at > 0 && (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80)
        --at;
    return at;
}

} // namespace

void Segmenter::add(std::string_view text, std::size_t begin, std::size_t end, bool ascii) {
    const auto word_begin = static_cast<std::uint32_t>(m_words.size());
    std::string_view word = text.substr(begin, end - begin);
    if (ascii) {
        word = word.substr(0, kLongestWord);
        for (const char c : word)
            m_words += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (foldsToItself(word)) {
        m_words += word;
    } else {
        // Some characters fold to several with ASCII between them (½, ㎏): what the index would part is left out.
        std::string fold = folded(word.substr(0, cutPlace(word)));
        std::erase_if(fold, [](char c) {
            return static_cast<unsigned char>(c) < 0x80 && kAscii[static_cast<unsigned char>(c)] == Kind::gap;
        });
        fold.resize(cutPlace(fold));
        m_words += fold;
    }
    if (m_words.size() == word_begin) return; // nothing but accents
    m_segments.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), word_begin,
                          static_cast<std::uint32_t>(m_words.size())});
    m_words += ' ';
}

const std::vector<Segment>& Segmenter::cut(std::string_view text) {
    m_words.clear();
    m_segments.clear();
    std::size_t start = 0; // of the word that is being read
    bool inside = false;
    bool alone = false; // the character before stands alone: marks still belong to it
    bool ascii = true;
    const auto close = [&](std::size_t end) {
        if (inside) add(text, start, end, ascii);
        inside = alone = false;
    };
    for (std::size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        if (c.kind == Kind::gap || c.kind == Kind::alone || (alone && !c.mark)) close(at);
        if (c.kind != Kind::gap) {
            if (!inside) {
                start = at;
                ascii = true;
            }
            inside = true;
            alone = alone || c.kind == Kind::alone;
            ascii = ascii && c.bytes == 1;
        }
        at += c.bytes;
    }
    close(text.size());
    return m_segments;
}

} // namespace egt::store
