// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From what a judge said to what counts. Pure functions; any thread.

#include <vector>

#include "base/result.h"
#include "evaluation/bench_rules.h"
#include "evaluation/python_random.h"

namespace egt::evaluation {

enum class Outcome : std::int32_t { right = 1, wrong = 2, left = 3 };

/// A pair that votes were cast about: once, or once in each order.
struct Trial {
    PairId pair = 0;
    std::string category;
    std::string group; ///< of Acc+
    std::string id;    ///< cluster of the intervals
    Label label = Label::none;
    std::vector<VerdictRecord> votes;
    std::int32_t right_votes = 0; ///< after the policy for unparsed ones
    std::int32_t wrong_votes = 0;
    Outcome outcome = Outcome::left;
};

/// The trials of one labelled pair (Label::a or b), from all that the run said about it. Guesses are drawn in the order
/// of the calls. Errors: bench.one_order, bench.few_votes.
Result<std::vector<Trial>> trialsOf(const BenchRules& rules, const PairRecord& pair,
                                    const std::vector<VerdictRecord>& said, PythonRandom& guesses);

/// Counts per category and over all. `run`, `judge`, `unlabelled`, `failed` and the predictions are the caller's.
BenchResult summarise(const BenchRules& rules, const std::vector<Trial>& trials);

} // namespace egt::evaluation
