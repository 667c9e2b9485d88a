// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The machine-learning jobs, one flat readable file each. All run on the thread that calls them, poll `run` at their
// step boundaries (and inside generation), and return what they have when they are told to stop. torch exceptions leave
// them; the backend turns those into errors.

#include "base/result.h"
#include "records/requests.h"
#include "records/run_context.h"
#include "store/project.h"

namespace egt::ml {

Result<SftResult> sft(const SftRequest& request, Project& project, RunContext& run);
Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run);
Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run);
Result<EvaluationRecord> evaluate(const EvalRequest& request, Project& project, RunContext& run);

} // namespace egt::ml
