// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <utility>
#include <vector>

namespace egt::ui {

/// Half-open range of UTF-16 positions.
struct TextRange {
    int begin = 0;
    int end = 0;
    bool operator==(const TextRange&) const = default;
};

struct WordDiff {
    std::vector<TextRange> only_a;
    std::vector<TextRange> only_b;
};

/// Words that only one side has, by longest common subsequence; neighbouring own words are one range, blanks included.
/// An ideogram is a word. Over 4 million word pairs (after the common head and tail): words that the other side lacks.
WordDiff wordDiff(const QString& a, const QString& b);

/// Runs of letters and digits, each ideogram and each other sign on its own.
std::vector<TextRange> splitWords(const QString& text);

/// Words as people count them: ideograms one by one, letters and digits by runs, signs not at all.
int countWords(const QString& text);

} // namespace egt::ui
