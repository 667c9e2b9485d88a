// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The three number formats of a row and 16 bytes of it at a time.

#include <cstdint>

#ifdef __CUDACC__
#include <cuda_fp16.h>
#define EGT_DEVICE __device__ __forceinline__
#define EGT_UNROLL _Pragma("unroll")
#else
#include "kernels/cuda/host_shim.h"
#endif
#include "kernels/cuda/online.h"

namespace egt::kernels::cuda {

struct F32 {
    using Storage = float;
    EGT_DEVICE static float wide(Storage x) { return x; }
    EGT_DEVICE static Storage narrow(float x) { return x; }
};

struct Bf16 { // the upper half of a float
    using Storage = std::uint16_t;
    EGT_DEVICE static float wide(Storage x) { return __uint_as_float(static_cast<std::uint32_t>(x) << 16U); }
    EGT_DEVICE static Storage narrow(float x) { // to nearest, ties to even
        const std::uint32_t bits = __float_as_uint(x);
        if (x != x) return static_cast<Storage>((bits >> 16U) | 0x40U);
        return static_cast<Storage>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
    }
};

struct F16 {
    using Storage = std::uint16_t;
    EGT_DEVICE static float wide(Storage x) { return __half2float(__ushort_as_half(x)); }
    EGT_DEVICE static Storage narrow(float x) { return __half_as_ushort(__float2half_rn(x)); }
};

template <class Type> inline constexpr int kPerVector = 16 / static_cast<int>(sizeof(typename Type::Storage));

template <class Type> union Vector {
    uint4 bits;
    typename Type::Storage parts[kPerVector<Type>];
};

/// A row as single elements before the first 16-byte border, whole vectors, and single elements after the last.
struct Split {
    std::int32_t head, vectors, tail; ///< tail: index of the first element after the vectors
};
template <class Type> EGT_DEVICE Split splitOf(const typename Type::Storage* row, std::int32_t count) {
    const auto off = static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(row) & 15U);
    std::int32_t head = ((16 - off) & 15) / static_cast<std::int32_t>(sizeof(typename Type::Storage));
    head = head < count ? head : count;
    const std::int32_t vectors = (count - head) / kPerVector<Type>;
    return {head, vectors, head + vectors * kPerVector<Type>};
}

} // namespace egt::kernels::cuda
