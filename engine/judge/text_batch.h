// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "judge/judge.h"
#include "judge/layers.h"
#include "judge/positions.h"
#include "judge/weights.h"

namespace egt::judge {

/// Tokens begin .. end of a prompt followed by its response.
struct Span {
    const Sequence* sequence = nullptr;
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// Spans side by side, padded on the right: with a causal mask no token sees the padding.
struct TokenBatch {
    std::int64_t size = 0;    ///< B
    std::int64_t longest = 0; ///< T
    torch::Tensor hidden_ND;  ///< [B x T, D], embeddings with the images in place
    Rotary rotary;            ///< [B, T, 1, head width]
    std::vector<std::int64_t> begins;
    std::vector<std::int64_t> lengths;
};
TokenBatch embed(const Weights& weights, const JudgeConfig& config, const std::vector<Span>& spans,
                 const std::vector<EncodedImage>& images);

/// M-RoPE positions of a prompt. Throws c10::Error when images and image tokens do not fit.
PromptPositions positionsOf(const Sequence& sequence, const std::vector<EncodedImage>& images,
                            std::int32_t image_token_id);

/// Rotary of text positions (equal in all axes): [n, 1, head width].
Rotary textRotary(const Weights& weights, const JudgeConfig& config, const std::vector<std::int32_t>& positions);

} // namespace egt::judge
