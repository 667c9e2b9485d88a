// SPDX-License-Identifier: GPL-3.0-or-later
// Runs and what they leave behind: events, metrics, samples, checkpoints, evaluations.
#include <algorithm>

#include "records/serialize.h"
#include "store/blobs.h"
#include "store/core.h"

namespace egt {
namespace {

using store::bindAll;
using store::Blob;
using store::Db;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

constexpr const char* kSelectRuns = "SELECT id, kind, name, state, config, judge, judge_hash, done, total, created_ms, "
                                    "started_ms, ended_ms, result, error, judge_details FROM run ";

RunRecord runOf(Query& query) {
    RunRecord r;
    Row(query) >> r.id >> r.kind >> r.name >> r.state >> r.config >> r.judge >> r.judge_hash >> r.done >> r.total >>
        r.created_ms >> r.started_ms >> r.ended_ms >> r.result >> r.error >> r.judge_details;
    return r;
}

std::string deleteAfterStep(const char* table) {
    return std::string("DELETE FROM ") + table + " WHERE run = ? AND step > ?";
}

} // namespace

Result<RunId> Project::addRun(const RunRecord& r) {
    RunId latest = 0;
    return m_impl->core.write(
        [&](Db& db) -> Result<RunId> {
            Query query(db, "INSERT INTO run (kind, name, state, config, judge, judge_hash, done, total, created_ms, "
                            "started_ms, ended_ms, result, error, judge_details) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
            runWith(query, r.kind, r.name, r.state, r.config, r.judge, r.judge_hash, r.done, r.total, r.created_ms,
                    r.started_ms, r.ended_ms, r.result, r.error, r.judge_details);
            const RunId id = db.getLastInsertRowid();
            latest = store::latestScoreRun(db);
            return id;
        },
        [&] { m_impl->core.columnStore().latestRunIs(latest); });
}

Result<void> Project::updateRun(const RunRecord& r) {
    RunId latest = 0;
    return m_impl->core.write(
        [&](Db& db) -> Result<void> {
            Query query(db, "UPDATE run SET kind = ?, name = ?, state = ?, config = ?, judge = ?, judge_hash = ?, "
                            "done = ?, total = ?, created_ms = ?, started_ms = ?, ended_ms = ?, result = ?, error = ?, "
                            "judge_details = ? WHERE id = ?");
            const int changed =
                runWith(query, r.kind, r.name, r.state, r.config, r.judge, r.judge_hash, r.done, r.total, r.created_ms,
                        r.started_ms, r.ended_ms, r.result, r.error, r.judge_details, r.id);
            if (changed == 0) return fail(store::noRunError(r.id));
            latest = store::latestScoreRun(db);
            return {};
        },
        [&] { m_impl->core.columnStore().latestRunIs(latest); });
}

Result<RunRecord> Project::run(RunId id) {
    return m_impl->core.read([&](Db& db) -> Result<RunRecord> {
        Query query(db, std::string(kSelectRuns) + "WHERE id = ?");
        bindAll(query, id);
        if (!query.executeStep()) return fail(store::noRunError(id));
        return runOf(query);
    });
}

Result<std::vector<RunRecord>> Project::runs() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<RunRecord>> {
        std::vector<RunRecord> out;
        Query query(db, std::string(kSelectRuns) + "ORDER BY id");
        while (query.executeStep())
            out.push_back(runOf(query));
        return out;
    });
}

Result<void> Project::appendEvent(const Event& event) {
    if (std::holds_alternative<ProgressEvent>(event.body)) return {};
    const std::string body = dumpJson(toJson(event));
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT INTO run_event (run, seq, body) VALUES (?,?,?)");
        runWith(query, event.run, event.seq, body);
        return {};
    });
}

Result<std::int64_t> Project::lastEventSeq(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::int64_t> {
        return numberOf(db, "SELECT MAX(seq) FROM run_event WHERE run = ?", run);
    });
}

Result<std::vector<Event>> Project::eventsSince(RunId run, std::int64_t seq) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<Event>> {
        std::vector<Event> out;
        Query query(db, "SELECT body FROM run_event WHERE run = ? AND seq > ? ORDER BY seq");
        bindAll(query, run, seq);
        while (query.executeStep()) {
            EGT_ASSIGN(const Json json, parseJson(query.getColumn(0).getString()));
            EGT_ASSIGN(Event event, eventFromJson(json));
            out.push_back(std::move(event));
        }
        return out;
    });
}

Result<void> Project::appendMetrics(RunId run, const std::vector<MetricPoint>& points) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT OR REPLACE INTO metric (run, step, name, value) VALUES (?,?,?,?)");
        for (const MetricPoint& point : points)
            runWith(query, run, point.step, point.name, point.value);
        return {};
    });
}

Result<std::vector<MetricPoint>> Project::metrics(RunId run, std::int64_t after_step) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<MetricPoint>> {
        std::vector<MetricPoint> out;
        Query query(db, "SELECT step, name, value FROM metric WHERE run = ? AND step > ? ORDER BY step, name");
        bindAll(query, run, after_step);
        while (query.executeStep()) {
            MetricPoint& point = out.emplace_back();
            Row(query) >> point.step >> point.name >> point.value;
        }
        return out;
    });
}

Result<void> Project::truncateRun(RunId run, std::int64_t after_step) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        for (const char* table : {"metric", "sample", "evaluation", "checkpoint"}) {
            Query query(db, deleteAfterStep(table));
            runWith(query, run, after_step);
        }
        return {};
    });
}

Result<void> Project::addSample(const SampleRecord& s) {
    const std::string ends = store::packEnds(s.token_ends);
    const std::string entropies = store::packFloats(s.entropies);
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT OR REPLACE INTO sample (run, step, probe, pair, verdict, reward, text, token_ends, "
                        "entropies) VALUES (?,?,?,?,?,?,?,?,?)");
        runWith(query, s.run, s.step, s.probe, s.pair, s.verdict, s.reward, s.text, Blob{ends}, Blob{entropies});
        return {};
    });
}

Result<std::vector<SampleRecord>> Project::samples(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<SampleRecord>> {
        std::vector<SampleRecord> out;
        Query query(db, "SELECT run, step, probe, pair, verdict, reward, text, token_ends, entropies FROM sample "
                        "WHERE run = ? ORDER BY step, probe");
        bindAll(query, run);
        while (query.executeStep()) {
            SampleRecord& s = out.emplace_back();
            std::string ends;
            std::string entropies;
            Row(query) >> s.run >> s.step >> s.probe >> s.pair >> s.verdict >> s.reward >> s.text >> ends >> entropies;
            s.token_ends = store::unpackEnds(ends);
            s.entropies = store::unpackFloats(entropies);
        }
        return out;
    });
}

Result<void> Project::addCheckpoint(const CheckpointRecord& c) {
    const double accuracy = c.accuracy.value_or(std::numeric_limits<double>::quiet_NaN());
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT OR REPLACE INTO checkpoint (run, step, path, bytes, accuracy, time_ms) "
                        "VALUES (?,?,?,?,?,?)");
        runWith(query, c.run, c.step, c.path, c.bytes, accuracy, c.time_ms);
        return {};
    });
}

Result<void> Project::removeCheckpoint(RunId run, std::int64_t step) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "DELETE FROM checkpoint WHERE run = ? AND step = ?");
        runWith(query, run, step);
        return {};
    });
}

Result<std::vector<CheckpointRecord>> Project::checkpoints(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<CheckpointRecord>> {
        std::vector<CheckpointRecord> out;
        Query query(db, "SELECT run, step, path, bytes, accuracy, time_ms FROM checkpoint WHERE run = ? ORDER BY step");
        bindAll(query, run);
        while (query.executeStep()) {
            CheckpointRecord& c = out.emplace_back();
            double accuracy = 0;
            Row(query) >> c.run >> c.step >> c.path >> c.bytes >> accuracy >> c.time_ms;
            if (!std::isnan(accuracy)) c.accuracy = accuracy;
        }
        return out;
    });
}

Result<void> Project::addEvaluation(const EvaluationRecord& e) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT OR REPLACE INTO evaluation (run, step, pairs, accuracy, low, high, consistency, "
                        "first_rate, unparsed) VALUES (?,?,?,?,?,?,?,?,?)");
        runWith(query, e.run, e.step, e.pairs, e.accuracy, e.low, e.high, e.consistency, e.first_rate, e.unparsed);
        return {};
    });
}

Result<std::vector<EvaluationRecord>> Project::evaluations(RunId run) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<EvaluationRecord>> {
        std::vector<EvaluationRecord> out;
        Query query(db, "SELECT run, step, pairs, accuracy, low, high, consistency, first_rate, unparsed "
                        "FROM evaluation WHERE run = ? ORDER BY step");
        bindAll(query, run);
        while (query.executeStep()) {
            EvaluationRecord& e = out.emplace_back();
            Row(query) >> e.run >> e.step >> e.pairs >> e.accuracy >> e.low >> e.high >> e.consistency >>
                e.first_rate >> e.unparsed;
        }
        return out;
    });
}

} // namespace egt
