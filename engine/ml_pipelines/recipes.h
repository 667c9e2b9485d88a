// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The machine-learning jobs, one flat readable file each. All run on the thread that calls them, poll `run` at their
// step boundaries (and inside generation), and return what they have when they are told to stop. torch exceptions leave
// them; the backend turns those into errors.

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "records/requests.h"
#include "records/run_context.h"
#include "store/project.h"

namespace egt::ml {

Result<SftResult> sft(const SftRequest& request, Project& project, RunContext& run);
/// For tests: called before a batch is generated, with how many responses it would hold; may throw.
struct ScoreHooks {
    std::function<void(std::int32_t batch)> before_generation;
};
Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run, const ScoreHooks& hooks = {});
/// `continued`: the run that the request would go on with, 0 = none. Changes nothing.
Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request, RunId continued, Project& project);
Result<RespondResult> respond(const RespondRequest& request);
Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run);
Result<EvaluationRecord> evaluate(const EvalRequest& request, Project& project, RunContext& run);

} // namespace egt::ml
