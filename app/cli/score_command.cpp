// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string orders = "both";
    std::string logprobs_mode = "unknown";
    ScoreRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    ScoreRequest request = options.request;
    request.orders = ordersFromName(options.orders).value_or(Orders::both); // the option takes the known names only
    request.server.logprobs_mode = logprobsModeFromName(options.logprobs_mode).value_or(LogprobsMode::unknown);
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<ScoreResult>(ended.result);
    Output out;
    out.json["run"] = ended.run;
    out.json["scored"] = result.scored;
    out.json["resumed"] = result.resumed;
    out.json["failed"] = result.failed;
    out.json["unparsed"] = result.unparsed;
    out.json["tokens_per_second"] = number(result.tokens_per_second);
    out.json["without_entropy"] = result.without_entropy;
    out.text = aligned({{"run", std::to_string(ended.run)},
                        {"scored", count(result.scored) + " pairs"},
                        {"resumed", count(result.resumed)},
                        {"failed", count(result.failed)},
                        {"unparsed", count(result.unparsed) + " responses"},
                        {"speed", real(result.tokens_per_second, 0) + " tokens/s"}});
    return out;
}

} // namespace

void addScore(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "score", "Let a judge reason about each pair; store verdicts and exact entropy",
        "egt score pairs.egt --judge judge\n"
        "  egt score pairs.egt --judge http://127.0.0.1:8000/v1 --samples 4 --temperature 1",
        run);
    ScoreRequest& request = options->request;
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--judge", request.judge, "Judge folder, or the address of a server")->required();
    command->add_option("--orders", options->orders, "Which answer is shown first")
        ->check(CLI::IsMember({"stored", "swapped", "both"}))
        ->capture_default_str();
    command->add_option("--samples", request.samples, "Responses for each pair and order")->capture_default_str();
    command->add_option("--temperature", request.temperature, "0 is greedy")->capture_default_str();
    command->add_option("--top-p", request.top_p, "Nucleus of the sampling")->capture_default_str();
    command->add_option("--seed", request.seed, "Seed of the sampling")->capture_default_str();
    command->add_option("--selection", request.selection, "Which pairs")->capture_default_str();
    command->add_option("--batch", request.batch, "Responses generated together")->capture_default_str();
    command->add_option("--name", request.name, "Name of the run (default: the judge's)");
    command->add_option("--resume", request.resume,
                        "Continue this run (default: an unfinished one with these settings)");
    addServerOptions(*command, request.server, options->logprobs_mode);
}

} // namespace egt::cli
