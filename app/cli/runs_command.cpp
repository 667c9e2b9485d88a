// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/clock.h"
#include "commands.h"
#include "records/serialize.h"
#include "run_json.h"

namespace egt::cli {

OrderedJson runJson(const RunRecord& run) {
    OrderedJson out;
    out["run"] = run.id;
    out["kind"] = std::string(name(run.kind));
    out["name"] = run.name;
    out["state"] = std::string(name(run.state));
    out["steps"] = run.done;
    out["total"] = run.total;
    return out;
}

OrderedJson lastMetrics(const std::vector<MetricPoint>& points) {
    OrderedJson out = OrderedJson::object();
    for (const MetricPoint& point : points)
        out[point.name] = number(point.value);
    return out;
}

std::string runTable(const std::vector<RunRecord>& runs) {
    std::vector<std::vector<std::string>> rows{{"run", "kind", "name", "state", "done", "of", "started"}};
    for (const RunRecord& run : runs)
        rows.push_back({std::to_string(run.id), std::string(name(run.kind)), run.name, std::string(name(run.state)),
                        count(run.done), run.total > 0 ? count(run.total) : "–",
                        run.started_ms > 0 ? isoUtc(run.started_ms) : "–"});
    return table(rows);
}

namespace {

struct Options {
    std::string project;
    RunId run = 0;
};

/// {"step": 1, "loss": …, "reward": …} for each step.
OrderedJson history(const std::vector<MetricPoint>& points) {
    OrderedJson out = OrderedJson::array();
    for (const MetricPoint& point : points) {
        if (out.empty() || out.back()["step"] != point.step) out.push_back({{"step", point.step}});
        out.back()[point.name] = number(point.value);
    }
    return out;
}

/// [{"pair", "code", "message"}]: what a scoring run could not judge.
Result<OrderedJson> failuresOf(Engine& engine, RunId run) {
    EGT_ASSIGN(const std::vector<FailureRecord> failures, engine.failures(run));
    OrderedJson out = OrderedJson::array();
    for (const FailureRecord& failure : failures) {
        EGT_ASSIGN(const Json stored, parseJson(failure.error));
        const Error error = stored.get<Error>();
        out.push_back({{"pair", failure.pair}, {"code", error.code}, {"message", error.message()}});
    }
    return out;
}

Result<OrderedJson> whole(Engine& engine, const RunRecord& record) {
    OrderedJson one = runJson(record);
    EGT_ASSIGN(const auto points, engine.metrics(record.id, -1));
    EGT_ASSIGN(const auto checkpoints, engine.checkpoints(record.id));
    EGT_ASSIGN(const auto evaluations, engine.evaluations(record.id));
    one["metrics"] = lastMetrics(points);
    one["history"] = history(points);
    one["checkpoints"] = OrderedJson::array();
    for (const auto& checkpoint : checkpoints)
        one["checkpoints"].push_back(OrderedJson(recordToJson(checkpoint)));
    one["evaluations"] = OrderedJson::array();
    for (const auto& evaluation : evaluations)
        one["evaluations"].push_back(OrderedJson(recordToJson(evaluation)));
    EGT_ASSIGN(one["failures"], failuresOf(engine, record.id));
    one["settings"] = record.judge_details.empty() ? OrderedJson(nullptr) : OrderedJson::parse(record.judge_details);
    one["config"] = record.config.empty() ? OrderedJson(nullptr) : OrderedJson::parse(record.config);
    one["result"] = record.result.empty() ? OrderedJson(nullptr) : OrderedJson::parse(record.result);
    one["error"] = nullptr;
    if (!record.error.empty()) {
        EGT_ASSIGN(const Json error, parseJson(record.error));
        one["error"] = errorJson(error.get<Error>());
    }
    return one;
}

std::string describe(const RunRecord& record, const OrderedJson& one) {
    Rows rows{{"run", std::to_string(record.id)},
              {"kind", std::string(name(record.kind))},
              {"name", record.name},
              {"state", std::string(name(record.state))},
              {"done", count(record.done) + (record.total > 0 ? " of " + count(record.total) : "")}};
    if (!record.judge.empty()) rows.emplace_back("judge", record.judge);
    for (const auto& [metric, value] : one["metrics"].items())
        rows.emplace_back(metric, value.is_number() ? real(value.get<double>(), 4) : "–");
    for (const auto& checkpoint : one["checkpoints"])
        rows.emplace_back("checkpoint " + std::to_string(checkpoint["step"].get<std::int64_t>()),
                          checkpoint["path"].get<std::string>());
    constexpr std::size_t kShown = 20;
    const OrderedJson& failures = one["failures"];
    for (std::size_t i = 0; i < std::min(kShown, failures.size()); ++i)
        rows.emplace_back("pair " + std::to_string(failures[i]["pair"].get<PairId>()),
                          failures[i]["message"].get<std::string>());
    if (failures.size() > kShown)
        rows.emplace_back("and", count(static_cast<std::int64_t>(failures.size() - kShown)) +
                                     " more pairs that could not be judged: see --json");
    if (one["error"].is_object()) rows.emplace_back("error", one["error"]["message"].get<std::string>());
    return aligned(rows);
}

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    Output out;
    out.json["runs"] = OrderedJson::array();
    if (options.run != 0) {
        EGT_ASSIGN(const RunRecord record, engine->run(options.run));
        EGT_ASSIGN(OrderedJson one, whole(*engine, record));
        out.text = describe(record, one);
        out.json["runs"].push_back(std::move(one));
        return out;
    }
    EGT_ASSIGN(const std::vector<RunRecord> records, engine->runs());
    for (const RunRecord& record : records) {
        EGT_ASSIGN(const auto points, engine->metrics(record.id, -1));
        OrderedJson one = runJson(record);
        one["metrics"] = lastMetrics(points);
        out.json["runs"].push_back(std::move(one));
    }
    out.text = records.empty() ? "No runs yet." : runTable(records);
    return out;
}

} // namespace

void addRuns(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(app, context, "runs", "List the runs of a project, or show one",
                                                        "egt runs pairs.egt --run 3 --json", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--run", options->run, "Show this run whole: metrics by step, checkpoints, evaluations");
}

} // namespace egt::cli
