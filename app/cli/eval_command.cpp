// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    EvalRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, options.request));
    const auto& result = std::get<EvaluationRecord>(ended.result);
    Output out;
    out.json["run"] = ended.run;
    out.json["pairs"] = result.pairs;
    out.json["accuracy"] = number(result.accuracy);
    out.json["low"] = number(result.low);
    out.json["high"] = number(result.high);
    out.json["consistency"] = number(result.consistency);
    out.json["first_position_rate"] = number(result.first_rate);
    out.json["unparsed"] = number(result.unparsed);
    out.text = aligned({{"pairs", count(result.pairs)},
                        {"accuracy", share(result.accuracy) + "  (95 % interval " + share(result.low) + " to " +
                                         share(result.high) + ", clustered by pair)"},
                        {"consistency", share(result.consistency)},
                        {"first position", share(result.first_rate)},
                        {"unparsed", share(result.unparsed)}});
    return out;
}

} // namespace

void addEval(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "eval", "Measure a judge on a selection, in both orders, greedily",
                            "egt eval pairs.egt --judge judge --selection heldout", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--judge", options->request.judge, "Judge folder")->required();
    command->add_option("--selection", options->request.selection, "Which pairs")->capture_default_str();
    command->add_option("--batch", options->request.batch, "Responses generated together")->capture_default_str();
    command->add_flag("--blank-images", options->request.blank_images, "Replace each image by its mean colour");
}

} // namespace egt::cli
