// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tokens as stretches of the shown text. A token ends at a byte of the whole UTF-8 string; a character may be made of
// several tokens (byte-level BPE), so tokens that share a grapheme become one cell. Nothing is decoded token by token:
// that would lose blanks and break characters.

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

namespace egt::ui {

/// Half-open range of UTF-16 positions and the tokens (first to last, both included) that make it.
struct TokenCell {
    int begin = 0;
    int end = 0;
    int first_token = 0;
    int last_token = 0;
    bool operator==(const TokenCell&) const = default;
};

struct TokenText {
    QString text;
    std::vector<TokenCell> cells;
    std::vector<int> cell_of_token;

    /// Cell at a UTF-16 position, -1 outside.
    [[nodiscard]] int cellAt(int position) const;
};

/// `ends`: byte offset where each token ends, rising. Bytes that are no UTF-8 become U+FFFD.
TokenText layTokens(const std::string& utf8, const std::vector<std::uint32_t>& ends);

enum class TokenMeasure { entropy = 0, surprisal = 1, rank = 2 };

/// One number a cell: the largest of its tokens. `values` holds one number a token.
std::vector<double> cellValues(const TokenText& text, const std::vector<double>& values);

/// Colour step 0 to 7 of a rank: 0 | 1 | 2 | 3-4 | 5-9 | 10-99 | 100 and more are steps 0, 2, 3, 4, 5, 6, 7.
int rankStep(double rank);
/// Of any measure; entropies and -log p by the borders of common/theme.h.
int measureStep(TokenMeasure measure, double value);

/// Neighbouring cells at or over the cut, read as one place.
struct UncertainSpan {
    int first_cell = 0;
    int last_cell = 0;
    int peak_cell = 0;
    double peak = 0;
    QString word; ///< the words the span touches, in one line
    bool operator==(const UncertainSpan&) const = default;
};

/// 1.5 nats; lower (never under 0.25) where fewer than seven cells reach it, so that a calm text has spans too.
double spanCut(const std::vector<double>& values);
/// In reading order.
std::vector<UncertainSpan> uncertainSpans(const TokenText& text, const std::vector<double>& values, double cut);

} // namespace egt::ui
