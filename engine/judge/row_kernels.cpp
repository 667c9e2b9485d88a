// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/row_kernels.h"

#include <algorithm>
#include <vector>

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include "judge/device_rows.h"
#include "kernels/entropy.h"

namespace egt::judge {
namespace {

constexpr std::int64_t kGrain = 1 << 16; ///< logits that are worth a thread

template <class Work> void eachRow(const torch::Tensor& logits_NV, const Work& work) {
    const std::int64_t count = logits_NV.size(1);
    const std::int64_t bytes = count * static_cast<std::int64_t>(logits_NV.element_size());
    at::parallel_for(0, logits_NV.size(0), std::max<std::int64_t>(1, kGrain / std::max<std::int64_t>(1, count)),
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t r = begin; r < end; ++r)
                             work(r, r * bytes);
                     });
}

void checkRows(const torch::Tensor& logits_NV) {
    TORCH_CHECK(logits_NV.dim() == 2 && logits_NV.is_contiguous(), "logits must be contiguous rows");
}

} // namespace

kernels::Number numberOf(const torch::Tensor& t) {
    switch (t.scalar_type()) {
    case at::kFloat:
        return kernels::Number::f32;
    case at::kBFloat16:
        return kernels::Number::bf16;
    case at::kHalf:
        return kernels::Number::f16;
    default:
        TORCH_CHECK(false, "logits must be float32, bfloat16 or float16, not ", t.scalar_type());
    }
}

RowStats RowStats::allocate(std::int64_t rows, torch::Device device, bool with_rank) {
    const at::TensorOptions real = at::TensorOptions(device).dtype(at::kFloat);
    return {at::empty({rows}, real),
            at::empty({rows}, real),
            at::empty({rows}, real),
            at::empty({rows}, real),
            at::empty({rows}, real.dtype(at::kLong)),
            with_rank ? at::empty({rows}, real.dtype(at::kInt)) : torch::Tensor()};
}

RowStats RowStats::narrow(std::int64_t begin, std::int64_t count) const {
    const auto part = [&](const torch::Tensor& t) { return t.defined() ? t.narrow(0, begin, count) : t; };
    return {part(entropy_N), part(varentropy_N), part(logsumexp_N), part(logprob_N), part(argmax_N), part(rank_N)};
}

void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out) {
    checkRows(logits_NV);
    if (logits_NV.is_cuda()) return device::rowStats(logits_NV, targets_N, out);
    const kernels::Number number = numberOf(logits_NV);
    const auto* data = static_cast<const char*>(logits_NV.const_data_ptr());
    const auto* targets = pointer<const std::int64_t>(targets_N);
    auto* entropy = pointer<float>(out.entropy_N);
    auto* varentropy = pointer<float>(out.varentropy_N);
    auto* logsumexp = pointer<float>(out.logsumexp_N);
    auto* logprob = pointer<float>(out.logprob_N);
    auto* argmax = pointer<std::int64_t>(out.argmax_N);
    auto* rank = pointer<std::int32_t>(out.rank_N);
    eachRow(logits_NV, [&](std::int64_t r, std::int64_t offset) {
        const kernels::TokenStats stats =
            kernels::tokenStats(data + offset, number, logits_NV.size(1), targets ? targets[r] : -1);
        entropy[r] = stats.entropy;
        varentropy[r] = stats.varentropy;
        logsumexp[r] = stats.logsumexp;
        logprob[r] = stats.logprob;
        argmax[r] = stats.argmax;
        if (rank) rank[r] = stats.rank;
    });
}

TopRows topOfRows(const torch::Tensor& logits_NV, std::int64_t k) {
    checkRows(logits_NV);
    TORCH_CHECK(k >= 1 && k <= 64, "between 1 and 64 of the highest can be asked for, not ", k);
    const TopRows out{at::empty({logits_NV.size(0), k}, logits_NV.options().dtype(at::kInt)),
                      at::empty({logits_NV.size(0), k}, logits_NV.options().dtype(at::kFloat))};
    if (logits_NV.is_cuda()) {
        device::topOfRows(logits_NV, out);
        return out;
    }
    const kernels::Number number = numberOf(logits_NV);
    const auto* data = static_cast<const char*>(logits_NV.const_data_ptr());
    auto* ids = pointer<std::int32_t>(out.ids_NK);
    auto* values = pointer<float>(out.values_NK);
    eachRow(logits_NV, [&](std::int64_t r, std::int64_t offset) {
        std::vector<kernels::Choice> top(static_cast<std::size_t>(k));
        static_cast<void>(kernels::tokenStats(data + offset, number, logits_NV.size(1), -1, top));
        for (std::int64_t i = 0; i < k; ++i) {
            ids[r * k + i] = top[static_cast<std::size_t>(i)].id;
            values[r * k + i] = top[static_cast<std::size_t>(i)].logit;
        }
    });
    return out;
}

void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale) {
    checkRows(logits_NV);
    if (logits_NV.is_cuda())
        return device::gradientOverLogits(logits_NV, targets_N, logsumexp_N, entropy_N, by_logprob_N, by_entropy_N,
                                          scale);
    const kernels::Number number = numberOf(logits_NV);
    auto* data = static_cast<char*>(logits_NV.mutable_data_ptr());
    const auto* targets = pointer<const std::int64_t>(targets_N);
    const auto* logsumexp = pointer<const float>(logsumexp_N);
    const auto* entropy = pointer<const float>(entropy_N);
    const auto* by_logprob = pointer<const float>(by_logprob_N);
    const auto* by_entropy = pointer<const float>(by_entropy_N);
    eachRow(logits_NV, [&](std::int64_t r, std::int64_t offset) {
        kernels::gradientOverLogits(
            data + offset, number, logits_NV.size(1), targets[r], logsumexp[r], entropy[r],
            {by_logprob ? by_logprob[r] : 0, by_entropy ? by_entropy[r] : 0, static_cast<float>(scale)});
    });
}

} // namespace egt::judge
