// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The gradient over a row of logits, in place: 16 bytes in, 16 bytes out. kernels/entropy.h has the formula.

#include "kernels/cuda/numbers.cuh"
#include "kernels/device_abi.h"

namespace egt::kernels::cuda {

inline constexpr int kGradientThreads = 256;

struct RowFactors {
    float logsumexp, entropy, by_logprob, by_entropy;
    std::int32_t target;
    EGT_DEVICE float at(float x, std::int32_t index) const {
        const float logp = x - logsumexp;
        const float p = exponential(logp);
        const float on_target = index == target ? by_logprob : 0.0F;
        return logp < kLowest ? on_target : on_target - p * (by_logprob + by_entropy * (logp + entropy));
    }
};

EGT_DEVICE RowFactors factorsOf(const EgtGradient& call, std::int64_t row) {
    const std::int64_t wanted = call.targets ? call.targets[row] : -1;
    return {call.logsumexp[row], call.entropy[row], call.by_logprob ? call.scale * call.by_logprob[row] : 0.0F,
            call.by_entropy ? call.scale * call.by_entropy[row] : 0.0F,
            wanted >= 0 && wanted < call.count ? static_cast<std::int32_t>(wanted) : -1};
}

/// Grid: (rows, parts); threads stride over the row.
template <class Type> __global__ void __launch_bounds__(kGradientThreads) gradientKernel(EgtGradient call) {
    const std::int64_t row = blockIdx.x;
    const auto count = static_cast<std::int32_t>(call.count);
    auto* logits = static_cast<typename Type::Storage*>(call.logits) + row * call.count;
    const RowFactors factors = factorsOf(call, row);
    const Split split = splitOf<Type>(logits, count);
    const auto single = [&](std::int32_t i) { logits[i] = Type::narrow(factors.at(Type::wide(logits[i]), i)); };
    const auto t = static_cast<std::int32_t>(blockIdx.y * blockDim.x + threadIdx.x);
    if (t < split.head) single(t);
    if (split.tail + t < count) single(split.tail + t);
    uint4* body = reinterpret_cast<uint4*>(logits + split.head);
    for (std::int32_t v = t; v < split.vectors; v += static_cast<std::int32_t>(gridDim.y * blockDim.x)) {
        Vector<Type> vector;
        vector.bits = body[v];
        EGT_UNROLL
        for (int i = 0; i < kPerVector<Type>; ++i)
            vector.parts[i] =
                Type::narrow(factors.at(Type::wide(vector.parts[i]), split.head + v * kPerVector<Type> + i));
        body[v] = vector.bits;
    }
}

} // namespace egt::kernels::cuda
