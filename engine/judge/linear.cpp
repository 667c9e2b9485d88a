// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/linear.h"

namespace egt::judge {
namespace {

// Into the columns of y in place: beside the layer's own matmul these are two thin ones and no copy of y.
void addAdapters(const Linear& linear, const torch::Tensor& x_ND, const torch::Tensor& y_ND) {
    if (linear.adapters.empty() || !*linear.adapters_on) return;
    for (const Lora& lora : linear.adapters) {
        const torch::Tensor low = at::mm(x_ND.to(lora.a.scalar_type()), lora.a.t());
        torch::Tensor columns = y_ND.narrow(1, lora.begin, lora.b.size(0));
        if (low.scalar_type() == columns.scalar_type())
            columns.addmm_(low, lora.b.t(), 1, lora.scale);
        else // adapters in float32 on a judge in half precision
            columns.add_(at::mm(low, lora.b.t()), lora.scale);
    }
}

} // namespace

torch::Tensor Joined::tensor() const {
    if (parts.size() == 1 || !at::GradMode::is_enabled() || !parts.front().requires_grad()) return storage;
    return at::cat(parts);
}

torch::Tensor apply(const Linear& linear, const torch::Tensor& x_ND) {
    const torch::Tensor weight = linear.weight.tensor().t();
    torch::Tensor y =
        linear.bias.storage.defined() ? at::addmm(linear.bias.tensor(), x_ND, weight) : at::mm(x_ND, weight);
    addAdapters(linear, x_ND, y);
    return y;
}

torch::Tensor applyOnto(const torch::Tensor& sum_ND, const Linear& linear, const torch::Tensor& x_ND) {
    if (linear.bias.storage.defined()) return sum_ND + apply(linear, x_ND);
    torch::Tensor y = at::addmm(sum_ND, x_ND, linear.weight.tensor().t());
    addAdapters(linear, x_ND, y);
    return y;
}

} // namespace egt::judge
