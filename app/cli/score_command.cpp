// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string orders = "both";
    std::string logprobs_mode = "unknown";
    std::string mode = "respond";
    bool dry_run = false;
    ScoreRequest request;
};

std::string gigabytes(std::int64_t bytes) {
    return bytes < 100'000'000 ? real(static_cast<double>(bytes) / 1e6, 1) + " MB"
                               : real(static_cast<double>(bytes) / 1e9, 2) + " GB";
}

OrderedJson jsonOf(const ScoreEstimate& e) {
    OrderedJson out;
    out["dry_run"] = true;
    out["pairs"] = e.pairs;
    out["done"] = e.done;
    out["text_only"] = e.text_only;
    out["failed"] = e.failed;
    out["responses"] = e.responses;
    out["prompt_tokens"] = e.prompt_tokens;
    out["computed_tokens"] = e.computed_tokens;
    out["padding"] = number(
        e.padded_tokens > 0 ? 1 - static_cast<double>(e.computed_tokens) / static_cast<double>(e.padded_tokens) : 0);
    out["new_tokens"] = e.new_tokens;
    out["weight_bytes"] = e.weight_bytes;
    out["cache_bytes"] = e.cache_bytes;
    out["work_bytes"] = e.work_bytes;
    out["seconds"] = number(e.seconds);
    out["prompt_tokens_per_second"] = number(e.prompt_tokens_per_second);
    out["tokens_per_second"] = number(e.tokens_per_second);
    out["speed_run"] = e.speed_run;
    return out;
}

Output estimated(const ScoreEstimate& e) {
    const double padding =
        e.padded_tokens > 0 ? 1 - static_cast<double>(e.computed_tokens) / static_cast<double>(e.padded_tokens) : 0;
    const std::string source = e.speed_run > 0 ? "as in run " + std::to_string(e.speed_run) : "measured just now";
    Output out;
    out.json = jsonOf(e);
    out.text = aligned({{"pairs", count(e.pairs) + (e.done > 0 ? ", " + count(e.done) + " more are done" : "")},
                        {"text only", count(e.text_only) + " pairs without their missing images"},
                        {"can't be judged", count(e.failed) + " pairs"},
                        {"responses", count(e.responses)},
                        {"prompt tokens", count(e.prompt_tokens) + ", " + count(e.computed_tokens) +
                                              " to compute after sharing, " + share(padding) + " padding beside them"},
                        {"new tokens", count(e.new_tokens) + " at most"},
                        {"memory", "weights " + gigabytes(e.weight_bytes) + ", cache " + gigabytes(e.cache_bytes) +
                                       ", workspace about " + gigabytes(e.work_bytes)},
                        {"speed", real(e.prompt_tokens_per_second, 0) + " prompt tokens/s, " +
                                      real(e.tokens_per_second, 0) + " new tokens/s (" + source + ")"},
                        {"time", duration(e.seconds) + " at most"}});
    return out;
}

Output scored(RunId run, const ScoreResult& result) {
    Output out;
    out.json["run"] = run;
    out.json["scored"] = result.scored;
    out.json["resumed"] = result.resumed;
    out.json["failed"] = result.failed;
    out.json["unparsed"] = result.unparsed;
    out.json["tokens_per_second"] = number(result.tokens_per_second);
    out.json["without_entropy"] = result.without_entropy;
    out.json["text_only"] = result.text_only;
    out.json["prompt_tokens_per_second"] = number(result.prompt_tokens_per_second);
    out.json["padding"] = number(result.padding);
    Rows rows{{"run", std::to_string(run)},
              {"scored", count(result.scored) + " pairs"},
              {"text only", count(result.text_only) + " of them"},
              {"resumed", count(result.resumed)},
              {"failed", count(result.failed)},
              {"unparsed", count(result.unparsed) + " responses"},
              {"speed", real(result.prompt_tokens_per_second, 0) + " prompt tokens/s, " +
                            real(result.tokens_per_second, 0) + " new tokens/s"}};
    if (result.failed > 0)
        rows.emplace_back("why", "egt runs PROJECT --run " + std::to_string(run) + " names the pairs and the reasons");
    out.text = aligned(rows);
    return out;
}

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine,
               openProject(options.project, options.dry_run ? OpenMode::read_only : OpenMode::read_write));
    ScoreRequest request = options.request;
    request.orders = ordersFromName(options.orders).value_or(Orders::both); // the options take the known names only
    request.server.logprobs_mode = logprobsModeFromName(options.logprobs_mode).value_or(LogprobsMode::unknown);
    request.mode = scoreModeFromName(options.mode).value_or(ScoreMode::respond);
    if (options.dry_run) {
        EGT_ASSIGN(const ScoreEstimate estimate, engine->scoreEstimate(request));
        return estimated(estimate);
    }
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    return scored(ended.run, std::get<ScoreResult>(ended.result));
}

void addDecoding(CLI::App& command, ScoreRequest& request) {
    command.add_option("--samples", request.samples, "Responses for each pair and order")->capture_default_str();
    command.add_option("--temperature", request.temperature, "0 is greedy")->capture_default_str();
    command.add_option("--top-p", request.top_p, "Nucleus of the sampling")->capture_default_str();
    command.add_option("--top-k", request.top_k, "Sample from this many likeliest tokens (0: all)")
        ->capture_default_str();
    command
        .add_option("--repetition-penalty", request.repetition_penalty,
                    "1 is off (0: what the judge's generation_config.json says)")
        ->capture_default_str();
    command.add_option("--max-new-tokens", request.max_new_tokens, "Longest response (0: the prompt's own limit)")
        ->capture_default_str();
    command.add_option("--seed", request.seed, "Seed of the sampling")->capture_default_str();
    command.add_option("--alternatives", request.alternatives, "Likeliest tokens to keep with each token")
        ->capture_default_str();
}

void addMachine(CLI::App& command, ScoreRequest& request) {
    command.add_option("--batch", request.batch, "Responses generated together")->capture_default_str();
    command.add_option("--device", request.device, "auto, cpu or cuda:0")->capture_default_str();
    command.add_option("--dtype", request.dtype, "Numbers that the judge computes with")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16", "float16"}))
        ->capture_default_str();
    command.add_option("--min-pixels", request.min_pixels, "Smallest image (0: the judge's own limit)")
        ->capture_default_str();
    command.add_option("--max-pixels", request.max_pixels, "Largest image (0: the judge's own limit)")
        ->capture_default_str();
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
    command
        ->add_option(
            "--mode", options->mode,
            "respond: the judge reasons; given: it reads a reasoning that the data has; verdict: it only names "
            "the better answer")
        ->check(CLI::IsMember({"respond", "given", "verdict"}))
        ->capture_default_str();
    command->add_option("--prompt", request.prompt,
                        "A prompt form's name or a template file (default: the judge's own)");
    command->add_option("--given-field", request.given_field,
                        "Field to read in mode given (default: the reason of the labelled answer)");
    command->add_option("--orders", options->orders, "Which answer is shown first")
        ->check(CLI::IsMember({"stored", "swapped", "both"}))
        ->capture_default_str();
    addDecoding(*command, request);
    addMachine(*command, request);
    command->add_option("--selection", request.selection, "Which pairs")->capture_default_str();
    command->add_flag("--text-only-missing", request.text_only_missing,
                      "Judge pairs whose images are missing by their text (default: they fail)");
    command->add_flag("--dry-run", options->dry_run,
                      "Say how many tokens, how much memory and how long; change nothing");
    command->add_option("--name", request.name, "Name of the run (default: the judge's)");
    command->add_option("--resume", request.resume,
                        "Continue this run (default: an unfinished one with these settings)");
    addServerOptions(*command, request.server, options->logprobs_mode);
}

} // namespace egt::cli
