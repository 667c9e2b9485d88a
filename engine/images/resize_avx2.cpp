// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define EGT_AVX2 __attribute__((target("avx2")))

namespace egt {
namespace {

struct Sums {
    __m256i high;
    __m256i low;
};

EGT_AVX2 inline void add(Sums& sums, __m256i pairs, __m256i high, __m256i low) {
    sums.high = _mm256_add_epi32(sums.high, _mm256_madd_epi16(pairs, high));
    sums.low = _mm256_add_epi32(sums.low, _mm256_madd_epi16(pairs, low));
}

EGT_AVX2 inline __m256i finish(const Sums& sums, __m256i half, __m128i bits) {
    const __m256i total = _mm256_add_epi32(_mm256_slli_epi32(sums.high, kSplitBits), sums.low);
    return _mm256_sra_epi32(_mm256_add_epi32(total, half), bits);
}

/// 32 outputs. Bytes of two rows are woven, so that each 32-bit word holds a pair to multiply-add; the packs at the end
/// undo the weaving.
EGT_AVX2 inline void blend32(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::uint8_t* out) {
    const __m256i zero = _mm256_setzero_si256();
    Sums s0{zero, zero}, s1{zero, zero}, s2{zero, zero}, s3{zero, zero};
    for (std::int32_t k = 0; k < taps.taps; k += 2) {
        const std::uint8_t* row = source + static_cast<std::size_t>(k) * stride;
        const std::uint8_t* next = k + 1 < taps.taps ? row + stride : row; // its weight is 0 then
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row));
        const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(next));
        const __m256i high = _mm256_set1_epi32(static_cast<int>(taps.high[k / 2]));
        const __m256i low = _mm256_set1_epi32(static_cast<int>(taps.low[k / 2]));
        const __m256i front = _mm256_unpacklo_epi8(a, b);
        const __m256i back = _mm256_unpackhi_epi8(a, b);
        add(s0, _mm256_unpacklo_epi8(front, zero), high, low);
        add(s1, _mm256_unpackhi_epi8(front, zero), high, low);
        add(s2, _mm256_unpacklo_epi8(back, zero), high, low);
        add(s3, _mm256_unpackhi_epi8(back, zero), high, low);
    }
    const __m256i half = _mm256_set1_epi32(1 << (taps.bits - 1));
    const __m128i bits = _mm_cvtsi32_si128(taps.bits);
    const __m256i front = _mm256_packs_epi32(finish(s0, half, bits), finish(s1, half, bits));
    const __m256i back = _mm256_packs_epi32(finish(s2, half, bits), finish(s3, half, bits));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_packus_epi16(front, back));
}

EGT_AVX2 void blend(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::size_t count,
                    std::uint8_t* out) {
    if (count < 32) return blendPortable(source, stride, taps, count, out);
    std::size_t i = 0;
    for (; i + 32 <= count; i += 32)
        blend32(source + i, stride, taps, out + i);
    if (i < count) blend32(source + count - 32, stride, taps, out + count - 32); // overlaps: the same bytes again
}

} // namespace

Blend blendAvx2() {
    return __builtin_cpu_supports("avx2") ? &blend : nullptr;
}

} // namespace egt

#else

namespace egt {
Blend blendAvx2() {
    return nullptr;
}
} // namespace egt

#endif
