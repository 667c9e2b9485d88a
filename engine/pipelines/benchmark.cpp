// SPDX-License-Identifier: GPL-3.0-or-later

// A benchmark: what a scoring run said about its pairs is counted by the benchmark's own rules (evaluation/bench_*).
// Labels are those of the data, not of a review, so that numbers can be compared with those of others.

#include "pipelines/pipelines.h"

#include <unordered_map>
#include <unordered_set>

#include "evaluation/bench_predictions.h"
#include "pipelines/lines_file.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kBatch = 500; ///< pairs that are read at a time

class Benchmark {
public:
    Benchmark(const BenchRequest& request, Project& project, RunContext& run)
        : m_request(request), m_project(project), m_run(run), m_rules(evaluation::rulesOf(request)),
          m_guesses(request.seed), m_predictions(request.predictions) {}

    Result<BenchResult> work() {
        EGT_TRY(findRun());
        EGT_ASSIGN(const std::vector<PairId> pairs, m_project.selectionPairs(m_request.selection));
        EGT_ASSIGN(const std::vector<FailureRecord> failures, m_project.failures(m_rules.run));
        for (const FailureRecord& failure : failures)
            m_failed.insert(failure.pair);
        if (!m_request.predictions.empty()) EGT_TRY(m_predictions.open());
        for (std::size_t begin = 0; begin < pairs.size(); begin += kBatch) {
            if (m_run.checkpoint() != StopKind::none) return result();
            EGT_TRY(takeBatch({pairs.begin() + static_cast<std::ptrdiff_t>(begin),
                               pairs.begin() + static_cast<std::ptrdiff_t>(std::min(pairs.size(), begin + kBatch))}));
            m_run.progress({static_cast<std::int64_t>(std::min(pairs.size(), begin + kBatch)),
                            static_cast<std::int64_t>(pairs.size()), "pairs", "counting", 0, 0});
        }
        EGT_TRY(checkCovered());
        EGT_TRY(m_predictions.finish());
        const BenchResult counted = result();
        m_run.evaluation(asEvaluation(counted));
        return counted;
    }

private:
    Result<void> findRun() {
        if (m_rules.run == 0) {
            EGT_ASSIGN(const ProjectInfo info, m_project.info());
            m_rules.run = info.latest_score_run;
        }
        if (m_rules.run == 0)
            return fail("bench.no_run",
                        EGT_TEXT("engine", "There is no complete scoring run to count. Score the benchmark first with "
                                           "“egt score”."),
                        {}, {}, 0, "run");
        EGT_ASSIGN(const RunRecord record, m_project.run(m_rules.run));
        if (record.kind != RunKind::score)
            return fail("bench.not_a_score_run", EGT_TEXT("engine", "Run %1 is not a scoring run. Choose one that is."),
                        {std::to_string(m_rules.run)}, {}, 0, "run");
        m_judge = record.judge;
        return {};
    }

    Result<void> takeBatch(const std::vector<PairId>& ids) {
        EGT_ASSIGN(const std::vector<PairRecord> pairs, m_project.pairs(ids));
        EGT_ASSIGN(std::vector<VerdictRecord> verdicts, m_project.verdicts(ids, m_rules.run));
        std::unordered_map<PairId, std::vector<VerdictRecord>> said;
        for (VerdictRecord& verdict : verdicts)
            said[verdict.pair].push_back(std::move(verdict));
        for (const PairRecord& pair : pairs)
            EGT_TRY(takePair(pair, said[pair.id]));
        return {};
    }

    Result<void> takePair(const PairRecord& pair, const std::vector<VerdictRecord>& said) {
        if (pair.label != Label::a && pair.label != Label::b) {
            ++m_unlabelled;
            return {};
        }
        if (said.empty()) {
            ++(m_failed.contains(pair.id) ? m_failures : m_not_judged);
            return {};
        }
        EGT_ASSIGN(std::vector<evaluation::Trial> trials, evaluation::trialsOf(m_rules, pair, said, m_guesses));
        if (!m_request.predictions.empty())
            for (const std::string& line : evaluation::predictionLines(m_rules, pair, trials))
                EGT_TRY(m_predictions.add(line));
        for (evaluation::Trial& trial : trials) {
            for (VerdictRecord& vote : trial.votes)
                vote.text = {}; // counted without them
            m_trials.push_back(std::move(trial));
        }
        return {};
    }

    Result<void> checkCovered() const {
        const std::int64_t there = m_failures + m_not_judged + static_cast<std::int64_t>(m_trials.size());
        if (there == 0)
            return fail(
                "eval.no_pairs",
                EGT_TEXT("engine", "The selection \"%1\" has no labelled pairs to measure with. Choose another one."),
                {m_request.selection}, {}, 0, "selection");
        if (m_not_judged > 0)
            return fail("bench.not_judged",
                        EGT_TEXT("engine", "Run %1 did not judge %2 pairs of the selection “%3”. Score them, or choose "
                                           "the selection that the run judged."),
                        {std::to_string(m_rules.run), std::to_string(m_not_judged), m_request.selection}, {}, 0,
                        "selection");
        if (m_trials.empty())
            return fail("bench.all_failed",
                        EGT_TEXT("engine", "Run %1 could judge none of the %2 pairs. “egt runs … --run %1” names the "
                                           "reasons."),
                        {std::to_string(m_rules.run), std::to_string(m_failures)}, {}, 0, "run");
        return {};
    }

    [[nodiscard]] BenchResult result() const {
        BenchResult out = evaluation::summarise(m_rules, m_trials);
        out.run = m_rules.run;
        out.judge = m_judge;
        out.unlabelled = m_unlabelled;
        out.failed = m_failures;
        if (!m_request.predictions.empty()) out.predictions = m_predictions.path().string();
        out.prediction_lines = m_predictions.lines();
        return out;
    }

    [[nodiscard]] EvaluationRecord asEvaluation(const BenchResult& counted) const {
        return {m_run.id(),
                0,
                counted.overall.pairs,
                counted.overall.accuracy,
                counted.overall.low,
                counted.overall.high,
                counted.consistency,
                counted.first_rate,
                counted.unparsed_rate};
    }

    const BenchRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    evaluation::BenchRules m_rules;
    evaluation::PythonRandom m_guesses;
    LinesFile m_predictions;
    std::string m_judge;
    std::unordered_set<PairId> m_failed;
    std::vector<evaluation::Trial> m_trials;
    std::int64_t m_unlabelled = 0;
    std::int64_t m_failures = 0;
    std::int64_t m_not_judged = 0;
};

} // namespace

Result<BenchResult> evaluateBenchmark(const BenchRequest& request, Project& project, RunContext& run) {
    return Benchmark(request, project, run).work();
}

} // namespace egt::pipelines
