// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// GRPO and cross-entropy over packed response tokens ([N] = all response tokens of the batch, sequence after sequence).
// Formulas: Shao et al. 2024 (DeepSeekMath, GRPO), Yu et al. 2025 (DAPO, token normaliser and asymmetric clip), with
// the constants of TRL's GRPOTrainer: loss_type "dapo", scale_rewards "group", importance_sampling_level "token".

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "judge/judge.h"

namespace egt::training {

/// A = (r - mean) / (std + 1e-4) inside each group of `group` neighbours; std with n - 1 (Bessel).
struct Advantages {
    std::vector<double> values;    ///< one a reward
    std::vector<double> group_std; ///< one a group
    double zero_std_share = 0;     ///< share of groups whose rewards are all equal: they give no gradient
};
Advantages groupAdvantages(const std::vector<double>& rewards, std::int64_t group);

/// log p of each target token under softmax(logits / temperature) with `suppressed` ids left out: the distribution that
/// was sampled from. Returns [N].
torch::Tensor tokenLogprobs(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, double temperature,
                            const torch::Tensor& suppressed);

/// Up to this many logits (64 MiB in float32, one workspace) the whole matrix is made: nothing is computed twice.
/// Beyond it the head runs chunk by chunk and again in backward (judge/head_stats.h), in memory that does not grow.
inline constexpr std::int64_t kDirectLogits = 16LL << 20;
/// tokenLogprobs() of a judge's rows, by the way that fits their number; `direct_logits` moves the border (tests).
torch::Tensor rowLogprobs(const judge::ForcedRows& rows, double temperature, const torch::Tensor& suppressed,
                          std::int64_t direct_logits = kDirectLogits);

struct PolicyLoss {
    torch::Tensor loss;      ///< scalar, already divided by the normaliser
    double kl_sum = 0;       ///< sum of k3 over tokens (0 without a reference)
    double clipped_low = 0;  ///< tokens with A < 0 whose ratio fell below 1 - epsilon
    double clipped_high = 0; ///< tokens with A > 0 whose ratio rose above 1 + epsilon_high
};
struct PolicyOptions {
    double epsilon = 0.2;
    double epsilon_high = 0.2;
    double beta = 0;       ///< weight of k3 = exp(ref - p) - (ref - p) - 1 (Schulman 2020)
    double normaliser = 1; ///< active tokens of the whole step ("dapo")
};
/// -sum min(ratio A, clip(ratio, 1 - epsilon, 1 + epsilon_high) A) / normaliser [+ beta k3]. All tensors [N];
/// `reference` may be undefined when beta is 0.
PolicyLoss policyLoss(const torch::Tensor& logprobs, const torch::Tensor& old_logprobs, const torch::Tensor& advantages,
                      const torch::Tensor& reference, const PolicyOptions& options);

/// Sum of -weight x log p(target) / normaliser; weights [N] or undefined for all ones.
torch::Tensor crossEntropy(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& weights,
                           double normaliser);
torch::Tensor crossEntropy(const judge::ForcedRows& rows, double normaliser);

/// 0.5-style format reward plus one point for the verdict.
struct Reward {
    double format = 0;  ///< 1 when the response parses
    double verdict = 0; ///< 1 when it names the labelled answer
    [[nodiscard]] double total(double format_weight) const { return format_weight * format + verdict; }
};

} // namespace egt::training
