// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace egt::kernels {

/// Sums over a block that fits the first-level cache; float lanes inside, so blocks stay short.
struct BlockSums {
    double sum = 0, weighted = 0, squared = 0;
};
inline constexpr std::int64_t block_size = 1024;
inline constexpr float lowest_exponent = -87.0F; ///< e^-87 is the smallest normal number's size: nothing beside 1

/// What the code paths differ in. count <= block_size.
struct RowOps {
    const char* name;
    float (*maximum)(const float* x, std::int64_t count);
    BlockSums (*sums)(const float* x, std::int64_t count, float maximum); ///< NaN in, NaN out
    std::int64_t (*countAbove)(const float* x, std::int64_t count, float value, bool or_equal);
    double (*weights)(const float* x, std::int64_t count, float maximum, float scale, float* out);
    void (*fromF16)(const std::uint16_t* x, std::int64_t count, float* out);
};
extern const RowOps portable_ops;
const RowOps* avx2Ops(); ///< null when this machine lacks it
const RowOps* avx512Ops();

} // namespace egt::kernels
