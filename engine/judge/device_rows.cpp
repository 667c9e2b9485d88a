// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/device_rows.h"

#include <limits>

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/where.h>
#include <c10/core/DeviceGuard.h>

#include "kernels/device.h"

namespace egt::judge {
namespace {

void check(const kernels::DeviceKernels& kernels, std::int32_t code) {
    TORCH_CHECK(code == 0, "a CUDA kernel could not be started: ", kernels.message(code));
}
constexpr void* default_stream = nullptr;

} // namespace

namespace device {

void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out) {
    const kernels::DeviceKernels* kernels = kernels::deviceKernels();
    if (kernels == nullptr) return composed::rowStats(logits_NV, targets_N, out);
    const c10::DeviceGuard guard(logits_NV.device());
    const std::int64_t rows = logits_NV.size(0);
    const torch::Tensor scratch =
        at::empty({kernels->scratch(rows, logits_NV.size(1))}, logits_NV.options().dtype(at::kByte));
    const EgtRowStats call{logits_NV.const_data_ptr(),
                           static_cast<std::int32_t>(numberOf(logits_NV)),
                           rows,
                           logits_NV.size(1),
                           pointer<const std::int64_t>(targets_N),
                           pointer<float>(out.entropy_N),
                           pointer<float>(out.varentropy_N),
                           pointer<float>(out.logsumexp_N),
                           pointer<float>(out.logprob_N),
                           pointer<std::int64_t>(out.argmax_N),
                           pointer<std::int32_t>(out.rank_N),
                           scratch.numel() > 0 ? scratch.mutable_data_ptr() : nullptr};
    check(*kernels, kernels->rowStats(&call, default_stream));
}

void topOfRows(const torch::Tensor& logits_NV, const TopRows& out) {
    const kernels::DeviceKernels* kernels = kernels::deviceKernels();
    if (kernels == nullptr) return composed::topOfRows(logits_NV, out);
    const c10::DeviceGuard guard(logits_NV.device());
    const EgtTop call{logits_NV.const_data_ptr(),
                      static_cast<std::int32_t>(numberOf(logits_NV)),
                      logits_NV.size(0),
                      logits_NV.size(1),
                      static_cast<std::int32_t>(out.ids_NK.size(1)),
                      pointer<std::int32_t>(out.ids_NK),
                      pointer<float>(out.values_NK)};
    check(*kernels, kernels->top(&call, default_stream));
}

void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale) {
    const kernels::DeviceKernels* kernels = kernels::deviceKernels();
    if (kernels == nullptr)
        return composed::gradientOverLogits(logits_NV, targets_N, logsumexp_N, entropy_N, by_logprob_N, by_entropy_N,
                                            scale);
    const c10::DeviceGuard guard(logits_NV.device());
    const EgtGradient call{logits_NV.mutable_data_ptr(),
                           static_cast<std::int32_t>(numberOf(logits_NV)),
                           logits_NV.size(0),
                           logits_NV.size(1),
                           pointer<const std::int64_t>(targets_N),
                           pointer<const float>(logsumexp_N),
                           pointer<const float>(entropy_N),
                           pointer<const float>(by_logprob_N),
                           pointer<const float>(by_entropy_N),
                           static_cast<float>(scale)};
    check(*kernels, kernels->gradient(&call, default_stream));
}

} // namespace device

namespace composed {

void rowStats(const torch::Tensor& logits_NV, const torch::Tensor& targets_N, const RowStats& out) {
    const torch::Tensor x = logits_NV.to(at::kFloat);
    const torch::Tensor logp = at::log_softmax(x, -1);
    const torch::Tensor p = at::exp(logp);
    const torch::Tensor surprisal = at::where(p > 0, logp, 0.0).neg(); // 0 log 0 = 0
    out.entropy_N.copy_((p * surprisal).sum(-1));
    out.varentropy_N.copy_((p * (surprisal - out.entropy_N.unsqueeze(1)).square()).sum(-1));
    out.logsumexp_N.copy_(x.logsumexp(-1));
    out.argmax_N.copy_(x.argmax(-1));
    out.logprob_N.zero_();
    if (out.rank_N.defined()) out.rank_N.zero_();
    if (!targets_N.defined()) return;
    const torch::Tensor target = targets_N.unsqueeze(1);
    out.logprob_N.copy_(logp.gather(1, target).squeeze(1));
    if (!out.rank_N.defined()) return;
    const torch::Tensor value = x.gather(1, target);
    const torch::Tensor earlier = at::arange(x.size(1), target.options()).unsqueeze(0) < target;
    out.rank_N.copy_(((x > value) | ((x == value) & earlier)).sum(-1));
}

void topOfRows(const torch::Tensor& logits_NV, const TopRows& out) {
    const std::int64_t k = std::min(out.ids_NK.size(1), logits_NV.size(1));
    // Stable: the lower id first among equals.
    const auto [sorted, order] =
        logits_NV.to(at::kFloat)
            .nan_to_num(-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
                        -std::numeric_limits<double>::infinity())
            .sort(true, -1, true);
    const torch::Tensor values = sorted.narrow(1, 0, k);
    const torch::Tensor there = values > -std::numeric_limits<float>::infinity();
    out.ids_NK.fill_(-1);
    out.values_NK.zero_();
    out.ids_NK.narrow(1, 0, k).copy_(at::where(there, order.narrow(1, 0, k), -1));
    out.values_NK.narrow(1, 0, k).copy_(at::where(there, values, 0.0));
}

void gradientOverLogits(torch::Tensor& logits_NV, const torch::Tensor& targets_N, const torch::Tensor& logsumexp_N,
                        const torch::Tensor& entropy_N, const torch::Tensor& by_logprob_N,
                        const torch::Tensor& by_entropy_N, double scale) {
    const torch::Tensor logp = logits_NV.to(at::kFloat) - logsumexp_N.unsqueeze(1);
    const torch::Tensor p = at::exp(logp);
    torch::Tensor gradient = at::zeros_like(p);
    if (by_logprob_N.defined()) {
        gradient -= p * by_logprob_N.unsqueeze(1);
        gradient.scatter_add_(1, targets_N.unsqueeze(1), by_logprob_N.unsqueeze(1));
    }
    if (by_entropy_N.defined())
        gradient -= p * at::where(p > 0, logp + entropy_N.unsqueeze(1), 0.0) * by_entropy_N.unsqueeze(1);
    logits_NV.copy_(gradient * scale);
}

} // namespace composed

} // namespace egt::judge
