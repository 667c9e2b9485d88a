// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lets a C++ compiler read the kernels' own source, so that a machine without a GPU can run them block by block
// (tests/kernels/host_grid.h) and compare them with float64. Threads of a block are fibers; a shuffle and a barrier
// hand over to the next one.

#include <bit>
#include <cstdint>

#define EGT_DEVICE inline
#define EGT_UNROLL
#define __global__
#define __shared__ static
#define __launch_bounds__(n)

struct uint4 {
    std::uint32_t x, y, z, w;
};
struct EgtHostIndex {
    unsigned x = 0, y = 0;
};
// Set by the grid that runs the kernel.
inline EgtHostIndex threadIdx, blockIdx, blockDim, gridDim;

namespace egt::kernels::cuda::host {
void waitForBlock();
/// The value that the lane at `distance` brought to the same call.
std::uint32_t exchange(std::uint32_t value, int distance);
} // namespace egt::kernels::cuda::host

inline void __syncthreads() {
    egt::kernels::cuda::host::waitForBlock();
}
template <class T> T __shfl_xor_sync(unsigned /*lanes*/, T value, int distance) {
    static_assert(sizeof(T) == 4);
    return std::bit_cast<T>(egt::kernels::cuda::host::exchange(std::bit_cast<std::uint32_t>(value), distance));
}
inline std::int32_t atomicAdd(std::int32_t* to, std::int32_t value) {
    const std::int32_t old = *to;
    *to += value;
    return old;
}
template <class T> T __ldcs(const T* from) {
    return *from;
}
inline float __uint_as_float(std::uint32_t bits) {
    return std::bit_cast<float>(bits);
}
inline std::uint32_t __float_as_uint(float value) {
    return std::bit_cast<std::uint32_t>(value);
}
inline _Float16 __ushort_as_half(std::uint16_t bits) {
    return std::bit_cast<_Float16>(bits);
}
inline std::uint16_t __half_as_ushort(_Float16 value) {
    return std::bit_cast<std::uint16_t>(value);
}
inline float __half2float(_Float16 value) {
    return static_cast<float>(value);
}
inline _Float16 __float2half_rn(float value) {
    return static_cast<_Float16>(value);
}
