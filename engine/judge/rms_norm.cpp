// SPDX-License-Identifier: GPL-3.0-or-later
// RMSNorm in one pass each way. LibTorch composes it of six kernels forward and more than ten backward, which for a
// small judge costs as much as its matmuls. y = w x r with r = 1 / sqrt(mean x^2 + eps); with g = dy w: dx = r (g - x
// r^2 mean(g x)), dw = sum over rows of dy x r.
#include <array>
#include <cmath>

#include <torch/csrc/autograd/custom_function.h>

#include "judge/layers.h"

namespace egt::judge {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// sum a[i] b[i] (times c[i] when given) in eight lanes, so that the compiler can use vectors without reordering
/// freely.
template <bool Three> float dot(const float* a, const float* b, const float* c, std::int64_t n) {
    std::array<float, 8> lanes{};
    std::int64_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (std::size_t k = 0; k < 8; ++k) {
            const auto at = i + static_cast<std::int64_t>(k);
            lanes[k] += Three ? a[at] * b[at] * c[at] : a[at] * b[at];
        }
    float rest = 0;
    for (; i < n; ++i)
        rest += Three ? a[i] * b[i] * c[i] : a[i] * b[i];
    return rest + ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

torch::Tensor forwardRows(const torch::Tensor& x_ND, const torch::Tensor& weight, double eps, float* scales) {
    torch::Tensor y_ND = at::empty_like(x_ND);
    const std::int64_t d = weight.numel();
    const float* x = x_ND.const_data_ptr<float>();
    const float* w = weight.const_data_ptr<float>();
    float* y = y_ND.mutable_data_ptr<float>();
    for (std::int64_t row = 0; row < x_ND.numel() / d; ++row, x += d, y += d) {
        const float mean = dot<false>(x, x, nullptr, d) / static_cast<float>(d);
        const float r = 1.0F / std::sqrt(mean + static_cast<float>(eps));
        for (std::int64_t i = 0; i < d; ++i)
            y[i] = w[i] * (x[i] * r);
        if (scales) scales[row] = r;
    }
    return y_ND;
}

struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x_ND, const torch::Tensor& weight,
                                 double eps) {
        const torch::Tensor scales = at::empty({x_ND.numel() / weight.numel()}, x_ND.options());
        torch::Tensor y = forwardRows(x_ND, weight, eps, scales.mutable_data_ptr<float>());
        context->save_for_backward({x_ND, weight, scales});
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor grad = grads[0].contiguous();
        torch::Tensor dx_ND = at::empty_like(saved[0]);
        torch::Tensor dw_D = at::zeros_like(saved[1]);
        const std::int64_t d = saved[1].numel();
        const float* x = saved[0].const_data_ptr<float>();
        const float* w = saved[1].const_data_ptr<float>();
        const float* r = saved[2].const_data_ptr<float>();
        const float* g = grad.const_data_ptr<float>();
        float* dx = dx_ND.mutable_data_ptr<float>();
        float* dw = dw_D.mutable_data_ptr<float>();
        for (std::int64_t row = 0; row < saved[2].numel(); ++row, x += d, g += d, dx += d, ++r) {
            const float shared = *r * *r * dot<true>(g, w, x, d) / static_cast<float>(d);
            for (std::int64_t i = 0; i < d; ++i) {
                dx[i] = *r * (g[i] * w[i] - x[i] * shared);
                dw[i] += g[i] * x[i] * *r;
            }
        }
        return {dx_ND, dw_D, torch::Tensor()};
    }
};

} // namespace

torch::Tensor rmsNorm(const torch::Tensor& x, const torch::Tensor& weight, double eps) {
    if (!x.is_cpu() || x.scalar_type() != torch::kFloat32) // LibTorch's own: fused on CUDA, float32 inside
        return at::rms_norm(x, weight.sizes(), weight, eps);
    const torch::Tensor rows = x.contiguous();
    if (at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad()))
        return RmsNorm::apply(rows, weight, eps);
    return forwardRows(rows, weight, eps, nullptr);
}

} // namespace egt::judge
