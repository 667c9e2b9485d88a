// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only way from the core library into libegt_ml.so. No exception crosses it; it is never unloaded.

#include <string>

#include "base/result.h"
#include "records/judge_tools.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt {

class Project;    // store/project.h
class RunContext; // records/run_context.h

inline constexpr int kMlBackendVersion = 5;
inline constexpr const char* kMlBackendFactory = "egt_ml_backend";

/// Thread: all members on the engine thread only.
class MlBackend {
public:
    virtual ~MlBackend() = default;
    virtual Result<JudgeInfo> judgeInfo(const std::string& folder) = 0;
    virtual Result<JudgeDetails> judgeDetails(const std::string& folder) = 0;
    virtual Result<JudgeCheck> judgeCheck(const JudgeCheckRequest& request) = 0;
    virtual Result<JudgeExport> judgeExport(const JudgeExportRequest& request) = 0;
    virtual Result<RespondResult> respond(const RespondRequest& request) = 0;
    /// `continued`: the run that the request would go on with; 0 = none.
    virtual Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request, RunId continued, Project& project) = 0;
    virtual Result<SftResult> sft(const SftRequest& request, Project& project, RunContext& run) = 0;
    virtual Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run) = 0;
    virtual Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run) = 0;
    virtual Result<EvaluationRecord> evaluate(const EvalRequest& request, Project& project, RunContext& run) = 0;
};

/// Null when `version` is not kMlBackendVersion.
using MlBackendFactory = MlBackend* (*)(int version);

} // namespace egt
