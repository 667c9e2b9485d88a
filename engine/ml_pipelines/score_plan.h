// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which pairs a scoring run asks about, in which units, and with which tokens.

#include <functional>
#include <string>
#include <vector>

#include "ml_pipelines/judging.h"
#include "ml_pipelines/score_settings.h"
#include "records/run_context.h"
#include "scoring/planner.h"
#include "store/project.h"

namespace egt::ml {

/// The text that mode given reads: `field` is reason_a, reason_b or a text field of the pair's `extra`; empty = the
/// reason of the labelled answer. Errors: score.no_label, score.no_given_text.
Result<std::string> givenText(const PairRecord& pair, const std::string& field);

/// Tokens of the prompt in stored order, a given text included. Images count by the size that the project knows;
/// missing ones count nothing.
std::int64_t promptLength(const LoadedJudge& judge, const ScoreSettings& settings, const PairRecord& pair);

/// The pairs in chunks, so that a large project is never in memory whole. Errors: those of the store and of `body`.
Result<void> eachPair(Project& project, const std::vector<PairId>& ids,
                      const std::function<Result<void>(PairRecord& pair)>& body);

/// All pairs of the selection, cut into units. Errors: score.empty_selection, selection.unknown, job.stopped when the
/// control says so.
Result<std::vector<scoring::ScoreUnit>> planScoring(const LoadedJudge& judge, const ScoreSettings& settings,
                                                    Project& project, RunContext& run);

/// The prompts of a pair, one an order, without its pixels. A given text follows its prompt.
struct PairPrompts {
    std::vector<std::vector<std::int32_t>> ids;
    std::vector<std::int64_t> image_tokens; ///< by the sizes that the project knows
};
/// Errors: image.missing and those of asksOf but for damaged images.
Result<PairPrompts> promptsOf(const LoadedJudge& judge, const ScoreSettings& settings, const PairRecord& pair,
                              const std::vector<Order>& orders);

/// What one pair is asked: its images, and a prompt for each order and sample.
struct PairAsks {
    ReadyPair pair;
    std::vector<Ask> asks; ///< their `pair` is 0
    std::vector<std::vector<std::int32_t>> prompts;
};
/// Errors: image.*, judge.prompt_too_long, score.no_label, score.no_given_text, score.given_image.
Result<PairAsks> asksOf(const LoadedJudge& judge, const ScoreSettings& settings, PairRecord pair, bool text_only,
                        const scoring::ScoreUnit& unit, ImageCache& images);

} // namespace egt::ml
