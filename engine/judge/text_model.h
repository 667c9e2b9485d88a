// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "judge/judge.h"
#include "judge/layers.h"
#include "judge/weights.h"

namespace egt::judge {

/// Sequences side by side, padded on the right: with a causal mask no token sees the padding, so none is needed.
struct TokenBatch {
    std::int64_t size = 0;    ///< B
    std::int64_t longest = 0; ///< T
    torch::Tensor hidden_ND;  ///< [B x T, D], embeddings with the images in place
    Rotary rotary;            ///< [B, T, 1, head width]
    std::vector<std::int64_t> lengths;
    std::vector<std::int32_t> next; ///< M-RoPE position after each prompt
};
/// Embeds prompts, each followed by its response but for the last token when `with_response`.
TokenBatch embed(const Weights& weights, const JudgeConfig& config, const std::vector<const Sequence*>& sequences,
                 const std::vector<EncodedImage>& images, bool with_response);

/// Keys and values of one layer, [B, KV heads, places, head width].
struct LayerCache {
    torch::Tensor k, v;
};

/// All layers over whole sequences; the result is the hidden state of the given rows of [B x T] alone, not yet
/// normalised: the last layer computes no other. With a cache, keys and values are written to its places 0 .. T-1.
torch::Tensor runLayers(const Weights& weights, const JudgeConfig& config, const TokenBatch& batch,
                        const torch::Tensor& rows_N, std::vector<LayerCache>* cache);

/// One token a sequence: hidden_BD at place `place`, attending to places 0 .. place. `mask` is [B x KV heads, 1,
/// places], 0 or -inf. Only without gradients.
torch::Tensor runStep(const Weights& weights, const JudgeConfig& config, torch::Tensor hidden_BD, const Rotary& rotary,
                      const torch::Tensor& mask, std::int64_t place, std::vector<LayerCache>& cache);

torch::Tensor finalNorm(const Weights& weights, const JudgeConfig& config, const torch::Tensor& hidden_ND);
/// Final norm and head over rows of hidden states.
torch::Tensor logits(const Weights& weights, const JudgeConfig& config, const torch::Tensor& hidden_ND);

/// Rotary of text positions (equal in all axes): [n, 1, head width].
Rotary textRotary(const Weights& weights, const JudgeConfig& config, const std::vector<std::int32_t>& positions);

} // namespace egt::judge
