// SPDX-License-Identifier: GPL-3.0-or-later

// Scoring: every pair of a selection is asked in the wanted orders and samples, and what the judge answered is stored
// with its exact token entropies. Work is planned in units before it starts; a unit is generated and stored whole, so a
// run that died repeats at most one unit and ends with the same bits as an undisturbed one.

#include "ml_pipelines/recipes.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "base/clock.h"
#include "base/json.h"
#include "base/numbers.h"
#include "ml_pipelines/judge_device.h"
#include "ml_pipelines/score_speed.h"
#include "ml_pipelines/score_unit.h"

namespace egt::ml {
namespace {

using scoring::ScoreUnit;

class ScoreJob {
public:
    ScoreJob(ScoreSettings settings, Project& project, RunContext& run, LoadedJudge& judge, const ScoreHooks& hooks)
        : m_settings(std::move(settings)), m_project(project), m_run(run), m_judge(judge),
          m_scorer(m_settings, project, run, judge, hooks) {}

    Result<ScoreResult> work() {
        EGT_TRY(prepare());
        m_started = steadySeconds();
        for (const JobUnit& unit : m_units) {
            if (unit.done) continue;
            if (m_run.checkpoint() != StopKind::none) break;
            EGT_ASSIGN(const bool whole, scoreUnit(unit));
            if (!whole) break;
            report();
        }
        m_scorer.finish();
        m_result.tokens_per_second = m_speed.newRate();
        m_result.prompt_tokens_per_second = m_speed.promptRate();
        m_result.padding = m_speed.padding();
        if (m_result.failed > 0 && m_result.failed == m_total)
            return fail("score.nothing_scored",
                        EGT_TEXT("engine", "None of the %1 pairs could be judged: their images are missing or damaged. "
                                           "Put the images in place and import again, then score."),
                        {std::to_string(m_total)});
        return m_result;
    }

private:
    Result<void> prepare() {
        m_result.run = m_run.id();
        EGT_TRY(settle());
        EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        if (m_units.empty()) {
            EGT_TRY(plan());
            EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        }
        return countDone();
    }

    /// Settings are fixed when a run begins; a run that goes on must find them again.
    Result<void> settle() {
        EGT_ASSIGN(RunRecord record, m_project.run(m_run.id()));
        if (!record.judge_hash.empty() && record.judge_hash != m_judge.weights_hash)
            return fail("score.judge_changed",
                        EGT_TEXT("engine", "The judge %1 has changed since this scoring run began, so the run can't go "
                                           "on. Start a new scoring run."),
                        {m_judge.folder.string()}, m_judge.folder.string());
        if (!record.judge_details.empty()) {
            EGT_ASSIGN(const Json stored, parseJson(record.judge_details));
            return m_settings.adopt(stored);
        }
        record.judge = m_judge.folder.string();
        record.judge_hash = m_judge.weights_hash;
        record.judge_details = dumpJson(m_settings.toJson());
        return m_project.updateRun(record);
    }

    /// Cuts the selection into units.
    Result<void> plan() {
        EGT_ASSIGN(const std::vector<ScoreUnit> units, planScoring(m_judge, m_settings, m_project, m_run));
        std::vector<std::string> plans;
        std::int64_t pairs = 0;
        for (const ScoreUnit& unit : units) {
            plans.push_back(unit.toJson());
            pairs += static_cast<std::int64_t>(unit.pairs.size());
        }
        EGT_TRY(m_project.planUnits(m_run.id(), plans));
        EGT_ASSIGN(RunRecord record, m_project.run(m_run.id()));
        record.total = pairs;
        return m_project.updateRun(record);
    }

    Result<void> countDone() {
        EGT_ASSIGN(const std::vector<ScoreRecord> scores, m_project.scores(m_run.id()));
        std::unordered_set<PairId> scored;
        for (const ScoreRecord& score : scores)
            scored.insert(score.pair);
        for (const JobUnit& unit : m_units) {
            EGT_ASSIGN(const ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
            m_total += static_cast<std::int64_t>(planned.pairs.size());
            m_speed.plan(planned, unit.done);
            if (!unit.done) continue;
            for (const PairId pair : planned.pairs)
                (scored.contains(pair) ? m_result.resumed : m_result.failed) += 1;
            m_result.text_only += std::count_if(planned.text_only.begin(), planned.text_only.end(),
                                                [&](PairId pair) { return scored.contains(pair); });
        }
        m_result.scored = m_result.resumed;
        for (const ScoreRecord& score : scores)
            m_result.unparsed +=
                static_cast<std::int64_t>(std::lround(score.unparsed * static_cast<float>(score.responses)));
        return {};
    }

    /// False when it was told to stop: nothing of the unit is stored then.
    Result<bool> scoreUnit(const JobUnit& unit) {
        EGT_ASSIGN(const ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
        EGT_ASSIGN(const UnitScores done, m_scorer.score(planned));
        if (done.stopped) return false;
        EGT_TRY(m_project.storeUnit(m_run.id(), unit.index, done.responses, done.scores, done.failures));
        m_speed.finished(planned, done.stats);
        m_result.scored += static_cast<std::int64_t>(done.scores.size());
        m_result.failed += static_cast<std::int64_t>(done.failures.size());
        m_result.unparsed += done.unparsed;
        for (const ScoreRecord& score : done.scores)
            m_result.text_only += std::count(planned.text_only.begin(), planned.text_only.end(), score.pair);
        return true;
    }

    void report() {
        const std::int64_t done = m_result.scored + m_result.failed;
        const double seconds = steadySeconds() - m_started;
        const auto fresh = static_cast<double>(done - m_result.resumed);
        m_run.progress({done, m_total, "pairs", "scoring", seconds > 0 ? fresh / seconds : 0, m_speed.newRate(),
                        m_speed.promptRate(), m_speed.secondsLeft()});
        const double now = steadySeconds();
        if (now - m_told < 2 && done < m_total) return;
        m_told = now;
        m_run.dataChanged("scores");
    }

    ScoreSettings m_settings;
    Project& m_project;
    RunContext& m_run;
    LoadedJudge& m_judge;
    UnitScorer m_scorer;
    std::vector<JobUnit> m_units;
    ScoreSpeed m_speed;
    ScoreResult m_result;
    std::int64_t m_total = 0;
    double m_started = 0;
    double m_told = 0;
};

} // namespace

Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run, const ScoreHooks& hooks) {
    EGT_TRY(checkScoreRequest(request));
    EGT_ASSIGN(LoadedJudge judge, loadJudgeFor(request.judge, request.device, request.dtype));
    EGT_ASSIGN(ScoreSettings settings, ScoreSettings::resolve(request, judge));
    return ScoreJob(std::move(settings), project, run, judge, hooks).work();
}

} // namespace egt::ml
