// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything that decides what a scoring run yields, with what was left open in the request filled in from the judge.
// It is stored with the run; a run goes on only with equal settings.

#include <cstdint>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "ml_pipelines/judge_folder.h"
#include "records/requests.h"

namespace egt::ml {

struct ScoreSettings {
    ScoreRequest request;
    std::string judge_hash;
    std::string prompt_name;
    std::string prompt_hash;
    std::string verdict_opening; ///< mode verdict: what stands between the prompt and the digit
    std::int32_t max_new_tokens = 0;
    double repetition_penalty = 1;
    std::int64_t min_pixels = 0, max_pixels = 0;
    std::string device;
    std::string dtype;
    std::int32_t threads = 1;

    /// Puts the prompt and the image limits of the request into the judge. Errors: judge.bad_prompt,
    /// judge.unknown_prompt, judge.bad_config.
    static Result<ScoreSettings> resolve(const ScoreRequest& request, LoadedJudge& judge);
    [[nodiscard]] Json toJson() const;
    /// Compares with what a run has stored. The number of threads is no reason to refuse: sums may differ in their last
    /// bits with it, so the stored number is taken. Errors: score.settings_changed naming the setting.
    Result<void> adopt(const Json& stored);
};

/// Errors: request.out_of_range, score.greedy_samples, request.out_of_range.
Result<void> checkScoreRequest(const ScoreRequest& request);

} // namespace egt::ml
