// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The optimizer steps of one training step.

#include "ml_pipelines/rollout.h"
#include "training/adamw.h"

namespace egt::ml {

struct UpdateFigures {
    double loss = 0;
    double gradient_norm = 0;
    double kl = 0;
    double clipped_low = 0;  ///< share of tokens
    double clipped_high = 0; ///< share of tokens
    bool finite = true;      ///< false: loss or gradient is not a number, and no step was made
};

/// GRPO with the "dapo" normaliser (all response tokens of the step), or for the sft method cross-entropy on the
/// responses with the right verdict (rejection sampling; normaliser: their tokens). Responses without advantage carry
/// no gradient and are not run when there is no KL term. When none carries any, nothing is stepped. `reference` may be
/// null when config.beta is 0.
UpdateFigures updatePolicy(LoadedJudge& judge, judge::Judge* reference, const RolloutBatch& batch,
                           const TrainConfig& config, double learning_rate, training::AdamW& optimizer);

} // namespace egt::ml
