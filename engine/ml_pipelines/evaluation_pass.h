// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Accuracy of a judge on labelled pairs: greedy, both orders.

#include <functional>
#include <vector>

#include "ml_pipelines/judging.h"
#include "ml_pipelines/notes.h"
#include "ml_pipelines/pair_table.h"
#include "store/project.h"

namespace egt::ml {

/// Mean of per-pair shares with a 95 % interval clustered by pair: the standard error is that of the pair means (Miller
/// 2024, arXiv 2411.00640, section 2.2), turned into the number of independent answers that would have the same error,
/// and Wilson's score interval (JASA 22, 1927) is taken at that size, so that it stays inside 0..1 and does not
/// collapse when every pair is right.
struct ShareInterval {
    double value = 0;
    double low = 0;
    double high = 1;
};
ShareInterval clusteredShare(const std::vector<double>& pair_means);

/// What an evaluation counts, pair by pair.
class EvaluationTally {
public:
    /// The verdicts of one pair in stored and in swapped order.
    /// Returns the share of the two that is right.
    double add(Label label, Verdict stored, Verdict swapped);
    [[nodiscard]] EvaluationRecord record() const;

private:
    std::vector<double> m_pair_means;
    double m_consistent = 0;
    double m_first = 0;
    double m_parsed = 0;
};

/// What the judge said of one pair.
struct PairVerdicts {
    PairId pair = 0;
    Verdict stored = Verdict::unparsed;  ///< in the stored order
    Verdict swapped = Verdict::unparsed; ///< in the swapped order
    double correct = 0;                  ///< share of the two that name the label
};

struct EvaluationPass {
    EvaluationRecord record;
    std::vector<PairVerdicts> pairs;
    std::int64_t left_out = 0; ///< pairs that could not be judged
    std::int64_t tokens = 0;
    bool stopped = false;
};
struct EvaluationOptions {
    std::int32_t batch = 64; ///< responses generated together
    bool blank_images = false;
    std::int32_t max_new_tokens = 0;
};
/// `pairs` must all have a label a or b in `table`. `done` hears how many pairs are through.
Result<EvaluationPass> evaluatePairs(LoadedJudge& judge, Project& project, const std::vector<PairId>& pairs,
                                     const PairTable& table, const EvaluationOptions& options, ImageCache& images,
                                     Control& control, Warnings& warnings,
                                     const std::function<void(std::int64_t)>& done = {});

} // namespace egt::ml
