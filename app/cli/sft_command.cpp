// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    SftRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, options.request));
    const auto& result = std::get<SftResult>(ended.result);
    Output out;
    out.json["judge"] = result.judge;
    out.json["steps"] = result.steps;
    out.json["traces"] = result.traces;
    out.json["filtered_out"] = result.filtered_out;
    out.json["final_loss"] = number(result.final_loss);
    out.json["run"] = ended.run;
    out.text = aligned({{"judge", result.judge},
                        {"steps", count(result.steps)},
                        {"traces", count(result.traces)},
                        {"filtered out", count(result.filtered_out)},
                        {"final loss", real(result.final_loss, 4)}});
    return out;
}

} // namespace

void addSft(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "sft", "Stage 1: teach a judge to reason, from traces",
                            "egt sft pairs.egt --traces world/traces.jsonl --out judge", run);
    command->add_option("project", options->project, "Project folder (keeps the run's story)")->required();
    command->add_option("--traces", options->request.traces, "JSONL of reasoning traces")->required();
    command->add_option("--out", options->request.out, "Judge folder to write")->required();
    command->add_option("--config", options->request.config,
                        "YAML with sizes and steps (default: the demo judge's recipe)");
    command->add_option("--seed", options->request.seed, "Seed of weights and order")->capture_default_str();
}

} // namespace egt::cli
