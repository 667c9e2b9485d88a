// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "api/engine.h"
#include "base/control.h"
#include "base/json.h"
#include "base/result.h"
#include "demo/measures.h"

namespace egt::demo {

/// Sizes of the whole story. `quick` walks the same path with fewer pairs and steps.
struct DemoOptions {
    std::filesystem::path out;
    bool quick = false;
    std::uint64_t seed = 1;
    std::int64_t pairs = 2000;
    std::int64_t heldout = 500;
    std::int64_t traces = 4500;
    std::int32_t samples = 4;
    double keep = 0.7;
    std::int64_t train_steps = 40;
    std::int32_t arm_seeds = 3;
    double learning_rate = 2e-4;

    static DemoOptions make(bool quick, std::uint64_t seed, std::filesystem::path out);
};

struct DemoResult {
    std::string project;
    std::string judge;
    std::string report;
    std::string export_folder;
    ScoreMeasures scores;
    Estimate start_accuracy;
    Estimate blank_accuracy;
    double cut = 0;
    RunId score_run = 0;
    std::vector<Arm> arms;
    std::size_t reference_arm = 1;
    Estimate order_effect;                               ///< low to high against random order of the same pairs, paired
    std::vector<std::pair<std::string, double>> seconds; ///< per chapter
    std::int64_t exported = 0;
    std::int64_t filtered_out = 0;
    std::int64_t traces = 0;

    [[nodiscard]] Json toJson() const; ///< the command line contract
};

/// Tells the chapters as they begin: index (0-based), count, name.
using ChapterSink = std::function<void(int index, int count, const std::string& name)>;

/// The whole job unattended: world, import, stage 1, scores, cut, flags, arms, evaluation, export, report. Finished
/// chapters of an earlier attempt in the same folder are kept, so an interrupted demo continues. `control` is asked
/// between chapters; a running job is stopped by the caller through the engine.
/// Errors: whatever a job answers; demo.stopped.
Result<DemoResult> runDemo(const DemoOptions& options, Engine& engine, Control& control, const ChapterSink& chapter);

/// One self-contained HTML page.
std::string reportHtml(const DemoOptions& options, const DemoResult& result, Engine& engine);

} // namespace egt::demo
