// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sampled responses of one training step, rewarded.

#include <vector>

#include "ml_pipelines/judging.h"
#include "ml_pipelines/notes.h"
#include "ml_pipelines/pair_table.h"
#include "records/requests.h"
#include "store/project.h"
#include "training/losses.h"

namespace egt::ml {

struct Rollout {
    std::size_t pair = 0;     ///< index into RolloutBatch::pairs
    judge::Sequence sequence; ///< prompt and sampled response
    judge::Generated generated;
    training::Reward reward;
    double advantage = 0;
};

struct RolloutBatch {
    std::vector<ReadyPair> pairs;
    std::vector<Rollout> rollouts; ///< num_generations neighbours a pair
    std::int64_t response_tokens = 0;
    std::int64_t prompt_tokens = 0;
    double zero_std_share = 0;
    bool stopped = false;
};

/// 1 for a response that parses, and 1 when its verdict names `label`.
training::Reward rewardOf(const std::string& text, VerdictForm form, Order order, Label label);

/// Asks each pair `num_generations` times at config.temperature. The order in which the answers are shown and all seeds
/// follow from (config.seed, step, place). Pairs that can't be judged are left out with a warning. Advantages: GRPO
/// group-normalised; for the sft method 1 for each response with the right verdict, 0 for the others.
Result<RolloutBatch> rollOut(LoadedJudge& judge, Project& project, const std::vector<PairId>& pairs,
                             const PairTable& table, const TrainConfig& config, std::int64_t step, ImageCache& images,
                             Control& control, Warnings& warnings);

/// reward, reward_std, rewards/…, entropy, completions/… of a step, by TRL's names.
void addRolloutMetrics(const RolloutBatch& batch, const TrainConfig& config, std::int64_t step,
                       std::vector<MetricPoint>& points);

} // namespace egt::ml
