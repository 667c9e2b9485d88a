// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Log-prob and entropy of tokens straight from hidden states: the head's logits are made a chunk of rows at a time in
// one workspace of fixed size, read once, and forgotten; no [T, V] tensor exists. Backward makes each chunk again and
// writes the gradient over it: with p = softmax(x / temperature), dlogp/dx_i = (delta_iy - p_i) / temperature and
// dH/dx_i = -p_i (log p_i + H) / temperature. On one machine and thread count the results are the same bit for bit.
//
// Thread: one at a time. CPU and CUDA tensors; float32, bfloat16, float16 (logits have the hidden rows' type, as the
// reference's have; sums are float32 or better).

#include <cstdint>

#include <torch/types.h>

namespace egt::judge {

struct HeadOptions {
    double temperature = 1;
    torch::Tensor suppressed; ///< int64 ids without probability; may be undefined
    /// Of the workspace. 0: 64 MiB on CPU, 256 MiB on CUDA.
    std::int64_t workspace_bytes = 0;
};
struct HeadStats {
    torch::Tensor logprob_N; ///< of the targets, nats, <= 0, float32
    torch::Tensor entropy_N; ///< 0 .. ln V, float32
    torch::Tensor argmax_N;  ///< int64, no gradient
};
/// hidden_ND: rows after the final norm, contiguous; head_VD: the output matrix; targets_N: int64. Differentiable in
/// hidden_ND and head_VD (a frozen head costs nothing: its gradient is not made).
HeadStats headStats(const torch::Tensor& hidden_ND, const torch::Tensor& head_VD, const torch::Tensor& targets_N,
                    const HeadOptions& options = {});

} // namespace egt::judge
