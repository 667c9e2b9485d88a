// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

// GCC 12 takes the "undefined" operand inside its own intrinsics for an uninitialised variable.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#define EGT_AVX512 __attribute__((target("avx512f,avx512bw")))

namespace egt {
namespace {

struct Sums {
    __m512i high;
    __m512i low;
};

EGT_AVX512 inline void add(Sums& sums, __m512i pairs, __m512i high, __m512i low) {
    sums.high = _mm512_add_epi32(sums.high, _mm512_madd_epi16(pairs, high));
    sums.low = _mm512_add_epi32(sums.low, _mm512_madd_epi16(pairs, low));
}

EGT_AVX512 inline __m512i finish(const Sums& sums, __m512i half, __m128i bits) {
    const __m512i total = _mm512_add_epi32(_mm512_slli_epi32(sums.high, kSplitBits), sums.low);
    return _mm512_sra_epi32(_mm512_add_epi32(total, half), bits);
}

/// As in resize_avx2.cpp, 64 outputs at once; `mask` has a bit for each byte that is there.
EGT_AVX512 inline void blend64(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, __mmask64 mask,
                               std::uint8_t* out) {
    const __m512i zero = _mm512_setzero_si512();
    Sums s0{zero, zero}, s1{zero, zero}, s2{zero, zero}, s3{zero, zero};
    for (std::int32_t k = 0; k < taps.taps; k += 2) {
        const std::uint8_t* row = source + static_cast<std::size_t>(k) * stride;
        const std::uint8_t* next = k + 1 < taps.taps ? row + stride : row; // its weight is 0 then
        const __m512i a = _mm512_maskz_loadu_epi8(mask, row);
        const __m512i b = _mm512_maskz_loadu_epi8(mask, next);
        const __m512i high = _mm512_set1_epi32(static_cast<int>(taps.high[k / 2]));
        const __m512i low = _mm512_set1_epi32(static_cast<int>(taps.low[k / 2]));
        const __m512i front = _mm512_unpacklo_epi8(a, b);
        const __m512i back = _mm512_unpackhi_epi8(a, b);
        add(s0, _mm512_unpacklo_epi8(front, zero), high, low);
        add(s1, _mm512_unpackhi_epi8(front, zero), high, low);
        add(s2, _mm512_unpacklo_epi8(back, zero), high, low);
        add(s3, _mm512_unpackhi_epi8(back, zero), high, low);
    }
    const __m512i half = _mm512_set1_epi32(1 << (taps.bits - 1));
    const __m128i bits = _mm_cvtsi32_si128(taps.bits);
    const __m512i front = _mm512_packs_epi32(finish(s0, half, bits), finish(s1, half, bits));
    const __m512i back = _mm512_packs_epi32(finish(s2, half, bits), finish(s3, half, bits));
    _mm512_mask_storeu_epi8(out, mask, _mm512_packus_epi16(front, back));
}

EGT_AVX512 void blend(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::size_t count,
                      std::uint8_t* out) {
    std::size_t i = 0;
    for (; i + 64 <= count; i += 64)
        blend64(source + i, stride, taps, ~__mmask64{0}, out + i);
    if (i < count) blend64(source + i, stride, taps, (__mmask64{1} << (count - i)) - 1, out + i);
}

} // namespace

Blend blendAvx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") ? &blend : nullptr;
}

} // namespace egt

#else

namespace egt {
Blend blendAvx512() {
    return nullptr;
}
} // namespace egt

#endif
