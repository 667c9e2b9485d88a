// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace egt::kernels {

/// Sums over a block that fits the first-level cache; float lanes inside, so blocks stay short.
struct BlockSums {
    double sum = 0, weighted = 0, squared = 0; ///< of e^d, e^d d, e^d d^2 with d = x - maximum
};
inline constexpr std::int64_t block_size = 1024;
inline constexpr float lowest_exponent = -87.0F; ///< e^-87 is the smallest normal number's size: nothing beside 1

// e^d = 2^n 2^r with t = d log2 e, n = t rounded, |r| <= 1/2. 2^r = 1 + c1 r + .. + c5 r^5: the coefficients minimise
// the largest relative error (9.1e-8, a float's own rounding) with p(0) = 1, so that the maximum weighs exactly 1.
// Found by iteratively reweighted least squares on Chebyshev points; the vector paths use them, and the tests compare
// with float64.
inline constexpr float log2_e = 1.44269504F;
inline constexpr float exp2_c1 = 0.6931470036506653F;
inline constexpr float exp2_c2 = 0.24022242426872253F;
inline constexpr float exp2_c3 = 0.05550733581185341F;
inline constexpr float exp2_c4 = 0.009671512991189957F;
inline constexpr float exp2_c5 = 0.001326472731307149F;
/// 1.5 x 2^23: adding it to |t| < 2^22 rounds t to an integer, which then stands in the low bits.
inline constexpr float rounder = 12582912.0F;

/// What the code paths differ in. count <= block_size.
struct RowOps {
    const char* name;
    float (*maximum)(const float* x, std::int64_t count); ///< -inf of nothing; passes NaN over
    /// `next` is where the row goes on in memory (`bytes` of it are asked for ahead of time); NaN in, NaN out.
    BlockSums (*sums)(const float* x, std::int64_t count, float maximum, const char* next, std::int64_t bytes);
    std::int64_t (*countAbove)(const float* x, std::int64_t count, float value, bool or_equal);
    double (*weights)(const float* x, std::int64_t count, float maximum, float scale, float* out);
    /// out = -p (a + b (log p + h)) with log p = x - z; may be in place. NaN in, NaN out; -inf gives 0.
    void (*gradient)(const float* x, std::int64_t count, float z, float h, float a, float b, float* out);
    float (*fromF16)(const std::uint16_t* x, std::int64_t count, float* out); ///< returns the maximum
    float (*fromBf16)(const std::uint16_t* x, std::int64_t count, float* out);
};
extern const RowOps portable_ops;
const RowOps* avx2Ops(); ///< null when this machine lacks it
const RowOps* avx512Ops();

} // namespace egt::kernels
