// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "judge/config.h"
#include "judge/linear.h"

namespace egt::judge {

struct VisionBlock {
    torch::Tensor norm1, norm2;
    Linear qkv, proj, gate_up, down;
};
struct TextLayer {
    torch::Tensor norm1, norm2;
    Linear qkv, o, gate_up, down;
};

/// All tensors of a judge, of one device and type, and their Hugging Face names (the form of the published
/// checkpoints: visual.*, model.*, lm_head.weight) in file order.
struct Weights {
    torch::Tensor patch; ///< [width, 3, time, patch, patch], as the checkpoint's Conv3d
    std::vector<VisionBlock> blocks;
    torch::Tensor merger_norm;
    Linear merger1, merger2;
    torch::Tensor embedding;
    std::vector<TextLayer> layers;
    torch::Tensor norm;
    torch::Tensor head; ///< undefined when tied
    std::vector<std::pair<std::string, torch::Tensor>> named;
    std::shared_ptr<bool> adapters_on = std::make_shared<bool>(true); ///< of all its linear layers

    /// Uninitialised tensors of the right shapes, requiring gradients.
    static Weights allocate(const JudgeConfig& config, const torch::TensorOptions& options = torch::kFloat32);
    /// Device and type of the tensors: what goes beside them is made with these.
    [[nodiscard]] torch::TensorOptions options() const { return embedding.options().requires_grad(false); }
    /// Normal with 0.8 / sqrt(inputs); half of that for what adds to the residual (o_proj, proj, down_proj); embeddings
    /// initializer_range x sqrt(width) / 2; biases 0, norms 1. Each tensor draws from its own seed.
    void initialize(const JudgeConfig& config, std::uint64_t seed);
    [[nodiscard]] const torch::Tensor& output() const { return head.defined() ? head : embedding; }
};

} // namespace egt::judge
