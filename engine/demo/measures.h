// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "api/engine.h"
#include "base/result.h"

// What the demo measures, from the project and from the ground truth that lies outside it. Only the report reads the
// truth.

namespace egt::demo {

struct Estimate {
    double value = 0;
    double low = 0; ///< 95 % interval
    double high = 0;
    [[nodiscard]] bool containsZero() const { return low <= 0 && high >= 0; }
};

/// One line of truth.jsonl.
struct Truth {
    double ambiguity = 0;
    bool flipped = false;
    bool hard = false;
    std::string kind;
};
/// By the data set's id. Errors: file.cannot_read, json.invalid, demo.bad_truth.
Result<std::map<std::string, Truth>> readTruth(const std::filesystem::path& file);

/// Which score finds which noise.
struct Detector {
    std::string name;
    Estimate wrong;   ///< AUROC for wrong verdicts
    Estimate flipped; ///< AUROC for flipped labels
};

struct ScoreMeasures {
    std::int64_t pairs = 0;
    std::int64_t flipped = 0;
    double accuracy = 0;             ///< verdict equals the ground truth, mean over responses
    std::vector<Estimate> deciles;   ///< ten, low entropy first
    Estimate spearman;               ///< entropy against correctness
    std::vector<Detector> detectors; ///< first: mean entropy; second: 1 - P(labelled)
    double auroc_wrong = 0;
    double auroc_flipped = 0;
    std::vector<double> bin_edges;
    std::vector<double> bin_right;
    std::vector<double> bin_wrong;
};
Result<ScoreMeasures> measureScores(Engine& engine, RunId run, const std::map<std::string, Truth>& truth);

/// Correctness per held-out pair (mean over both orders) as an evaluation run wrote it, by pair id.
Result<std::map<PairId, double>> readVerdicts(const std::filesystem::path& file);

struct Arm {
    std::string name;
    std::string what; ///< one sentence for people
    std::string selection;
    bool ordered = false; ///< curriculum from low to high entropy, else random order
    std::int64_t pairs = 0;
    std::int64_t flipped = 0;         ///< wrong labels among them, from the truth
    std::vector<RunId> runs;          ///< one a seed
    std::map<PairId, double> correct; ///< mean over seeds
    std::vector<double> seed_accuracies;
    Estimate accuracy;
    Estimate difference; ///< paired, against the reference arm
    Estimate gain;       ///< paired, against the start judge
};
/// Fills accuracy, difference and gain. `reference` is an index into `arms`, `start` the start judge's correctness.
void compareArms(std::vector<Arm>& arms, std::size_t reference, const std::map<PairId, double>& start);
Estimate accuracyOf(const std::map<PairId, double>& correct);
/// Mean of `ours` - `theirs` over the pairs that both have.
Estimate pairedWith(const std::map<PairId, double>& ours, const std::map<PairId, double>& theirs);

} // namespace egt::demo
