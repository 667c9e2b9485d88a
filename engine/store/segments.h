// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text cut into what can be searched for. The same cutting makes the text index, a search text and the reading of pairs
// that the index does not have, so the three can't disagree.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace egt::store {

/// A run of letters and digits, or one character of a script that is written without spaces (Han, kana, Hangul, Thai,
/// Lao, Khmer, Myanmar), or one symbol beyond ASCII (emoji).
struct Segment {
    std::uint32_t begin = 0; ///< bytes in the text
    std::uint32_t end = 0;
    std::uint32_t word_begin = 0; ///< bytes in Segmenter::words()
    std::uint32_t word_end = 0;
};

inline constexpr std::size_t kLongestWord = 128; ///< bytes of a word that count: longer ones are data, not words

/// Cuts one text after the other and keeps its memory. One thread at a time.
///
/// A word is compatibility-decomposed and case-folded (Unicode 15, 3.13 and UAX #15), freed from accents (the combining
/// marks of Latin, Greek and Cyrillic, Hebrew and Arabic points) and composed again. What is no UTF-8 parts words.
class Segmenter {
public:
    const std::vector<Segment>& cut(std::string_view text); ///< at most 4 GiB
    [[nodiscard]] const std::vector<Segment>& segments() const { return m_segments; }
    [[nodiscard]] std::string_view word(const Segment& s) const {
        return std::string_view(m_words).substr(s.word_begin, s.word_end - s.word_begin);
    }
    /// All words of the text with a space after each: what the index stores.
    [[nodiscard]] const std::string& words() const { return m_words; }

private:
    void add(std::string_view text, std::size_t begin, std::size_t end, bool ascii);
    std::string m_words;
    std::vector<Segment> m_segments;
};

} // namespace egt::store
