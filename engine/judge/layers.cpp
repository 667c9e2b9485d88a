// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/layers.h"

#include <cmath>

namespace egt::judge {

Rotary rotaryOf(const torch::Tensor& angles) {
    const torch::Tensor cos = angles.cos();
    const torch::Tensor sin = angles.sin();
    return {at::cat({cos, cos}, -1), at::cat({-sin, sin}, -1)};
}

torch::Tensor rotate(const torch::Tensor& x, const Rotary& rotary) {
    const torch::Tensor wide = x.to(torch::kFloat32); // no copy when it is
    return at::addcmul(wide * rotary.cos, at::roll(wide, x.size(-1) / 2, -1), rotary.sin).to(x.scalar_type());
}

torch::Tensor swiglu(const torch::Tensor& gate_up) {
    const auto halves = gate_up.chunk(2, -1); // one op, whose gradient is one cat
    return at::silu(halves[0]) * halves[1];
}

std::vector<float> frequencies(double theta, std::int64_t width) {
    std::vector<float> out;
    for (std::int64_t i = 0; i < width / 2; ++i) {
        const float exponent = static_cast<float>(2 * i) / static_cast<float>(width);
        out.push_back(1.0F / std::pow(static_cast<float>(theta), exponent));
    }
    return out;
}

} // namespace egt::judge
