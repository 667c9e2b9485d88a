// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_ops.h"

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
// gcc 12's own header warns when inlined (gcc bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <array>
#include <immintrin.h>
#include <limits>

// The attribute compiles these functions for AVX-512 while the program stays portable; avx512Ops() asks the machine.
#define EGT_AVX512 __attribute__((target("avx512f,popcnt")))
#define EGT_AVX512_INLINE EGT_AVX512 __attribute__((always_inline)) inline

namespace egt::kernels {
namespace {

EGT_AVX512_INLINE __m512 all(float value) {
    return _mm512_set1_ps(value);
}
EGT_AVX512_INLINE __mmask16 lanes(std::int64_t left) {
    return left >= 16 ? static_cast<__mmask16>(0xFFFF) : static_cast<__mmask16>((1U << left) - 1U);
}

/// 2^(j/16). One permute looks all of them up.
alignas(64) constexpr std::array<float, 16> sixteenths = {1.0F,          1.0442737340F, 1.0905077457F, 1.1387885808F,
                                                          1.1892070770F, 1.2418577671F, 1.2968395948F, 1.3542555570F,
                                                          1.4142135381F, 1.4768261909F, 1.5422108173F, 1.6104903221F,
                                                          1.6817928552F, 1.7562521696F, 1.8340080976F, 1.9152065515F};

// e^d for -87 <= d <= 0 or NaN: d = (n + j/16) ln 2 + r, |r| <= a = ln 2 / 32. Chebyshev: of r^3 / 6 the part a^2 r / 8
// goes into the linear term, which leaves e^r = 1 + (1 + a^2/8) r + r^2/2 within a^3 / 24 = 4.3e-7. Adding `rounder` /
// 16 leaves 16 n + j in the low bits: the permute sees j, a shift puts n (and j, taken out of the table beforehand)
// into the exponent. The result is exactly 1 at d = 0.
struct Exponential {
    __m512i table;
    EGT_AVX512_INLINE Exponential()
        : table(_mm512_sub_epi32(
              _mm512_castps_si512(_mm512_load_ps(sixteenths.data())),
              _mm512_slli_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 19))) {}
    EGT_AVX512_INLINE __m512 operator()(__m512 d) const {
        const __m512 z = _mm512_fmadd_ps(d, all(log2_e), all(rounder / 16));
        const __m512 r = _mm512_fnmadd_ps(_mm512_sub_ps(z, all(rounder / 16)), all(0.693147182F), d);
        const __m512i bits = _mm512_castps_si512(z);
        const __m512 power =
            _mm512_castsi512_ps(_mm512_add_epi32(_mm512_permutexvar_epi32(bits, table), _mm512_slli_epi32(bits, 19)));
        return _mm512_fmadd_ps(_mm512_mul_ps(power, r), _mm512_fmadd_ps(all(0.5F), r, all(1.0000586F)), power);
    }
};

struct Lanes {
    __m512 s, w, q;
};
EGT_AVX512_INLINE Lanes zero() {
    return {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
}
EGT_AVX512_INLINE void add(Lanes& to, __m512 d, __m512 e) {
    const __m512 ed = _mm512_mul_ps(e, d);
    to.s = _mm512_add_ps(to.s, e);
    to.w = _mm512_add_ps(to.w, ed);
    to.q = _mm512_fmadd_ps(ed, d, to.q);
}

EGT_AVX512 float maximum(const float* x, std::int64_t count) {
    const __m512 low = all(-std::numeric_limits<float>::infinity());
    __m512 a = low;
    __m512 b = low;
    std::int64_t i = 0;
    for (; i + 32 <= count; i += 32) { // the second operand is returned beside a NaN: it is passed over
        a = _mm512_max_ps(_mm512_loadu_ps(x + i), a);
        b = _mm512_max_ps(_mm512_loadu_ps(x + i + 16), b);
    }
    for (; i < count; i += 16)
        a = _mm512_max_ps(_mm512_mask_loadu_ps(low, lanes(count - i), x + i), a);
    return _mm512_reduce_max_ps(_mm512_max_ps(a, b));
}

EGT_AVX512 BlockSums sums(const float* x, std::int64_t count, float m, const char* next, std::int64_t bytes) {
    const __m512 top = all(m);
    const __m512 low = all(lowest_exponent);
    const Exponential exponential;
    Lanes a = zero();
    Lanes b = zero();
    std::int64_t i = 0;
    for (; i + 32 <= count; i += 32) { // two at a time: one is calculated while the other waits
        if (i * 4 < bytes) _mm_prefetch(next + i * 4, _MM_HINT_T0), _mm_prefetch(next + i * 4 + 64, _MM_HINT_T0);
        const __m512 d0 = _mm512_max_ps(low, _mm512_sub_ps(_mm512_loadu_ps(x + i), top)); // NaN stays
        const __m512 d1 = _mm512_max_ps(low, _mm512_sub_ps(_mm512_loadu_ps(x + i + 16), top));
        add(a, d0, exponential(d0));
        add(b, d1, exponential(d1));
    }
    for (; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 d = _mm512_max_ps(low, _mm512_sub_ps(_mm512_mask_loadu_ps(top, mask, x + i), top));
        add(a, d, _mm512_maskz_mov_ps(mask, exponential(d)));
    }
    return {_mm512_reduce_add_ps(_mm512_add_ps(a.s, b.s)), _mm512_reduce_add_ps(_mm512_add_ps(a.w, b.w)),
            _mm512_reduce_add_ps(_mm512_add_ps(a.q, b.q))};
}

template <int Comparison> EGT_AVX512 std::int64_t count(const float* x, std::int64_t length, float value) {
    const __m512 v = all(value);
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t i = 0;
    for (; i + 32 <= length; i += 32) {
        a += __builtin_popcount(_mm512_cmp_ps_mask(_mm512_loadu_ps(x + i), v, Comparison));
        b += __builtin_popcount(_mm512_cmp_ps_mask(_mm512_loadu_ps(x + i + 16), v, Comparison));
    }
    for (; i < length; i += 16) {
        const __mmask16 mask = lanes(length - i);
        a += __builtin_popcount(_mm512_mask_cmp_ps_mask(mask, _mm512_maskz_loadu_ps(mask, x + i), v, Comparison));
    }
    return a + b;
}
EGT_AVX512 std::int64_t countAbove(const float* x, std::int64_t length, float value, bool or_equal) {
    return or_equal ? count<_CMP_GE_OQ>(x, length, value) : count<_CMP_GT_OQ>(x, length, value);
}

EGT_AVX512 double weights(const float* x, std::int64_t count, float m, float scale, float* out) {
    const __m512 top = all(m);
    const __m512 low = all(lowest_exponent);
    const Exponential exponential;
    __m512 total = _mm512_setzero_ps();
    for (std::int64_t i = 0; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 d = _mm512_mul_ps(_mm512_sub_ps(_mm512_mask_loadu_ps(top, mask, x + i), top), all(scale));
        const __mmask16 there = _mm512_mask_cmp_ps_mask(mask, d, low, _CMP_GE_OQ);
        const __m512 e = _mm512_maskz_mov_ps(there, exponential(_mm512_max_ps(low, d)));
        _mm512_mask_storeu_ps(out + i, mask, e);
        total = _mm512_add_ps(total, e);
    }
    return _mm512_reduce_add_ps(total);
}

EGT_AVX512 void gradient(const float* x, std::int64_t count, float z, float h, float a, float b, float* out) {
    const Exponential exponential;
    for (std::int64_t i = 0; i < count; i += 16) {
        const __mmask16 mask = lanes(count - i);
        const __m512 logp = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), all(z));
        const __mmask16 stays = _mm512_cmp_ps_mask(logp, all(lowest_exponent), _CMP_NLT_UQ); // NaN stays
        const __m512 p = exponential(_mm512_max_ps(all(lowest_exponent), logp));
        const __m512 factor = _mm512_fmadd_ps(all(-b), _mm512_add_ps(logp, all(h)), all(-a));
        _mm512_mask_storeu_ps(out + i, mask, _mm512_maskz_mul_ps(stays, p, factor));
    }
}

struct Half {
    EGT_AVX512_INLINE static __m512 wide(__m256i bits) { return _mm512_cvtph_ps(bits); }
};
struct Brain {
    EGT_AVX512_INLINE static __m512 wide(__m256i bits) {
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
    }
};
template <class Type> EGT_AVX512 float widen(const std::uint16_t* x, std::int64_t count, float* out) {
    __m512 best = all(-std::numeric_limits<float>::infinity());
    std::int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512 v = Type::wide(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(x + i)));
        _mm512_storeu_ps(out + i, v);
        best = _mm512_max_ps(v, best);
    }
    if (i < count) {
        alignas(32) std::array<std::uint16_t, 16> rest{};
        for (std::int64_t k = i; k < count; ++k)
            rest[static_cast<std::size_t>(k - i)] = x[k];
        const __m512 v = Type::wide(_mm256_load_si256(reinterpret_cast<const __m256i*>(rest.data())));
        _mm512_mask_storeu_ps(out + i, lanes(count - i), v);
        best = _mm512_mask_max_ps(best, lanes(count - i), v, best);
    }
    return _mm512_reduce_max_ps(best);
}

const RowOps ops = {"avx512", maximum, sums, countAbove, weights, gradient, widen<Half>, widen<Brain>};

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
