// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_ops.h"

#if defined(__x86_64__)
#include <algorithm>
#include <array>
#include <immintrin.h>
#include <limits>

#define EGT_AVX2 __attribute__((target("avx2,fma,f16c")))
#define EGT_AVX2_INLINE EGT_AVX2 __attribute__((always_inline)) inline

namespace egt::kernels {
namespace {

EGT_AVX2_INLINE __m256 all(float value) {
    return _mm256_set1_ps(value);
}

// As in row_ops_avx512.cpp.
EGT_AVX2_INLINE __m256 exponential(__m256 d) {
    const __m256 t = _mm256_mul_ps(d, all(log2_e));
    const __m256 n = _mm256_add_ps(t, all(rounder));
    const __m256 r = _mm256_sub_ps(t, _mm256_sub_ps(n, all(rounder)));
    __m256 p = _mm256_fmadd_ps(all(exp2_c5), r, all(exp2_c4));
    p = _mm256_fmadd_ps(p, r, all(exp2_c3));
    p = _mm256_fmadd_ps(p, r, all(exp2_c2));
    p = _mm256_fmadd_ps(p, r, all(exp2_c1));
    p = _mm256_fmadd_ps(p, r, all(1));
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(p), _mm256_slli_epi32(_mm256_castps_si256(n), 23)));
}

EGT_AVX2 inline double total(__m256 v) {
    alignas(32) std::array<float, 8> part{};
    _mm256_store_ps(part.data(), v);
    return static_cast<double>(((part[0] + part[4]) + (part[1] + part[5])) +
                               ((part[2] + part[6]) + (part[3] + part[7])));
}

EGT_AVX2 float highest(__m256 v) {
    alignas(32) std::array<float, 8> part{};
    _mm256_store_ps(part.data(), v);
    return *std::max_element(part.begin(), part.end());
}

EGT_AVX2 float maximum(const float* x, std::int64_t count) {
    __m256 a = all(-std::numeric_limits<float>::infinity());
    __m256 b = a;
    std::int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        a = _mm256_max_ps(_mm256_loadu_ps(x + i), a);
        b = _mm256_max_ps(_mm256_loadu_ps(x + i + 8), b);
    }
    return std::max(highest(_mm256_max_ps(a, b)), portable_ops.maximum(x + i, count - i));
}

struct Lanes {
    __m256 s, w, q;
};
EGT_AVX2_INLINE void add(Lanes& to, const float* x, __m256 top) {
    const __m256 d = _mm256_max_ps(all(lowest_exponent), _mm256_sub_ps(_mm256_loadu_ps(x), top)); // NaN stays
    const __m256 e = exponential(d);
    const __m256 ed = _mm256_mul_ps(e, d);
    to.s = _mm256_add_ps(to.s, e);
    to.w = _mm256_add_ps(to.w, ed);
    to.q = _mm256_fmadd_ps(ed, d, to.q);
}

EGT_AVX2 BlockSums sums(const float* x, std::int64_t count, float m, const char* next, std::int64_t bytes) {
    const __m256 zero = _mm256_setzero_ps();
    Lanes a{zero, zero, zero};
    Lanes b = a;
    std::int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        if (i * 4 < bytes) _mm_prefetch(next + i * 4, _MM_HINT_T0);
        add(a, x + i, all(m));
        add(b, x + i + 8, all(m));
    }
    const BlockSums rest = portable_ops.sums(x + i, count - i, m, nullptr, 0);
    return {total(_mm256_add_ps(a.s, b.s)) + rest.sum, total(_mm256_add_ps(a.w, b.w)) + rest.weighted,
            total(_mm256_add_ps(a.q, b.q)) + rest.squared};
}

EGT_AVX2 std::int64_t countAbove(const float* x, std::int64_t count, float value, bool or_equal) {
    const __m256 v = _mm256_set1_ps(value);
    std::int64_t n = 0;
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 part = _mm256_loadu_ps(x + i);
        const __m256 hit = or_equal ? _mm256_cmp_ps(part, v, _CMP_GE_OQ) : _mm256_cmp_ps(part, v, _CMP_GT_OQ);
        n += __builtin_popcount(static_cast<unsigned>(_mm256_movemask_ps(hit)));
    }
    return n + portable_ops.countAbove(x + i, count - i, value, or_equal);
}

EGT_AVX2 double weights(const float* x, std::int64_t count, float m, float scale, float* out) {
    const __m256 top = _mm256_set1_ps(m);
    const __m256 low = _mm256_set1_ps(lowest_exponent);
    __m256 sum = _mm256_setzero_ps();
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 d = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x + i), top), _mm256_set1_ps(scale));
        const __m256 there = _mm256_cmp_ps(d, low, _CMP_GE_OQ);
        const __m256 e = _mm256_and_ps(there, exponential(_mm256_max_ps(low, d)));
        _mm256_storeu_ps(out + i, e);
        sum = _mm256_add_ps(sum, e);
    }
    return total(sum) + portable_ops.weights(x + i, count - i, m, scale, out + i);
}

EGT_AVX2 void gradient(const float* x, std::int64_t count, float z, float h, float a, float b, float* out) {
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 logp = _mm256_sub_ps(_mm256_loadu_ps(x + i), all(z));
        const __m256 gone = _mm256_cmp_ps(logp, all(lowest_exponent), _CMP_LT_OQ);
        const __m256 p = exponential(_mm256_max_ps(all(lowest_exponent), logp)); // NaN stays in the other factor
        const __m256 factor = _mm256_fmadd_ps(all(-b), _mm256_add_ps(logp, all(h)), all(-a));
        _mm256_storeu_ps(out + i, _mm256_andnot_ps(gone, _mm256_mul_ps(p, factor)));
    }
    portable_ops.gradient(x + i, count - i, z, h, a, b, out + i);
}

EGT_AVX2 float fromF16(const std::uint16_t* x, std::int64_t count, float* out) {
    __m256 best = all(-std::numeric_limits<float>::infinity());
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 v = _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x + i)));
        _mm256_storeu_ps(out + i, v);
        best = _mm256_max_ps(v, best);
    }
    return std::max(highest(best), portable_ops.fromF16(x + i, count - i, out + i));
}

EGT_AVX2 float fromBf16(const std::uint16_t* x, std::int64_t count, float* out) {
    __m256 best = all(-std::numeric_limits<float>::infinity());
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i bits = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x + i)));
        const __m256 v = _mm256_castsi256_ps(_mm256_slli_epi32(bits, 16));
        _mm256_storeu_ps(out + i, v);
        best = _mm256_max_ps(v, best);
    }
    return std::max(highest(best), portable_ops.fromBf16(x + i, count - i, out + i));
}

const RowOps ops = {"avx2", maximum, sums, countAbove, weights, gradient, fromF16, fromBf16};

} // namespace

const RowOps* avx2Ops() {
    const bool there =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    return there ? &ops : nullptr;
}

} // namespace egt::kernels
#else
namespace egt::kernels {
const RowOps* avx2Ops() {
    return nullptr;
}
} // namespace egt::kernels
#endif
