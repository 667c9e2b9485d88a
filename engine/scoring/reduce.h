// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From per-token entropies to the numbers that people sort, cut and plot by. Pure functions; sums run in double, in the
// order of the input, so that equal input gives equal bits. Definitions: records/records.h.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "records/records.h"
#include "text/judge_prompt.h"

namespace egt::scoring {

/// Reduces the entropies (nats) of one response. `token_ends[i]` is the byte offset in the text where token i ends.
/// A token belongs to a span when any of its bytes does; the verdict token is the one that contains the digit.
/// No tokens: everything is NaN but `sum`, which is 0.
EntropySummary summarise(std::span<const float> entropies, std::span<const std::uint32_t> token_ends,
                         const ParsedResponse& parsed);

/// Index of the token that contains byte `byte`, -1 when none does.
std::int64_t tokenAt(std::span<const std::uint32_t> token_ends, std::size_t byte);

/// What "answer 1" or "answer 2" means for the stored pair. 0 = unparsed.
Verdict verdictOf(int answer, Order order);

/// P(labelled answer) of one response, p_x / (p1 + p2). 0.5 when unparsed or when neither digit has any probability;
/// NaN when the pair has no label or a tie.
float labelProbability(Label label, Order order, bool parsed, float p1, float p2);

/// Scores of a pair from all responses of one run to it (any order of the responses; sums run by order, then sample).
ScoreRecord reducePair(PairId pair, Label label, std::vector<const ResponseRecord*> responses);

} // namespace egt::scoring
