// SPDX-License-Identifier: GPL-3.0-or-later
// Units of scoring work, responses and scores; the pairs that a judge was trained on.
#include <algorithm>

#include "store/blobs.h"
#include "store/core.h"
#include "store/score_rows.h"

namespace egt {
namespace {

using store::bindAll;
using store::Blob;
using store::Db;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

constexpr const char* kInsertResponse =
    "INSERT INTO response (run, unit, pair, shown, sample, seed, verdict, p1, p2, p_label, entropy_mean, entropy_sum, "
    "entropy_max, entropy_top_fifth, entropy_think, entropy_answer, entropy_verdict, text, token_ends, entropies, "
    "logprobs, ranks, top, bracket_low, bracket_high, entropies_low, entropies_high) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kSelectResponses =
    "SELECT id, run, pair, shown, sample, seed, verdict, p1, p2, p_label, entropy_mean, entropy_sum, entropy_max, "
    "entropy_top_fifth, entropy_think, entropy_answer, entropy_verdict, text, token_ends, entropies, logprobs, ranks, "
    "top, bracket_low, bracket_high, entropies_low, entropies_high "
    "FROM response WHERE pair = ? AND run = ? ORDER BY shown, sample, id";

void insertResponse(Query& query, RunId run, std::int64_t unit, const ResponseRecord& r) {
    const EntropySummary& e = r.entropy;
    const std::string ends = store::packEnds(r.token_ends);
    const std::string entropies = store::packFloats(r.entropies);
    const std::string logprobs = store::packFloats(r.logprobs);
    const std::string ranks = store::packNumbers(r.ranks);
    const std::string top = store::packChoices(r.top);
    const std::string lows = store::packFloats(r.entropies_low);
    const std::string highs = store::packFloats(r.entropies_high);
    runWith(query, run, unit, r.pair, r.order, r.sample, r.seed, r.verdict, r.p1, r.p2, r.p_label, e.mean, e.sum, e.max,
            e.top_fifth, e.think, e.answer, e.verdict, r.text, Blob{ends}, Blob{entropies}, Blob{logprobs}, Blob{ranks},
            Blob{top}, store::storedLow(r.bracket), store::storedHigh(r.bracket), Blob{lows}, Blob{highs});
}

ResponseRecord responseOf(Query& query) {
    ResponseRecord r;
    EntropySummary& e = r.entropy;
    std::string ends;
    std::string entropies;
    std::string logprobs;
    std::string ranks;
    std::string top;
    std::string lows;
    std::string highs;
    float low = 0;
    float high = 0;
    Row(query) >> r.id >> r.run >> r.pair >> r.order >> r.sample >> r.seed >> r.verdict >> r.p1 >> r.p2 >> r.p_label >>
        e.mean >> e.sum >> e.max >> e.top_fifth >> e.think >> e.answer >> e.verdict >> r.text >> ends >> entropies >>
        logprobs >> ranks >> top >> low >> high >> lows >> highs;
    r.token_ends = store::unpackEnds(ends);
    r.entropies = store::unpackFloats(entropies);
    r.logprobs = store::unpackFloats(logprobs);
    r.ranks = store::unpackNumbers(ranks);
    r.top = store::unpackChoices(top);
    r.bracket = store::bracketOf(low, high);
    r.entropies_low = store::unpackFloats(lows);
    r.entropies_high = store::unpackFloats(highs);
    return r;
}

std::vector<PairId> trainedOf(Db& db, const std::string& weights_hash) {
    Query query(db, "SELECT pairs FROM trained WHERE weights_hash = ?");
    bindAll(query, weights_hash);
    return query.executeStep() ? store::unpackPairs(query.getColumn(0).getString()) : std::vector<PairId>{};
}

} // namespace

Result<void> Project::addTrainedPairs(const std::string& weights_hash, const std::vector<PairId>& pairs) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        std::vector<PairId> all = trainedOf(db, weights_hash);
        all.insert(all.end(), pairs.begin(), pairs.end());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        const std::string bytes = store::packPairs(all);
        Query query(db, "INSERT OR REPLACE INTO trained (weights_hash, pairs) VALUES (?, ?)");
        runWith(query, weights_hash, Blob{bytes});
        return {};
    });
}

Result<std::vector<PairId>> Project::trainedPairs(const std::string& weights_hash) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PairId>> { return trainedOf(db, weights_hash); });
}

Result<void> Project::planUnits(RunId run, const std::vector<std::string>& plans) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        if (numberOf(db, "SELECT COUNT(*) FROM run WHERE id = ?", run) == 0) return fail(store::noRunError(run));
        if (numberOf(db, "SELECT COUNT(*) FROM job_unit WHERE run = ?", run) != 0)
            return fail("store.units_planned",
                        EGT_TEXT("engine", "The work of run %1 is planned already. Resume the run."),
                        {std::to_string(run)});
        Query query(db, "INSERT INTO job_unit (run, position, done, plan) VALUES (?,?,0,?)");
        std::int64_t position = 0;
        for (const std::string& plan : plans)
            runWith(query, run, position++, plan);
        return {};
    });
}

Result<std::vector<JobUnit>> Project::units(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<JobUnit>> {
        std::vector<JobUnit> out;
        Query query(db, "SELECT position, plan, done FROM job_unit WHERE run = ? ORDER BY position");
        bindAll(query, run);
        while (query.executeStep()) {
            JobUnit& unit = out.emplace_back();
            Row(query) >> unit.index >> unit.plan >> unit.done;
        }
        return out;
    });
}

// A unit that is repeated replaces what its first attempt left.
Result<void> Project::storeUnit(RunId run, std::int64_t unit, const std::vector<ResponseRecord>& responses,
                                const std::vector<ScoreRecord>& scores, const std::vector<FailureRecord>& failures) {
    auto body = [&](Db& db) -> Result<void> {
        Query done(db, "UPDATE job_unit SET done = 1 WHERE run = ? AND position = ?");
        if (runWith(done, run, unit) == 0)
            return fail("store.no_unit", EGT_TEXT("engine", "Run %1 has no unit of work %2."),
                        {std::to_string(run), std::to_string(unit)});
        Query clear(db, "DELETE FROM response WHERE run = ? AND unit = ?");
        runWith(clear, run, unit);
        Query forget(db, "DELETE FROM failure WHERE run = ? AND unit = ?");
        runWith(forget, run, unit);
        Query add(db, kInsertResponse);
        for (const ResponseRecord& response : responses)
            insertResponse(add, run, unit, response);
        Query score(db, store::kInsertScore);
        for (const ScoreRecord& record : scores)
            store::insertScore(score, run, record);
        Query fail_row(db, "INSERT OR REPLACE INTO failure (run, pair, unit, error) VALUES (?,?,?,?)");
        for (const FailureRecord& failure : failures)
            runWith(fail_row, run, failure.pair, unit, failure.error);
        if (!scores.empty()) store::columnsChanged(db);
        return {};
    };
    return m_impl->core.write(body, [&] { m_impl->core.columnStore().scored(run, scores); });
}

Result<std::vector<ResponseRecord>> Project::responses(PairId pair, RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<ResponseRecord>> {
        std::vector<ResponseRecord> out;
        const RunId wanted = run == 0 ? store::latestScoreRun(db) : run;
        Query query(db, kSelectResponses);
        bindAll(query, pair, wanted);
        while (query.executeStep())
            out.push_back(responseOf(query));
        return out;
    });
}

Result<std::vector<VerdictRecord>> Project::verdicts(const std::vector<PairId>& pairs, RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<VerdictRecord>> {
        std::vector<VerdictRecord> out;
        Query query(db, "SELECT pair, shown, sample, verdict, text FROM response WHERE pair = ? AND run = ? "
                        "ORDER BY sample, shown, id");
        for (const PairId pair : pairs) {
            bindAll(query, pair, run);
            while (query.executeStep()) {
                VerdictRecord& said = out.emplace_back();
                Row(query) >> said.pair >> said.order >> said.sample >> said.verdict >> said.text;
            }
        }
        return out;
    });
}

Result<std::vector<ScoreRecord>> Project::scores(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<ScoreRecord>> {
        std::vector<ScoreRecord> out;
        const RunId wanted = run == 0 ? store::latestScoreRun(db) : run;
        Query query(db, store::kSelectScores);
        bindAll(query, wanted);
        while (query.executeStep())
            out.push_back(store::scoreOf(query));
        return out;
    });
}

Result<std::vector<FailureRecord>> Project::failures(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<FailureRecord>> {
        std::vector<FailureRecord> out;
        const RunId wanted = run == 0 ? store::latestScoreRun(db) : run;
        Query query(db, "SELECT run, pair, error FROM failure WHERE run = ? ORDER BY pair");
        bindAll(query, wanted);
        while (query.executeStep()) {
            FailureRecord& failure = out.emplace_back();
            Row(query) >> failure.run >> failure.pair >> failure.error;
        }
        return out;
    });
}

} // namespace egt
