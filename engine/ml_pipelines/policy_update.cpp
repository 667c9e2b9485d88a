// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/policy_update.h"

#include <algorithm>
#include <cmath>

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

namespace egt::ml {
namespace {

constexpr std::size_t kMicroBatch = 64; ///< sequences in one backward pass

/// A part of the step that goes through the network together.
struct Micro {
    std::vector<judge::Sequence> sequences;
    std::vector<judge::ImagePatches> images;
    torch::Tensor advantages_N;
    torch::Tensor old_N;       ///< log-probs when the responses were sampled; set by the first pass
    torch::Tensor reference_N; ///< log-probs of the start judge
};

std::vector<std::size_t> withGradient(const RolloutBatch& batch, bool all) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < batch.rollouts.size(); ++i)
        if (!batch.rollouts[i].sequence.response.empty() && (all || batch.rollouts[i].advantage != 0)) out.push_back(i);
    return out;
}

/// Images are shared by the responses to one pair inside a micro batch.
Micro makeMicro(const RolloutBatch& batch, const std::vector<std::size_t>& chosen, std::size_t begin, std::size_t end) {
    Micro micro;
    std::vector<float> advantages;
    std::vector<std::int32_t> indices;
    std::size_t last_pair = batch.pairs.size();
    for (std::size_t i = begin; i < end; ++i) {
        const Rollout& rollout = batch.rollouts[chosen[i]];
        if (rollout.pair != last_pair) {
            last_pair = rollout.pair;
            indices.clear();
            for (const judge::ImagePatches& image : batch.pairs[last_pair].images) {
                indices.push_back(static_cast<std::int32_t>(micro.images.size()));
                micro.images.push_back(image);
            }
        }
        micro.sequences.push_back(rollout.sequence);
        micro.sequences.back().images = indices;
        advantages.insert(advantages.end(), rollout.sequence.response.size(), static_cast<float>(rollout.advantage));
    }
    micro.advantages_N = torch::tensor(advantages, torch::kFloat32);
    return micro;
}

judge::ForcedRows runForced(judge::Judge& judge, const Micro& micro) {
    return judge.forwardRows(micro.sequences, judge.encodeImages(micro.images));
}

/// The reference may be the judge itself without its adapter.
judge::ForcedRows runReference(const LoadedJudge& judge, judge::Judge& reference, const Micro& micro) {
    if (&reference != judge.judge.get()) return runForced(reference, micro);
    const judge::AdapterOff off(reference);
    return runForced(reference, micro);
}

double activeTokens(const RolloutBatch& batch, const std::vector<std::size_t>& chosen, bool grpo) {
    if (grpo) return static_cast<double>(batch.response_tokens);
    std::size_t tokens = 0;
    for (const std::size_t i : chosen)
        tokens += batch.rollouts[i].sequence.response.size();
    return static_cast<double>(tokens);
}

} // namespace

UpdateFigures updatePolicy(LoadedJudge& judge, judge::Judge* reference, const RolloutBatch& batch,
                           const TrainConfig& config, double learning_rate, training::AdamW& optimizer) {
    const bool grpo = config.method == TrainMethod::grpo;
    const bool with_kl = grpo && config.beta != 0 && reference != nullptr;
    const std::vector<std::size_t> chosen = withGradient(batch, with_kl);
    UpdateFigures figures;
    if (chosen.empty()) return figures;
    std::vector<Micro> micros;
    for (std::size_t begin = 0; begin < chosen.size(); begin += kMicroBatch)
        micros.push_back(makeMicro(batch, chosen, begin, std::min(chosen.size(), begin + kMicroBatch)));
    const torch::Tensor suppressed =
        torch::tensor(std::vector<std::int64_t>(judge.suppressed.begin(), judge.suppressed.end()), torch::kInt64);
    const double tokens = activeTokens(batch, chosen, grpo);
    const training::PolicyOptions options{config.epsilon, config.epsilon_high, with_kl ? config.beta : 0.0, tokens};
    const std::int32_t iterations = grpo ? config.num_iterations : 1;
    for (std::int32_t iteration = 0; iteration < iterations; ++iteration) {
        optimizer.zeroGradients();
        figures = UpdateFigures{};
        for (Micro& micro : micros) {
            const judge::ForcedRows forced = runForced(*judge.judge, micro);
            torch::Tensor loss;
            if (grpo) {
                const torch::Tensor logprobs = training::rowLogprobs(forced, config.temperature, suppressed);
                if (!micro.old_N.defined()) micro.old_N = logprobs.detach();
                if (with_kl && !micro.reference_N.defined()) {
                    const at::NoGradGuard guard;
                    const judge::ForcedRows start = runReference(judge, *reference, micro);
                    micro.reference_N = training::rowLogprobs(start, config.temperature, suppressed);
                }
                const training::PolicyLoss policy =
                    training::policyLoss(logprobs, micro.old_N, micro.advantages_N, micro.reference_N, options);
                figures.kl += policy.kl_sum / tokens;
                figures.clipped_low += policy.clipped_low / tokens;
                figures.clipped_high += policy.clipped_high / tokens;
                loss = policy.loss;
            } else {
                loss = training::crossEntropy(forced, tokens);
            }
            loss.backward();
            figures.loss += loss.item<double>();
        }
        figures.gradient_norm = optimizer.clipGradients(config.max_grad_norm);
        figures.finite = std::isfinite(figures.loss) && std::isfinite(figures.gradient_norm);
        if (!figures.finite) return figures;
        optimizer.step(learning_rate);
    }
    return figures;
}

} // namespace egt::ml
