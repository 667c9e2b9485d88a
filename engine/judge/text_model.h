// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "judge/attention.h"
#include "judge/text_batch.h"

namespace egt::judge {

/// Where a batch's keys and values go: span b to its own places of groups[b], and the places before them are what its
/// tokens attend to besides.
struct CachePlaces {
    KvCache& cache;
    std::vector<std::int64_t> groups;
};

/// All layers over the spans of a batch; the result is the hidden state of the given rows of [B x T] alone, not yet
/// normalised: the last layer computes no other. Without a cache the spans must be whole sequences.
torch::Tensor runLayers(const Weights& weights, const JudgeConfig& config, const TokenBatch& batch,
                        const torch::Tensor& rows_N, CachePlaces* cached);

/// One token of each lane of the cache, written at place `place` of the lane's ring. `tokens` says what each lane sees
/// with this token counted in. Only without gradients.
torch::Tensor runStep(const Weights& weights, const JudgeConfig& config, torch::Tensor hidden_BD, const Rotary& rotary,
                      const std::vector<kernels::LaneTokens>& tokens, std::int64_t place, KvCache& cache);

torch::Tensor finalNorm(const Weights& weights, const JudgeConfig& config, const torch::Tensor& hidden_ND);
/// Final norm and head over rows of hidden states.
torch::Tensor logits(const Weights& weights, const JudgeConfig& config, const torch::Tensor& hidden_ND);

} // namespace egt::judge
