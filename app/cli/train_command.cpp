// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "pipelines/train_config.h"
#include "run_json.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string config;
    TrainRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    TrainRequest request = options.request;
    EGT_ASSIGN(request.config, pipelines::loadTrainConfig(options.config));
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<TrainResult>(ended.result);
    Output out;
    out.json["run"] = ended.run;
    out.json["steps"] = result.steps;
    out.json["checkpoint"] = result.checkpoint;
    out.json["metrics"] = lastMetrics(result.metrics);
    Rows rows{{"run", std::to_string(ended.run)}, {"steps", count(result.steps)}, {"checkpoint", result.checkpoint}};
    for (const MetricPoint& point : result.metrics)
        rows.emplace_back(point.name, real(point.value, 4));
    out.text = aligned(rows);
    return out;
}

} // namespace

void addTrain(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "train", "Stage 3: train a judge on a selection, in curriculum order",
                            "egt train pairs.egt --judge judge --config run.yaml", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--judge", options->request.judge, "Judge folder to start from")->required();
    command->add_option("--config", options->config, "run.yaml")->required();
    command->add_option("--resume", options->request.resume, "Continue this run from its last checkpoint");
}

} // namespace egt::cli
