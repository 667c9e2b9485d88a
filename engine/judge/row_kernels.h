// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one-read kernels over the rows of a tensor, on the device that it lies on. On CUDA they run on the device's
// legacy default stream, which is torch's own until a program chooses another: no other stream may be current. Where
// libegt_cuda.so can't be used, torch's operators do the same more slowly (deviceProblem() says why).

#include <torch/types.h>

namespace egt::judge {

/// What one read tells of each row; float32 but for the last two. Nats.
struct RowStats {
    torch::Tensor entropy_N, varentropy_N, logsumexp_N, logprob_N;
    torch::Tensor argmax_N; ///< int64
    torch::Tensor rank_N;   ///< int32: entries before the target, 0 = argmax; undefined when not wanted
    static RowStats allocate(std::int64_t rows, torch::Device device, bool with_rank = false);
    [[nodiscard]] RowStats narrow(std::int64_t begin, std::int64_t count) const; ///< views
};
/// logits_NV: contiguous float32, bfloat16 or float16; targets_N: int64, or undefined. On CPU threads share the rows.
void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out);

/// The k (at most 64) highest logits of each row, highest first, the lower id first among equals; id -1 where there is
/// none above -inf.
struct TopRows {
    torch::Tensor ids_NK;    ///< int32
    torch::Tensor values_NK; ///< float32
};
TopRows topOfRows(const torch::Tensor& logits_NV, std::int64_t k);

/// Writes over the logits the gradient of sum by_logprob log p_target + by_entropy H, times `scale`; either weight may
/// be undefined. kernels/entropy.h has the formulas.
void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale);

} // namespace egt::judge
