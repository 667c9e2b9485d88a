// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/types.h>

namespace egt::judge {

/// Weights that the file keeps apart and one matmul uses together (q, k, v; gate, up). The parts are leaves that share
/// the storage row by row: an optimizer steps the parts, inference multiplies with the storage. One part is the
/// storage.
struct Joined {
    torch::Tensor storage; ///< undefined: there is none
    std::vector<torch::Tensor> parts;
    /// The parts when they are trained, so that each gets its gradient; else the storage.
    [[nodiscard]] torch::Tensor tensor() const;
};

/// A low-rank update of consecutive columns of a linear layer's result: y += scale (x A^T) B^T.
/// Source: LoRA, Hu et al. 2021 (arXiv 2106.09685), section 4.1.
struct Lora {
    torch::Tensor a;        ///< [rank, in]
    torch::Tensor b;        ///< [columns, rank]
    double scale = 1;       ///< alpha / rank, or alpha / sqrt(rank) (rsLoRA, arXiv 2312.03732)
    std::int64_t begin = 0; ///< first column
};

/// y = x W^T + b, and what adapters add to it while they are on.
struct Linear {
    Joined weight; ///< [out, in]
    Joined bias;   ///< [out] or undefined
    std::vector<Lora> adapters;
    std::shared_ptr<const bool> adapters_on; ///< one switch a judge
};

/// x: [N, in]; result [N, out].
torch::Tensor apply(const Linear& linear, const torch::Tensor& x_ND);
/// sum + apply(linear, x), the residual stream's step, in one matmul where there is no bias.
torch::Tensor applyOnto(const torch::Tensor& sum_ND, const Linear& linear, const torch::Tensor& x_ND);

} // namespace egt::judge
