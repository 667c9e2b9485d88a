// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The online state of kernels/entropy.h in float32, a few hundred logits a thread, for host and device: tests run it on
// the host against float64. Merging is the same formula, so threads, warps, blocks and split rows reduce alike.

#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define EGT_BOTH __host__ __device__ __forceinline__
#else
#define EGT_BOTH inline
#endif

namespace egt::kernels::cuda {

inline constexpr float kLowest = -87.0F; ///< e^-87: nothing beside 1

EGT_BOTH float infinity() {
#ifdef __CUDA_ARCH__
    return __int_as_float(0x7F800000);
#else
    return INFINITY;
#endif
}
EGT_BOTH float notANumber() {
#ifdef __CUDA_ARCH__
    return __int_as_float(0x7FFFFFFF);
#else
    return NAN;
#endif
}
EGT_BOTH float exponential(float d) {
#ifdef __CUDA_ARCH__
    return __expf(d); // 2 ulp beside 0, where the weight is; relative error 1e-6 at e^-20
#else
    return std::exp(d);
#endif
}
EGT_BOTH float logarithm(float s) {
#ifdef __CUDA_ARCH__
    return logf(s);
#else
    return std::log(s);
#endif
}
/// max(d, kLowest), but NaN stays.
EGT_BOTH float clampedKeepingNaN(float d) {
#ifdef __CUDA_ARCH__
    float out;
    asm("max.NaN.f32 %0, %1, %2;" : "=f"(out) : "f"(d), "f"(kLowest));
    return out;
#else
    return d < kLowest ? kLowest : d;
#endif
}

struct Online {
    float maximum;  ///< -inf when empty
    float sum;      ///< of e^d, d = x - maximum; of +inf entries when the maximum is +inf
    float weighted; ///< of e^d d
    float squared;  ///< of e^d d^2
    std::int32_t argmax;
    std::int32_t before; ///< entries that stand before the target
};

EGT_BOTH Online emptyState() {
    return {-infinity(), 0, 0, 0, 0x7FFFFFFF, 0};
}

/// Whatever was summed, relative to a new, higher, finite maximum.
EGT_BOTH void moveTo(Online& o, float maximum) {
    if (o.sum != 0) { // an empty state has the maximum -inf
        const float shift = clampedKeepingNaN(o.maximum - maximum);
        const float c = exponential(shift);
        o.squared = c * (o.squared + 2 * shift * o.weighted + shift * shift * o.sum);
        o.weighted = c * (o.weighted + shift * o.sum);
        o.sum *= c;
    }
    o.maximum = maximum;
}

/// Parts that hold +inf (whatever is finite weighs nothing beside it), or nothing above -inf. Rare, so not inlined into
/// the common way.
template <int N> EGT_BOTH void addUncommon(Online& o, const float (&x)[N]) {
    for (int i = 0; i < N; ++i) {
        if (x[i] != x[i]) o.sum = notANumber();
        if (x[i] == infinity()) o.sum += 1;
    }
}

/// N neighbours of a row, the first at index `first`.
template <int N> EGT_BOTH void addValues(Online& o, const float (&x)[N], std::int32_t first) {
    float top = x[0] == x[0] ? x[0] : -infinity();
    for (int i = 1; i < N; ++i)
        top = x[i] > top ? x[i] : top; // passes NaN over
    if (top > o.maximum) {
        if (top == infinity()) {
            o.sum = o.sum != o.sum ? o.sum : 0.0F; // NaN stays
            o.weighted = o.squared = 0;
            o.maximum = top;
        } else {
            moveTo(o, top);
        }
        for (int i = N - 1; i >= 0; --i)
            if (x[i] == top) o.argmax = first + i;
    }
    if (!(o.maximum < infinity() && o.maximum > -infinity())) return addUncommon(o, x);
    for (int i = 0; i < N; ++i) {
        const float d = clampedKeepingNaN(x[i] - o.maximum);
        const float e = exponential(d);
        const float ed = e * d;
        o.sum += e;
        o.weighted += ed;
        o.squared = fmaf(ed, d, o.squared);
    }
}

/// The first of equals is the argmax. Associative up to rounding.
EGT_BOTH Online merge(const Online& a, const Online& b) {
    const bool a_first = a.maximum > b.maximum || (a.maximum == b.maximum && a.argmax <= b.argmax);
    Online high = a_first ? a : b;
    Online low = a_first ? b : a;
    high.before = a.before + b.before;
    if (low.maximum < high.maximum) {
        if (low.maximum == -infinity() || high.maximum == infinity()) { // no weight; only NaN is kept
            high.sum = low.sum != low.sum ? low.sum : high.sum;
            return high;
        }
        moveTo(low, high.maximum);
    }
    high.sum += low.sum;
    high.weighted += low.weighted;
    high.squared += low.squared;
    return high;
}

struct Finished {
    float entropy, varentropy, logsumexp, logprob;
};
/// As kernels/entropy.cpp: H = ln s - w / s, both terms >= 0.
EGT_BOTH Finished finish(const Online& o, std::int64_t count, bool has_target, float target_logit) {
    if (!(o.sum > 0)) return {notANumber(), notANumber(), notANumber(), notANumber()};
    const float log_sum = logarithm(o.sum);
    const float mean = o.weighted / o.sum;
    const float most = logarithm(static_cast<float>(count));
    Finished out{log_sum - mean, o.squared / o.sum - mean * mean, o.maximum + log_sum, 0};
    out.entropy = out.entropy < 0 ? 0.0F : (out.entropy > most ? most : out.entropy);
    out.varentropy = out.varentropy < 0 ? 0.0F : out.varentropy;
    if (has_target) {
        const float distance = target_logit == o.maximum ? 0.0F : target_logit - o.maximum;
        out.logprob = distance - log_sum;
        out.logprob = out.logprob > 0 ? 0.0F : out.logprob;
    }
    return out;
}

} // namespace egt::kernels::cuda
