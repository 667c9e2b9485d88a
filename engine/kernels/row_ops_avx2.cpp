// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_ops.h"

#if defined(__x86_64__)
#include <algorithm>
#include <array>
#include <immintrin.h>
#include <initializer_list>
#include <limits>

#define EGT_AVX2 __attribute__((target("avx2,fma,f16c")))

namespace egt::kernels {
namespace {

// As in row_ops_avx512.cpp; 2^n through the exponent bits (n >= -126 because d >= -87).
EGT_AVX2 inline __m256 exponential(__m256 d) {
    const __m256 n =
        _mm256_round_ps(_mm256_mul_ps(d, _mm256_set1_ps(1.44269504F)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375F), d);
    r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4F), r);
    __m256 p = _mm256_set1_ps(1.0F / 5040);
    for (const float c : {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F})
        p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c));
    const __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
    return _mm256_mul_ps(p, _mm256_castsi256_ps(power));
}

EGT_AVX2 inline double total(__m256 v) {
    alignas(32) std::array<float, 8> part{};
    _mm256_store_ps(part.data(), v);
    return static_cast<double>(((part[0] + part[4]) + (part[1] + part[5])) +
                               ((part[2] + part[6]) + (part[3] + part[7])));
}

EGT_AVX2 float maximum(const float* x, std::int64_t count) {
    __m256 best = _mm256_set1_ps(-std::numeric_limits<float>::infinity());
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8)
        best = _mm256_max_ps(_mm256_loadu_ps(x + i), best);
    alignas(32) std::array<float, 8> part{};
    _mm256_store_ps(part.data(), best);
    return std::max(*std::max_element(part.begin(), part.end()), portable_ops.maximum(x + i, count - i));
}

EGT_AVX2 BlockSums sums(const float* x, std::int64_t count, float m) {
    const __m256 top = _mm256_set1_ps(m);
    const __m256 low = _mm256_set1_ps(lowest_exponent);
    __m256 s = _mm256_setzero_ps();
    __m256 w = s;
    __m256 q = s;
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 d = _mm256_max_ps(low, _mm256_sub_ps(_mm256_loadu_ps(x + i), top)); // NaN stays
        const __m256 e = exponential(d);
        const __m256 ed = _mm256_mul_ps(e, d);
        s = _mm256_add_ps(s, e);
        w = _mm256_add_ps(w, ed);
        q = _mm256_fmadd_ps(ed, d, q);
    }
    const BlockSums rest = portable_ops.sums(x + i, count - i, m);
    return {total(s) + rest.sum, total(w) + rest.weighted, total(q) + rest.squared};
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

EGT_AVX2 void fromF16(const std::uint16_t* x, std::int64_t count, float* out) {
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm256_storeu_ps(out + i, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x + i))));
    portable_ops.fromF16(x + i, count - i, out + i);
}

const RowOps ops = {"avx2", maximum, sums, countAbove, weights, fromF16};

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
