// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string protocol;
    std::string order = "protocol";
    std::string unparsed = "protocol";
    std::string judge;
    BenchRequest request;
};

std::string interval(double low, double high) {
    return std::isnan(low) ? "–" : share(low) + " to " + share(high);
}

std::vector<std::string> cells(const BenchRow& row) {
    const std::int64_t counted = row.trials - row.left;
    return {row.category,        count(row.pairs),    count(counted),
            count(row.right),    share(row.accuracy), counted > 0 ? interval(row.low, row.high) : "–",
            share(row.acc_plus), count(row.groups)};
}

std::string tableOf(const BenchResult& r) {
    std::vector<std::vector<std::string>> rows{
        {"category", "pairs", "counted", "right", "acc", "95 % interval", "acc+", "groups"}};
    for (const BenchRow& row : r.categories)
        rows.push_back(cells(row));
    rows.push_back(cells(r.overall));
    rows.push_back({"macro", "", "", "", share(r.macro), interval(r.macro_low, r.macro_high), "", ""});
    return table(rows);
}

std::string settingsOf(RunId run, const BenchResult& r) {
    Rows rows{{"run", std::to_string(run) + ", of the responses of run " + std::to_string(r.run)},
              {"protocol", std::string(name(r.protocol))},
              {"rules", "order " + std::string(name(r.order)) + ", " + count(r.votes) + " votes, unparsed " +
                            std::string(name(r.unparsed)) + ", seed " + std::to_string(r.seed)},
              {"first position", share(r.first_rate)},
              {"unparsed", share(r.unparsed_rate) + " of the votes"}};
    if (!std::isnan(r.consistency)) rows.emplace_back("consistency", share(r.consistency));
    if (r.unlabelled > 0) rows.emplace_back("without label", count(r.unlabelled) + " pairs, not counted");
    if (r.failed > 0) rows.emplace_back("not judged", count(r.failed) + " pairs, not counted");
    if (!r.predictions.empty())
        rows.emplace_back("predictions", r.predictions + " (" + count(r.prediction_lines) + " lines)");
    return aligned(rows);
}

/// Lets the judge answer first, with what the protocol needs: inference.py of VL-RewardBench samples at 0.2.
Result<RunId> score(Context& context, Engine& engine, const Options& options, const BenchRequest& bench) {
    ScoreRequest request;
    request.judge = options.judge;
    request.selection = bench.selection;
    request.seed = bench.seed;
    request.samples = std::max(1, bench.votes);
    if (request.samples > 1) request.temperature = request.top_p = 0.2;
    const bool stored = bench.order == BenchOrder::stored ||
                        (bench.order == BenchOrder::protocol && bench.protocol != BenchProtocol::vl_rewardbench);
    request.orders = stored ? Orders::stored : Orders::both;
    EGT_ASSIGN(const Ended ended, runJob(context, engine, request));
    return ended.run;
}

Result<Output> run(Context& context, const Options& options) {
    BenchRequest request = options.request; // the options take the known names only
    request.protocol = benchProtocolFromName(options.protocol).value_or(BenchProtocol::vl_rewardbench);
    request.order = benchOrderFromName(options.order).value_or(BenchOrder::protocol);
    request.unparsed = unparsedPolicyFromName(options.unparsed).value_or(UnparsedPolicy::protocol);
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    if (!options.judge.empty()) {
        EGT_ASSIGN(request.run, score(context, *engine, options, request));
    }
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<BenchResult>(ended.result);
    Output out;
    out.json = OrderedJson(recordToJson(result));
    out.json["score_run"] = result.run;
    out.json["run"] = ended.run;
    out.text = settingsOf(ended.run, result) + "\n\n" + tableOf(result);
    return out;
}

} // namespace

void addBenchEval(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "bench-eval", "Count a judge's answers as a benchmark does, by category",
                            "egt bench-eval pairs.egt --protocol vl_rewardbench --predictions predictions.jsonl\n"
                            "  egt bench-eval pairs.egt --protocol mm_rlhf_rewardbench --judge judge",
                            run);
    BenchRequest& request = options->request;
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--protocol", options->protocol, "Whose rules")
        ->check(CLI::IsMember({"vl_rewardbench", "multimodal_rewardbench", "mm_rlhf_rewardbench"}))
        ->required();
    CLI::Option* of_run =
        command->add_option("--run", request.run, "Scoring run to count (default: the latest complete one)");
    command
        ->add_option("--judge", options->judge,
                     "Let this judge answer first: a folder, or the address of a server; several votes are sampled at "
                     "temperature and top-p 0.2")
        ->excludes(of_run);
    command->add_option("--votes", request.votes, "Samples of each pair that vote (0: as the protocol does it)")
        ->capture_default_str();
    command
        ->add_option("--order", options->order,
                     "Answer shown first: as the protocol does it, as stored, by a coin for each vote, by the parity "
                     "of the answers' length, or each order on its own")
        ->check(CLI::IsMember({"protocol", "stored", "coin", "parity", "both"}))
        ->capture_default_str();
    command->add_option("--seed", request.seed, "Seed of coins and guesses")->capture_default_str();
    command
        ->add_option("--unparsed", options->unparsed,
                     "Responses without a verdict: as the protocol does it, leave the denominator, wrong, or a guess")
        ->check(CLI::IsMember({"protocol", "leave", "wrong", "guess"}))
        ->capture_default_str();
    command->add_option("--selection", request.selection, "Which pairs")->capture_default_str();
    command->add_option("--predictions", request.predictions, "File to write in the benchmark's own form");
}

} // namespace egt::cli
