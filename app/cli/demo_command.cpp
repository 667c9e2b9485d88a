// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/control.h"
#include "base/numbers.h"
#include "commands.h"
#include "demo/demo.h"
#include "progress_bar.h"

namespace egt::cli {
namespace {

struct Options {
    std::string out;
    bool quick = false;
    std::uint64_t seed = 1;
};

/// Between chapters the control answers; a job that runs is stopped through the engine.
void stopAll(Engine& engine, SteeredControl& control, StopKind kind) {
    control.stop(kind);
    for (const RunRecord& run : engine.activeRuns())
        if (const auto stopped = engine.stop(run.id, kind); !stopped) message(stopped.error().message());
}

std::string percentText(const demo::Estimate& e) {
    return real(e.value, 3) + " (" + real(e.low, 3) + " to " + real(e.high, 3) + ")";
}

std::string summary(const demo::DemoResult& result) {
    Rows rows{{"project", result.project},
              {"report", result.report},
              {"scored pairs", count(result.scores.pairs)},
              {"start judge, held out", percentText(result.start_accuracy)},
              {"images blanked", percentText(result.blank_accuracy)},
              {"entropy and correctness", percentText(result.scores.spearman) + " rank correlation"},
              {"entropy finds wrong verdicts", percentText(result.scores.detectors.at(0).wrong) + " AUROC"},
              {"1 − P(label) finds flips", percentText(result.scores.detectors.at(1).flipped) + " AUROC"}};
    for (const demo::Arm& arm : result.arms)
        rows.emplace_back(arm.name, percentText(arm.accuracy) + ", difference " + percentText(arm.difference));
    return aligned(rows);
}

Result<Output> run(Context& context, const Options& options) {
    auto engine = makeLocalEngine();
    SteeredControl control;
    ProgressBar bar;
    engine->setListener([&bar](const Event& event) { bar.on(event); });
    context.interrupts.listen([&](int nth) {
        bar.line(nth == 1 ? "Stopping after this step and saving. Interrupt again to stop at once."
                          : "Stopping at once.");
        stopAll(*engine, control, nth == 1 ? StopKind::save : StopKind::abort);
    });
    const auto result =
        demo::runDemo(demo::DemoOptions::make(options.quick, options.seed, options.out), *engine, control,
                      [&bar](int index, int chapters, const std::string& name) {
                          bar.line(std::to_string(index + 1) + "/" + std::to_string(chapters) + "  " + name);
                      });
    context.interrupts.listen({});
    engine->setListener({});
    engine->close(StopKind::save);
    if (!result) return fail(result.error());
    Output out;
    out.json = OrderedJson(result->toJson());
    out.text = summary(*result);
    return out;
}

} // namespace

void addDemo(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "demo", "The whole story unattended, from a synthetic world to a report",
                            "egt demo --out demo --quick", run);
    command->add_option("--out", options->out, "Folder for project, judge, export and report")->required();
    command->add_flag("--quick", options->quick, "Fewer pairs and steps: about three minutes in place of ten");
    command->add_option("--seed", options->seed, "Seed of the world, the judge and every sample")
        ->capture_default_str();
}

} // namespace egt::cli
