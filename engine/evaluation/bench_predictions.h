// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a judge said in the form that each benchmark's own script reads. Pure functions; any thread.
//
// VL-RewardBench, read by cal.py: one line a vote {"id", "image_path", "query", "response", "ranking", "models",
//   "judge", "rationale", "meta": {"filter_choice", "filter_number", "random_number", "flag_status"}}, random_number 1
//   = swapped (inference.py).
// Multimodal RewardBench, read by scripts/2_get_accuracy.py: one line a trial {"ID", "Image", "Label": "A" | "B",
//   "output", "Meta": {"Category"}} (outputs/example.jsonl); of several votes the first that says what the trial says.
// MM-RLHF-RewardBench, read by cal_performance_mmreweard_bench.py: one line a trial with the row's own fields and
//   "rewards": [of chosen, of rejected], here the shares of the votes, and "critic": the texts.
//
// The scripts find the verdict in the text, by their own marks. A text in which theirs would find something else than
// the judge's own prompt form does is followed by the verdict in their words.

#include <optional>
#include <string>
#include <vector>

#include "evaluation/bench_trials.h"

namespace egt::evaluation {

/// JSON lines without line ends, for the trials of one pair.
std::vector<std::string> predictionLines(const BenchRules& rules, const PairRecord& pair,
                                         const std::vector<Trial>& trials);

/// The answer that cal.py's pattern finds, 1 or 2 or whatever number stands there: after "Overall Judgment" or
/// "Therefore" the last "Answer N is (the) (slightly) better", ignoring case, asterisks and line ends.
std::optional<int> verdictByCal(const std::string& text);
/// "[[A]]" anywhere is 1, else "[[B]]" anywhere is 2.
std::optional<int> verdictByBrackets(const std::string& text);

} // namespace egt::evaluation
