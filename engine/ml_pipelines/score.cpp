// SPDX-License-Identifier: GPL-3.0-or-later

// Scoring: every pair of a selection is asked in the wanted orders and samples, and what the judge answered is stored
// with its exact token entropies. Work is planned in units before it starts; a unit is generated and stored whole, so a
// run that died repeats at most one unit and ends with the same bits as an undisturbed one.

#include "ml_pipelines/recipes.h"

#include <algorithm>
#include <unordered_set>

#include "base/clock.h"
#include "base/json.h"
#include "base/numbers.h"
#include "base/random.h"
#include "ml_pipelines/judging.h"
#include "ml_pipelines/notes.h"
#include "scoring/planner.h"
#include "scoring/reduce.h"

namespace egt::ml {
namespace {

using scoring::ScoreUnit;

Result<void> checkRequest(const ScoreRequest& request) {
    EGT_TRY(checkRange("samples", request.samples, 1, 1024));
    EGT_TRY(checkRange("batch", request.batch, 1, 65536));
    EGT_TRY(checkRange("temperature", request.temperature, 0, 100));
    EGT_TRY(checkRange("top_p", request.top_p, 1e-6, 1));
    EGT_TRY(checkRange("max_new_tokens", request.max_new_tokens, 0, 1048576));
    if (request.samples > 1 && request.temperature == 0)
        return fail("score.greedy_samples",
                    EGT_TEXT("engine", "%1 samples at temperature 0 would all be the same response. Set a temperature, "
                                       "for example 1."),
                    {std::to_string(request.samples)}, {}, 0, "samples");
    return {};
}

class ScoreJob {
public:
    ScoreJob(const ScoreRequest& request, Project& project, RunContext& run, LoadedJudge judge)
        : m_request(request), m_project(project), m_run(run), m_judge(std::move(judge)), m_warnings(run) {}

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
        m_warnings.finish();
        m_result.tokens_per_second = rate(m_tokens);
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
        EGT_ASSIGN(const std::vector<PairId> trained, m_project.trainedPairs(m_judge.weights_hash));
        m_trained.insert(trained.begin(), trained.end());
        EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        if (m_units.empty()) {
            EGT_TRY(plan());
            EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        }
        return countDone();
    }

    /// Cuts the selection into units and remembers which judge they are for.
    Result<void> plan() {
        EGT_ASSIGN(const std::vector<PairId> ids, m_project.selectionPairs(m_request.selection));
        if (ids.empty())
            return fail(
                "score.empty_selection",
                EGT_TEXT("engine", "The selection \"%1\" has no pairs. Import pairs or choose another selection."),
                {m_request.selection}, {}, 0, "selection");
        std::vector<scoring::PlannedPair> pairs;
        constexpr std::size_t kChunk = 2000;
        for (std::size_t begin = 0; begin < ids.size(); begin += kChunk) {
            const auto end = std::min(ids.size(), begin + kChunk);
            EGT_ASSIGN(const auto records, m_project.pairs({ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                                            ids.begin() + static_cast<std::ptrdiff_t>(end)}));
            for (const PairRecord& pair : records)
                pairs.push_back({pair.id, roughLength(pair)});
        }
        std::vector<std::string> plans;
        for (const ScoreUnit& unit : scoring::planUnits(std::move(pairs), scoring::ordersOf(m_request.orders),
                                                        m_request.samples, m_request.batch))
            plans.push_back(unit.toJson());
        EGT_TRY(m_project.planUnits(m_run.id(), plans));
        EGT_ASSIGN(RunRecord record, m_project.run(m_run.id()));
        record.judge = m_judge.folder.string();
        record.judge_hash = m_judge.weights_hash;
        record.total = static_cast<std::int64_t>(ids.size());
        return m_project.updateRun(record);
    }

    /// Characters of text (about four a token) plus merged patches of the images.
    [[nodiscard]] std::int64_t roughLength(const PairRecord& pair) const {
        auto length = static_cast<std::int64_t>(pair.question.size() + pair.answer_a.size() + pair.answer_b.size());
        for (const ImageRef& image : pair.images) {
            const std::int64_t pixels =
                std::clamp(static_cast<std::int64_t>(image.width) * image.height, m_judge.preprocessor.min_pixels,
                           std::max(m_judge.preprocessor.min_pixels, m_judge.preprocessor.max_pixels));
            length += 4 * pixels / (28 * 28);
        }
        return length;
    }

    Result<void> countDone() {
        EGT_ASSIGN(const RunRecord record, m_project.run(m_run.id()));
        if (!record.judge_hash.empty() && record.judge_hash != m_judge.weights_hash)
            return fail("score.judge_changed",
                        EGT_TEXT("engine", "The judge %1 has changed since this scoring run began, so the run can't go "
                                           "on. Start a new scoring run."),
                        {m_judge.folder.string()}, m_judge.folder.string());
        EGT_ASSIGN(const std::vector<ScoreRecord> scores, m_project.scores(m_run.id()));
        std::unordered_set<PairId> scored;
        for (const ScoreRecord& score : scores)
            scored.insert(score.pair);
        for (const JobUnit& unit : m_units) {
            EGT_ASSIGN(const ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
            m_total += static_cast<std::int64_t>(planned.pairs.size());
            if (!unit.done) continue;
            for (const PairId pair : planned.pairs)
                (scored.contains(pair) ? m_result.resumed : m_result.failed) += 1;
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
        EGT_ASSIGN(std::vector<PairRecord> records, m_project.pairs(planned.pairs));
        const std::int32_t limit = m_judge.maxNewTokens(m_request.max_new_tokens);
        std::vector<ReadyPair> ready;
        std::vector<Ask> asks;
        std::vector<std::vector<std::int32_t>> prompts;
        std::int64_t failed = 0;
        for (PairRecord& record : records)
            failed += addPair(std::move(record), planned, limit, ready, asks, prompts) ? 0 : 1;
        const AskOptions options{m_request.temperature, m_request.top_p, limit, m_request.batch, 4};
        const Answers answers = generateAnswers(m_judge, ready, asks, prompts, options, m_run);
        if (answers.stopped) return false;
        EGT_TRY(store(unit.index, ready, asks, answers));
        m_result.failed += failed;
        return true;
    }

    bool addPair(PairRecord record, const ScoreUnit& planned, std::int32_t limit, std::vector<ReadyPair>& ready,
                 std::vector<Ask>& asks, std::vector<std::vector<std::int32_t>>& prompts) {
        const PairId id = record.id;
        auto pair = readyPair(m_judge, std::move(record), m_images);
        std::vector<std::vector<std::int32_t>> own;
        for (const Order order : planned.orders) {
            if (!pair) break;
            auto ids = promptIds(m_judge, *pair, order, limit);
            if (!ids)
                pair = fail(ids.error());
            else
                own.push_back(std::move(*ids));
        }
        if (!pair) {
            m_warnings.pairFailed(id, pair.error());
            return false;
        }
        for (std::size_t o = 0; o < planned.orders.size(); ++o)
            for (std::int32_t sample = 0; sample < planned.samples; ++sample) {
                const Order order = planned.orders[o];
                const std::uint64_t seed =
                    mixSeed(m_request.seed, static_cast<std::uint64_t>(id), static_cast<std::uint64_t>(order),
                            static_cast<std::uint64_t>(sample));
                asks.push_back({ready.size(), order, sample, seed});
                prompts.push_back(own[o]);
            }
        ready.push_back(std::move(*pair));
        return true;
    }

    Result<void> store(std::int64_t unit, const std::vector<ReadyPair>& ready, const std::vector<Ask>& asks,
                       const Answers& answers) {
        std::vector<ResponseRecord> responses;
        std::vector<std::vector<const ResponseRecord*>> of_pair(ready.size());
        responses.reserve(asks.size());
        std::int64_t unparsed = 0;
        for (std::size_t i = 0; i < asks.size(); ++i) {
            responses.push_back(makeResponse(m_judge, ready[asks[i].pair].pair, asks[i], answers.generated[i]));
            responses.back().run = m_run.id();
            of_pair[asks[i].pair].push_back(&responses.back());
            m_tokens += static_cast<std::int64_t>(answers.generated[i].ids.size());
            unparsed += responses.back().verdict == Verdict::unparsed ? 1 : 0;
        }
        std::vector<ScoreRecord> scores;
        for (std::size_t p = 0; p < ready.size(); ++p) {
            const PairRecord& pair = ready[p].pair;
            scores.push_back(scoring::reducePair(pair.id, pair.label, of_pair[p]));
            scores.back().run = m_run.id();
            scores.back().trained = m_trained.contains(pair.id);
        }
        EGT_TRY(m_project.storeUnit(m_run.id(), unit, responses, scores));
        m_result.scored += static_cast<std::int64_t>(scores.size());
        m_result.unparsed += unparsed;
        return {};
    }

    void report() {
        const std::int64_t done = m_result.scored + m_result.failed;
        m_run.progress({done, m_total, "pairs", "scoring", rate(done - m_result.resumed), rate(m_tokens)});
        const double now = steadySeconds();
        if (now - m_told < 2 && done < m_total) return;
        m_told = now;
        m_run.dataChanged("scores");
    }

    [[nodiscard]] double rate(std::int64_t count) const {
        const double seconds = steadySeconds() - m_started;
        return seconds > 0 ? static_cast<double>(count) / seconds : 0;
    }

    const ScoreRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    LoadedJudge m_judge;
    Warnings m_warnings;
    ImageCache m_images;
    std::unordered_set<PairId> m_trained;
    std::vector<JobUnit> m_units;
    ScoreResult m_result;
    std::int64_t m_total = 0;
    std::int64_t m_tokens = 0;
    double m_started = 0;
    double m_told = 0;
};

} // namespace

Result<ScoreResult> score(const ScoreRequest& request, Project& project, RunContext& run) {
    EGT_TRY(checkRequest(request));
    EGT_ASSIGN(LoadedJudge judge, LoadedJudge::load(request.judge));
    return ScoreJob(request, project, run, std::move(judge)).work();
}

} // namespace egt::ml
