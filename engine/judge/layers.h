// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "judge/weights.h"

namespace egt::judge {

/// Rotary angles, ready for rotate(): cos twice, and sin with its first half negated. Float32 [..., head width].
struct Rotary {
    torch::Tensor cos, sin;
};
Rotary rotaryOf(const torch::Tensor& angles); ///< angles: [..., half the head width]
/// x cos + rotate_half(x) sin, over the last axis, computed in float32.
torch::Tensor rotate(const torch::Tensor& x, const Rotary& rotary);

/// silu(gate) * up over the halves of the last axis.
torch::Tensor swiglu(const torch::Tensor& gate_up);

/// Computed in float32, given back in x's type.
torch::Tensor rmsNorm(const torch::Tensor& x, const torch::Tensor& weight, double eps);

/// Base frequencies 1 / theta^(2i / width), i < width / 2, in float32 as the reference computes them.
std::vector<float> frequencies(double theta, std::int64_t width);

} // namespace egt::judge
