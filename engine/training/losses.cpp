// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/losses.h"

#include <cmath>
#include <limits>

#include <ATen/ops/clamp.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/minimum.h>

#include "judge/head_stats.h"

namespace egt::training {

Advantages groupAdvantages(const std::vector<double>& rewards, std::int64_t group) {
    Advantages out;
    out.values.resize(rewards.size());
    const auto size = static_cast<std::size_t>(group);
    std::int64_t zero = 0;
    for (std::size_t begin = 0; begin + size <= rewards.size(); begin += size) {
        double mean = 0;
        for (std::size_t i = 0; i < size; ++i)
            mean += rewards[begin + i];
        mean /= static_cast<double>(size);
        double squares = 0;
        for (std::size_t i = 0; i < size; ++i)
            squares += (rewards[begin + i] - mean) * (rewards[begin + i] - mean);
        const double deviation = size > 1 ? std::sqrt(squares / static_cast<double>(size - 1)) : 0.0;
        const bool flat = deviation < 1e-9;
        for (std::size_t i = 0; i < size; ++i)
            out.values[begin + i] = flat ? 0.0 : (rewards[begin + i] - mean) / (deviation + 1e-4);
        out.group_std.push_back(flat ? 0.0 : deviation);
        zero += flat ? 1 : 0;
    }
    if (!out.group_std.empty())
        out.zero_std_share = static_cast<double>(zero) / static_cast<double>(out.group_std.size());
    return out;
}

torch::Tensor tokenLogprobs(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, double temperature,
                            const torch::Tensor& suppressed) {
    torch::Tensor scaled = logits_NV.to(torch::kFloat32);
    if (temperature != 1.0) scaled = scaled / temperature;
    if (suppressed.defined() && suppressed.numel() > 0)
        scaled = scaled.index_fill(1, suppressed, -std::numeric_limits<float>::infinity());
    return at::log_softmax(scaled, -1).gather(1, targets_N.unsqueeze(1)).squeeze(1);
}

torch::Tensor rowLogprobs(const judge::ForcedRows& rows, double temperature, const torch::Tensor& suppressed,
                          std::int64_t direct_logits) {
    if (rows.hidden_ND.size(0) * rows.head_VD.size(0) <= direct_logits)
        return tokenLogprobs(at::linear(rows.hidden_ND, rows.head_VD), rows.targets_N, temperature, suppressed);
    return judge::headStats(rows.hidden_ND, rows.head_VD, rows.targets_N, {temperature, suppressed, 0}).logprob_N;
}

PolicyLoss policyLoss(const torch::Tensor& logprobs, const torch::Tensor& old_logprobs, const torch::Tensor& advantages,
                      const torch::Tensor& reference, const PolicyOptions& options) {
    const torch::Tensor ratio = at::exp(logprobs - old_logprobs);
    const torch::Tensor clipped = at::clamp(ratio, 1 - options.epsilon, 1 + options.epsilon_high);
    torch::Tensor token_loss = -at::minimum(ratio * advantages, clipped * advantages);
    PolicyLoss out;
    if (options.beta != 0 && reference.defined()) {
        const torch::Tensor difference = reference - logprobs;
        const torch::Tensor k3 = at::exp(difference) - difference - 1;
        token_loss = token_loss + options.beta * k3;
        out.kl_sum = k3.detach().sum(torch::kFloat64).item<double>();
    }
    out.loss = token_loss.sum() / options.normaliser;
    const torch::Tensor r = ratio.detach();
    out.clipped_low = ((r < 1 - options.epsilon) & (advantages < 0)).sum().item<double>();
    out.clipped_high = ((r > 1 + options.epsilon_high) & (advantages > 0)).sum().item<double>();
    return out;
}

torch::Tensor crossEntropy(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& weights,
                           double normaliser) {
    torch::Tensor logprobs =
        at::log_softmax(logits_NV.to(torch::kFloat32), -1).gather(1, targets_N.unsqueeze(1)).squeeze(1);
    if (weights.defined()) logprobs = logprobs * weights;
    return -logprobs.sum() / normaliser;
}

torch::Tensor crossEntropy(const judge::ForcedRows& rows, double normaliser) {
    return -rowLogprobs(rows, 1, {}).sum() / normaliser;
}

} // namespace egt::training
