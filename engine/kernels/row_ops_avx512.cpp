// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_ops.h"

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
// gcc 12's own header warns when inlined (gcc bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>
#include <initializer_list>
#include <limits>

// The attribute compiles these functions for AVX-512 while the program stays portable; avx512Ops() asks the machine.
#define EGT_AVX512 __attribute__((target("avx512f")))

namespace egt::kernels {
namespace {

EGT_AVX512 inline __mmask16 lanes(std::int64_t left) {
    return left >= 16 ? static_cast<__mmask16>(0xFFFF) : static_cast<__mmask16>((1U << left) - 1U);
}

// e^d for -87 <= d <= 0 or NaN: d = n ln 2 + r, |r| <= ln 2 / 2, Taylor to r^7 (error below 2e-9), times 2^n.
EGT_AVX512 inline __m512 exponential(__m512 d) {
    const __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(d, _mm512_set1_ps(1.44269504F)), _MM_FROUND_TO_NEAREST_INT);
    __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375F), d);
    r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4F), r);
    __m512 p = _mm512_set1_ps(1.0F / 5040);
    for (const float c : {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F})
        p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c));
    return _mm512_scalef_ps(p, n);
}

EGT_AVX512 float maximum(const float* x, std::int64_t count) {
    const __m512 low = _mm512_set1_ps(-std::numeric_limits<float>::infinity());
    __m512 best = low;
    for (std::int64_t i = 0; i < count; i += 16)
        best = _mm512_max_ps(_mm512_mask_loadu_ps(low, lanes(count - i), x + i), best); // a NaN in x is passed over
    return _mm512_reduce_max_ps(best);
}

EGT_AVX512 BlockSums sums(const float* x, std::int64_t count, float m) {
    const __m512 top = _mm512_set1_ps(m);
    const __m512 low = _mm512_set1_ps(lowest_exponent);
    __m512 s = _mm512_setzero_ps();
    __m512 w = s;
    __m512 q = s;
    for (std::int64_t i = 0; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 d = _mm512_max_ps(low, _mm512_sub_ps(_mm512_mask_loadu_ps(top, mask, x + i), top)); // NaN stays
        const __m512 e = _mm512_maskz_mov_ps(mask, exponential(d));
        const __m512 ed = _mm512_mul_ps(e, d);
        s = _mm512_add_ps(s, e);
        w = _mm512_add_ps(w, ed);
        q = _mm512_fmadd_ps(ed, d, q);
    }
    return {_mm512_reduce_add_ps(s), _mm512_reduce_add_ps(w), _mm512_reduce_add_ps(q)};
}

EGT_AVX512 std::int64_t countAbove(const float* x, std::int64_t count, float value, bool or_equal) {
    const __m512 v = _mm512_set1_ps(value);
    std::int64_t n = 0;
    for (std::int64_t i = 0; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 part = _mm512_maskz_loadu_ps(mask, x + i);
        const __mmask16 hit = or_equal ? _mm512_mask_cmp_ps_mask(mask, part, v, _CMP_GE_OQ)
                                       : _mm512_mask_cmp_ps_mask(mask, part, v, _CMP_GT_OQ);
        n += __builtin_popcount(hit);
    }
    return n;
}

EGT_AVX512 double weights(const float* x, std::int64_t count, float m, float scale, float* out) {
    const __m512 top = _mm512_set1_ps(m);
    const __m512 low = _mm512_set1_ps(lowest_exponent);
    __m512 total = _mm512_setzero_ps();
    for (std::int64_t i = 0; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 d =
            _mm512_mul_ps(_mm512_sub_ps(_mm512_mask_loadu_ps(top, mask, x + i), top), _mm512_set1_ps(scale));
        const __mmask16 there = _mm512_mask_cmp_ps_mask(mask, d, low, _CMP_GE_OQ);
        const __m512 e = _mm512_maskz_mov_ps(there, exponential(_mm512_max_ps(low, d)));
        _mm512_mask_storeu_ps(out + i, mask, e);
        total = _mm512_add_ps(total, e);
    }
    return _mm512_reduce_add_ps(total);
}

EGT_AVX512 void fromF16(const std::uint16_t* x, std::int64_t count, float* out) {
    std::int64_t i = 0;
    for (; i + 16 <= count; i += 16)
        _mm512_storeu_ps(out + i, _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(x + i))));
    portable_ops.fromF16(x + i, count - i, out + i);
}

const RowOps ops = {"avx512", maximum, sums, countAbove, weights, fromF16};

} // namespace

const RowOps* avx512Ops() {
    return __builtin_cpu_supports("avx512f") ? &ops : nullptr;
}

} // namespace egt::kernels
#else
namespace egt::kernels {
const RowOps* avx512Ops() {
    return nullptr;
}
} // namespace egt::kernels
#endif
