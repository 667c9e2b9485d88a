// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/score_unit.h"

#include <algorithm>
#include <new>

#include <c10/util/Exception.h>

#include "base/json.h"
#include "scoring/reduce.h"

namespace egt::ml {
namespace {

/// LibTorch's allocator for the CPU throws a plain error; only its text tells.
bool outOfMemory(const c10::Error& error) {
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
           std::string(error.what_without_backtrace()).find("can't allocate memory") != std::string::npos;
}

} // namespace

UnitScorer::UnitScorer(const ScoreSettings& settings, Project& project, RunContext& run, LoadedJudge& judge,
                       const ScoreHooks& hooks)
    : m_settings(settings), m_project(project), m_run(run), m_judge(judge), m_hooks(hooks), m_warnings(run),
      m_batch(settings.request.batch) {}

Result<UnitScores> UnitScorer::score(const scoring::ScoreUnit& unit) {
    if (!m_trained_known) {
        EGT_ASSIGN(const std::vector<PairId> trained, m_project.trainedPairs(m_judge.weights_hash));
        m_trained.insert(trained.begin(), trained.end());
        m_trained_known = true;
    }
    UnitScores out;
    EGT_ASSIGN(const Asked asked, ask(unit, out.failures));
    const Answers answers = generate(asked);
    out.stopped = answers.stopped;
    if (!out.stopped) reduce(asked, answers, out);
    return out;
}

Result<UnitScorer::Asked> UnitScorer::ask(const scoring::ScoreUnit& unit, std::vector<FailureRecord>& failures) {
    EGT_ASSIGN(std::vector<PairRecord> records, m_project.pairs(unit.pairs));
    Asked out;
    for (PairRecord& record : records) {
        const PairId id = record.id;
        const bool text_only = std::find(unit.text_only.begin(), unit.text_only.end(), id) != unit.text_only.end();
        auto one = asksOf(m_judge, m_settings, std::move(record), text_only, unit, m_images);
        if (!one) {
            m_warnings.pairFailed(id, one.error());
            failures.push_back({m_run.id(), id, dumpJson(Json(one.error()))});
            continue;
        }
        for (Ask& ask : one->asks) {
            ask.pair = out.pairs.size();
            out.asks.push_back(std::move(ask));
        }
        std::move(one->prompts.begin(), one->prompts.end(), std::back_inserter(out.prompts));
        out.pairs.push_back(std::move(one->pair));
    }
    return out;
}

Answers UnitScorer::generate(const Asked& asked) {
    const ScoreRequest& request = m_settings.request;
    while (true) {
        const AskOptions options{request.temperature,  request.top_p, m_settings.max_new_tokens,     m_batch,
                                 request.alternatives, request.top_k, m_settings.repetition_penalty, request.mode};
        try {
            if (m_hooks.before_generation) m_hooks.before_generation(m_batch);
            return generateAnswers(m_judge, asked.pairs, asked.asks, asked.prompts, options, m_run);
        } catch (const std::bad_alloc&) {
            if (m_batch <= 1) throw;
        } catch (const c10::Error& error) {
            if (m_batch <= 1 || !outOfMemory(error)) throw;
        }
        m_batch /= 2;
        m_run.note({"warning",
                    0,
                    EGT_TEXT("engine", "There was not enough memory, so only %1 responses are generated together from "
                                       "here on. The scores stay the same within rounding (1e-4 nats)."),
                    {std::to_string(m_batch)}});
    }
}

void UnitScorer::reduce(const Asked& asked, const Answers& answers, UnitScores& out) const {
    std::vector<std::vector<const ResponseRecord*>> of_pair(asked.pairs.size());
    out.responses.reserve(asked.asks.size()); // their addresses are kept
    for (std::size_t i = 0; i < asked.asks.size(); ++i) {
        const Ask& ask = asked.asks[i];
        out.responses.push_back(
            makeResponse(m_judge, asked.pairs[ask.pair].pair, ask, answers.generated[i], m_settings.request.mode));
        out.responses.back().run = m_run.id();
        of_pair[ask.pair].push_back(&out.responses.back());
        out.unparsed += out.responses.back().verdict == Verdict::unparsed ? 1 : 0;
    }
    for (std::size_t p = 0; p < asked.pairs.size(); ++p) {
        const PairRecord& pair = asked.pairs[p].pair;
        out.scores.push_back(scoring::reducePair(pair.id, pair.label, of_pair[p]));
        out.scores.back().run = m_run.id();
        out.scores.back().trained = m_trained.contains(pair.id);
    }
    out.stats = answers.stats;
}

} // namespace egt::ml
