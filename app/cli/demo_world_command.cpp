// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "base/control.h"
#include "commands.h"
#include "pipelines/demo_world.h"
#include "progress_bar.h"

namespace egt::cli {
namespace {

struct Options {
    pipelines::DemoWorldRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    SteeredControl control;
    ProgressBar bar;
    context.interrupts.listen([&](int /*nth*/) { control.stop(StopKind::abort); });
    const auto result = pipelines::writeDemoWorld(options.request, control, [&](std::int64_t done, std::int64_t total) {
        bar.progress({done, total, "images", "drawing", 0, 0});
    });
    context.interrupts.listen({});
    if (!result) return fail(result.error());
    Output out;
    const std::string folder = std::filesystem::absolute(options.request.out).lexically_normal().string();
    out.json = {{"out", folder},
                {"pairs", result->pairs},
                {"heldout", result->heldout},
                {"traces", result->traces},
                {"captions", result->captions},
                {"hard", result->hard},
                {"flipped", result->flipped},
                {"images", result->images}};
    out.text = aligned({{"folder", folder},
                        {"pairs", count(result->pairs) + ", " + count(result->heldout) + " of them held out"},
                        {"traces", count(result->traces)},
                        {"captions", count(result->captions)},
                        {"hard", count(result->hard)},
                        {"labels flipped", count(result->flipped)},
                        {"images", count(result->images)}});
    return out;
}

} // namespace

void addDemoWorld(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "demo-world", "Write a synthetic data set: pictures of shapes, pairs, traces",
                            "egt demo-world --pairs 200 --seed 1 --out world", run);
    command->add_option("--pairs", options->request.pairs, "Rows of pairs.jsonl, held-out ones included")
        ->capture_default_str();
    command->add_option("--heldout", options->request.heldout,
                        "How many of them are clean, for evaluation (default: a fifth)");
    command->add_option("--traces", options->request.traces, "Reasoning traces (default: nine for every five pairs)");
    command->add_option("--seed", options->request.seed, "Everything follows from it")->capture_default_str();
    command->add_option("--out", options->request.out, "Folder to write")->required();
}

} // namespace egt::cli
