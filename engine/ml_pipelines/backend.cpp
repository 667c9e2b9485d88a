// SPDX-License-Identifier: GPL-3.0-or-later

// The door into this library: every exception of LibTorch ends here as an error value.

#include <new>

#include <c10/util/Exception.h>

#include "api/ml_backend.h"
#include "ml_pipelines/judge_tools.h"
#include "ml_pipelines/recipes.h"

namespace egt::ml {
namespace {

std::string firstLine(std::string text) {
    if (const std::size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
    return text;
}

template <class Work> auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const c10::Error& error) {
        return fail("judge.torch",
                    EGT_TEXT("engine", "The judge stopped with an error inside LibTorch: %1. What was stored before is "
                                       "kept; check that the judge's files belong together."),
                    {firstLine(error.what_without_backtrace())});
    } catch (const std::bad_alloc&) {
        return fail("judge.out_of_memory",
                    EGT_TEXT("engine",
                             "There was not enough memory for the judge. Lower the batch size or the image size, "
                             "or close other programs."));
    } catch (const std::exception& error) {
        return fail("judge.failed", EGT_TEXT("engine", "The judge stopped with an error: %1."),
                    {firstLine(error.what())});
    }
}

class Backend final : public MlBackend {
public:
    Result<JudgeInfo> judgeInfo(const std::string& folder) override {
        return guarded([&]() -> Result<JudgeInfo> {
            EGT_ASSIGN(JudgeDetails details, readJudgeDetails(folder));
            return details.info;
        });
    }
    Result<JudgeDetails> judgeDetails(const std::string& folder) override {
        return guarded([&] { return readJudgeDetails(folder); });
    }
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest& request) override {
        return guarded([&] { return checkJudge(request); });
    }
    Result<JudgeExport> judgeExport(const JudgeExportRequest& request) override {
        return guarded([&] { return exportJudge(request); });
    }
    Result<RespondResult> respond(const RespondRequest& request) override {
        return guarded([&] { return ml::respond(request); });
    }
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request, RunId continued, Project& project) override {
        return guarded([&] { return ml::scoreEstimate(request, continued, project); });
    }
    Result<SftResult> sft(const SftRequest& request, Project& project, RunContext& run) override {
        return guarded([&] { return ml::sft(request, project, run); });
    }
    Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run) override {
        return guarded([&] { return ml::score(request, project, run); });
    }
    Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run) override {
        return guarded([&] { return ml::train(request, project, run); });
    }
    Result<EvaluationRecord> evaluate(const EvalRequest& request, Project& project, RunContext& run) override {
        return guarded([&] { return ml::evaluate(request, project, run); });
    }
};

} // namespace
} // namespace egt::ml

extern "C" __attribute__((visibility("default"))) egt::MlBackend* egt_ml_backend(int version) {
    static egt::ml::Backend backend;
    return version == egt::kMlBackendVersion ? &backend : nullptr;
}
