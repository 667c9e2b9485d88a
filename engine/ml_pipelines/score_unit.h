// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_set>
#include <vector>

#include "ml_pipelines/notes.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/score_plan.h"

namespace egt::ml {

/// What a unit yields; stored in one transaction.
struct UnitScores {
    std::vector<ResponseRecord> responses;
    std::vector<ScoreRecord> scores;
    std::vector<FailureRecord> failures;
    judge::PassStats stats;
    std::int64_t unparsed = 0; ///< responses
    bool stopped = false;      ///< the control asked to stop: the rest is empty
};

/// Scores one unit after the other. When memory does not suffice it halves how many responses it generates together
/// and goes on so for the rest of the run; what a response is does not change by that beyond rounding.
class UnitScorer {
public:
    UnitScorer(const ScoreSettings& settings, Project& project, RunContext& run, LoadedJudge& judge,
               const ScoreHooks& hooks);
    /// Errors: those of the store. Throws when memory does not even suffice for one response.
    Result<UnitScores> score(const scoring::ScoreUnit& unit);
    /// Tells how many warnings of each kind there were beyond the first.
    void finish() { m_warnings.finish(); }

private:
    struct Asked {
        std::vector<ReadyPair> pairs;
        std::vector<Ask> asks;
        std::vector<std::vector<std::int32_t>> prompts;
    };
    Result<Asked> ask(const scoring::ScoreUnit& unit, std::vector<FailureRecord>& failures);
    Answers generate(const Asked& asked);
    void reduce(const Asked& asked, const Answers& answers, UnitScores& out) const;

    const ScoreSettings& m_settings;
    Project& m_project;
    RunContext& m_run;
    LoadedJudge& m_judge;
    const ScoreHooks& m_hooks;
    Warnings m_warnings;
    ImageCache m_images;
    std::unordered_set<PairId> m_trained; ///< pairs that the judge was trained on
    bool m_trained_known = false;
    std::int32_t m_batch;
};

} // namespace egt::ml
