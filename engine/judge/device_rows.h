// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// row_kernels.h on CUDA tensors.

#include <torch/types.h>

#include "judge/row_kernels.h"
#include "kernels/entropy.h"

namespace egt::judge {

kernels::Number numberOf(const torch::Tensor& t);
/// Null for an undefined tensor.
template <class T> T* pointer(const torch::Tensor& t) {
    return t.defined() ? static_cast<T*>(const_cast<void*>(t.const_data_ptr())) : nullptr;
}

namespace device {
void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out);
void topOfRows(const torch::Tensor& logits_NV, const TopRows& out);
void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale);
} // namespace device

/// The same by torch's operators, on any device.
namespace composed {
void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out);
void topOfRows(const torch::Tensor& logits_NV, const TopRows& out);
void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale);
} // namespace composed

} // namespace egt::judge
