// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "judge/config.h"

namespace egt::judge {

/// Weights that the file keeps apart and one matmul uses together (q, k, v; gate, up). The parts are leaves that share
/// the storage row by row: an optimizer steps the parts, inference multiplies with the storage.
struct Joined {
    torch::Tensor storage;
    std::vector<torch::Tensor> parts;
    [[nodiscard]] torch::Tensor tensor() const { return at::GradMode::is_enabled() ? at::cat(parts) : storage; }
};

struct VisionBlock {
    torch::Tensor norm1, norm2, qkv, qkv_bias, proj, proj_bias, down, down_bias;
    Joined gate_up, gate_up_bias;
};
struct TextLayer {
    torch::Tensor norm1, norm2, o, down;
    Joined qkv, qkv_bias, gate_up;
};

/// All tensors of a judge, float32, and their Hugging Face names (the form of the published checkpoints:
/// visual.*, model.*, lm_head.weight) in file order.
struct Weights {
    torch::Tensor patch; ///< [width, 3, time, patch, patch], as the checkpoint's Conv3d
    std::vector<VisionBlock> blocks;
    torch::Tensor merger_norm, merger1, merger1_bias, merger2, merger2_bias;
    torch::Tensor embedding;
    std::vector<TextLayer> layers;
    torch::Tensor norm;
    torch::Tensor head; ///< undefined when tied
    std::vector<std::pair<std::string, torch::Tensor>> named;

    /// Uninitialised tensors of the right shapes, requiring gradients.
    static Weights allocate(const JudgeConfig& config);
    /// Normal with 0.8 / sqrt(inputs); half of that for what adds to the residual (o_proj, proj, down_proj); embeddings
    /// initializer_range x sqrt(width) / 2; biases 0, norms 1. Each tensor draws from its own seed.
    void initialize(const JudgeConfig& config, std::uint64_t seed);
    [[nodiscard]] const torch::Tensor& output() const { return head.defined() ? head : embedding; }
};

} // namespace egt::judge
