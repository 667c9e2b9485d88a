// SPDX-License-Identifier: GPL-3.0-or-later
// The alternatives of each expression, tried in their order at each place, with the backtracking that they allow worked
// out by hand. Tested to be equal to the expressions run by PCRE2 and to the reference.
#include "text/split_family.h"

#include <cstdint>

#include "text/unicode.h"

namespace egt {
namespace {

using unicode::kLetter, unicode::kNumber, unicode::kOther, unicode::kSpace;

constexpr std::string_view gpt2_pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen2_pattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view llama3_pattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

bool newline(char c) {
    return c == '\r' || c == '\n';
}

class Cutter {
public:
    Cutter(SplitFamily family, std::string_view text) : m_family(family), m_end(text.data() + text.size()) {}

    /// Where the piece that begins at `p` ends.
    const char* pieceEnd(const char* p) const { return m_family == SplitFamily::gpt2 ? gpt2(p) : qwen(p); }

private:
    struct Step {
        std::uint8_t kind = 0;
        std::uint8_t bytes = 0; // 0 at the end of the text
    };
    Step at(const char* p) const {
        if (p == m_end) return {};
        const auto first = static_cast<unsigned char>(*p);
        if (first < 0x80) return {m_table.ofAscii(first), 1};
        const unicode::Character c = unicode::characterAt(p);
        return {m_table.of(c.code), static_cast<std::uint8_t>(c.bytes)};
    }
    const char* skip(const char* p, std::uint8_t kind) const {
        for (Step step = at(p); step.kind & kind; step = at(p))
            p += step.bytes;
        return p;
    }
    const char* contraction(const char* p, bool any_case) const;
    const char* blanks(const char* p, bool newlines_apart) const;
    const char* gpt2(const char* p) const;
    const char* qwen(const char* p) const;

    SplitFamily m_family;
    const char* m_end;
    const unicode::Properties& m_table = unicode::Properties::get();
};

// 's 't 'm 'd 're 've 'll; in any case also with the long s, which folds to s (CaseFolding.txt). Null: none.
const char* Cutter::contraction(const char* p, bool any_case) const {
    const auto letter = [&](const char* q) {
        if (q >= m_end) return '\0';
        return any_case && *q >= 'A' && *q <= 'Z' ? static_cast<char>(*q | 0x20) : *q;
    };
    const char first = letter(p + 1);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return p + 2;
    if (any_case && m_end - p >= 3 && p[1] == '\xC5' && p[2] == '\xBF') return p + 3;
    const char second = first == '\0' ? first : letter(p + 2);
    if ((first == 'r' || first == 'v') && second == 'e') return p + 3;
    return first == 'l' && second == 'l' ? p + 3 : nullptr;
}

// \s*[\r\n]+ (where they count), then \s+(?!\S), then \s+: up to the last newline of the run, else all but the last
// blank when something follows, else all.
const char* Cutter::blanks(const char* p, bool newlines_apart) const {
    const char* last = p;
    const char* after_newline = nullptr;
    const char* q = p;
    for (Step step = at(q); step.kind & kSpace; step = at(q)) {
        last = q;
        if (newline(*q)) after_newline = q + 1;
        q += step.bytes;
    }
    if (newlines_apart && after_newline) return after_newline;
    return q == m_end || last == p ? q : last;
}

const char* Cutter::gpt2(const char* p) const {
    if (*p == '\'')
        if (const char* end = contraction(p, false)) return end;
    const char* start = *p == ' ' ? p + 1 : p;
    for (const std::uint8_t kind : {kLetter, kNumber, kOther})
        if (at(start).kind & kind) return skip(start, kind);
    return blanks(p, false);
}

const char* Cutter::qwen(const char* p) const {
    const Step first = at(p);
    if (first.kind & kLetter) return skip(p + first.bytes, kLetter);
    if (*p == '\'')
        if (const char* end = contraction(p, true)) return end;
    const char* second = p + first.bytes;
    if (first.kind & kNumber) {
        const int most = m_family == SplitFamily::llama3 ? 3 : 1;
        const char* end = second;
        for (int count = 1; count < most && (at(end).kind & kNumber); ++count)
            end += at(end).bytes;
        return end;
    }
    if (!newline(*p) && (at(second).kind & kLetter)) return skip(second, kLetter);
    const char* signs = *p == ' ' ? second : p;
    if (at(signs).kind & kOther) {
        const char* end = skip(signs, kOther);
        while (end < m_end && newline(*end))
            ++end;
        return end;
    }
    return blanks(p, true);
}

} // namespace

std::optional<SplitFamily> splitFamilyOf(std::string_view pattern) {
    for (const SplitFamily family : {SplitFamily::gpt2, SplitFamily::qwen2, SplitFamily::llama3})
        if (pattern == patternOf(family)) return family;
    return std::nullopt;
}

std::string_view patternOf(SplitFamily family) {
    if (family == SplitFamily::gpt2) return gpt2_pattern;
    return family == SplitFamily::qwen2 ? qwen2_pattern : llama3_pattern;
}

void splitByFamily(SplitFamily family, std::string_view text, std::vector<std::string_view>& pieces) {
    const Cutter cutter(family, text);
    const char* const end = text.data() + text.size();
    for (const char* p = text.data(); p != end;) {
        const char* next = cutter.pieceEnd(p);
        pieces.emplace_back(p, static_cast<std::size_t>(next - p));
        p = next;
    }
}

} // namespace egt
