// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "records/requests.h"
#include "records/run_context.h"
#include "remote/client.h"
#include "store/project.h"

namespace egt::pipelines {

/// Scores with an OpenAI-compatible server; the API key comes from EGT_API_KEY, else OPENAI_API_KEY. `clock`: for
/// tests. Errors: server.*, score.judge_changed, score.empty_selection, score.nothing_scored.
Result<ScoreResult> scoreWithServer(const ScoreRequest& request, Project& project, RunContext& run,
                                    remote::Clock clock = {});

} // namespace egt::pipelines
