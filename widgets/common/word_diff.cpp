// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/word_diff.h"

#include <QSet>
#include <QStringView>
#include <algorithm>
#include <cstdint>

namespace egt::ui {
namespace {

bool isIdeogram(char32_t c) {
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return true;
    default:
        return false;
    }
}

char32_t characterAt(const QString& text, int at, int& length) {
    length = 1;
    if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
        length = 2;
        return QChar::surrogateToUcs4(text[at], text[at + 1]);
    }
    return text[at].unicode();
}

enum class Kind { blank, letter, ideogram, sign };

Kind kindOf(char32_t c) {
    if (QChar::isSpace(c)) return Kind::blank;
    if (isIdeogram(c)) return Kind::ideogram;
    if (QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == U'\'' || c == U'’' || c == U'-') return Kind::letter;
    return Kind::sign;
}

QStringView word(const QString& text, const TextRange& range) {
    return QStringView(text).mid(range.begin, range.end - range.begin);
}

/// Marks the words of both sides that lie on a longest common subsequence.
void markCommon(const std::vector<QStringView>& a, const std::vector<QStringView>& b, std::vector<char>& in_a,
                std::vector<char>& in_b) {
    const std::size_t n = a.size();
    const std::size_t m = b.size();
    std::vector<std::uint16_t> length((n + 1) * (m + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& { return length[i * (m + 1) + j]; };
    for (std::size_t i = n; i-- > 0;)
        for (std::size_t j = m; j-- > 0;)
            at(i, j) =
                a[i] == b[j] ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1) : std::max(at(i + 1, j), at(i, j + 1));
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        if (a[i] == b[j])
            in_a[i++] = in_b[j++] = 1;
        else if (at(i + 1, j) >= at(i, j + 1))
            ++i;
        else
            ++j;
    }
}

void markBySet(const std::vector<QStringView>& words, const std::vector<QStringView>& other,
               std::vector<char>& common) {
    const QSet<QStringView> known(other.begin(), other.end());
    for (std::size_t i = 0; i < words.size(); ++i)
        common[i] = known.contains(words[i]) ? 1 : 0;
}

std::vector<TextRange> ownRanges(const std::vector<TextRange>& words, const std::vector<char>& common) {
    std::vector<TextRange> out;
    bool open = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (common[i] != 0) {
            open = false;
        } else if (open) {
            out.back().end = words[i].end;
        } else {
            out.push_back(words[i]);
            open = true;
        }
    }
    return out;
}

} // namespace

std::vector<TextRange> splitWords(const QString& text) {
    std::vector<TextRange> out;
    bool in_letters = false;
    int length = 1;
    for (int at = 0; at < text.size(); at += length) {
        const Kind kind = kindOf(characterAt(text, at, length));
        if (kind == Kind::letter && in_letters)
            out.back().end = at + length;
        else if (kind != Kind::blank)
            out.push_back({at, at + length});
        in_letters = kind == Kind::letter;
    }
    return out;
}

int countWords(const QString& text) {
    int count = 0;
    int length = 1;
    for (const TextRange& range : splitWords(text)) {
        const Kind kind = kindOf(characterAt(text, range.begin, length));
        count += kind == Kind::letter || kind == Kind::ideogram ? 1 : 0;
    }
    return count;
}

WordDiff wordDiff(const QString& a, const QString& b) {
    const std::vector<TextRange> words_a = splitWords(a);
    const std::vector<TextRange> words_b = splitWords(b);
    std::vector<char> common_a(words_a.size(), 1);
    std::vector<char> common_b(words_b.size(), 1);
    std::size_t head = 0;
    const std::size_t shorter = std::min(words_a.size(), words_b.size());
    while (head < shorter && word(a, words_a[head]) == word(b, words_b[head]))
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           word(a, words_a[words_a.size() - 1 - tail]) == word(b, words_b[words_b.size() - 1 - tail]))
        ++tail;
    std::vector<QStringView> mid_a;
    std::vector<QStringView> mid_b;
    for (std::size_t i = head; i + tail < words_a.size(); ++i)
        mid_a.push_back(word(a, words_a[i]));
    for (std::size_t i = head; i + tail < words_b.size(); ++i)
        mid_b.push_back(word(b, words_b[i]));
    std::vector<char> in_a(mid_a.size(), 0);
    std::vector<char> in_b(mid_b.size(), 0);
    constexpr std::size_t kMostCells = 4'000'000;
    if (mid_a.size() * mid_b.size() <= kMostCells) {
        markCommon(mid_a, mid_b, in_a, in_b);
    } else {
        markBySet(mid_a, mid_b, in_a);
        markBySet(mid_b, mid_a, in_b);
    }
    std::copy(in_a.begin(), in_a.end(), common_a.begin() + static_cast<std::ptrdiff_t>(head));
    std::copy(in_b.begin(), in_b.end(), common_b.begin() + static_cast<std::ptrdiff_t>(head));
    return {ownRanges(words_a, common_a), ownRanges(words_b, common_b)};
}

} // namespace egt::ui
