// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/step_attention.h"

#include <algorithm>
#include <cstring>

#include "kernels/entropy.h"

namespace egt::kernels {
namespace {

// Eight floats that the compiler maps to what the function's target has: one AVX register or two of SSE.
using Eight = float __attribute__((vector_size(32), aligned(4), may_alias));
#define EGT_INLINE __attribute__((always_inline)) inline

EGT_INLINE float total(const Eight& v) {
    return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]));
}
EGT_INLINE const Eight& at(const float* x) {
    return *reinterpret_cast<const Eight*>(x);
}

EGT_INLINE float dot(const float* a, const float* b, std::int64_t width) {
    Eight sum{};
    std::int64_t i = 0;
    for (; i + 8 <= width; i += 8)
        sum += at(a + i) * at(b + i);
    float rest = 0;
    for (; i < width; ++i)
        rest += a[i] * b[i];
    return total(sum) + rest;
}

/// The totals of four, transposed step by step: a third of the work of four sums across a register.
using Four = float __attribute__((vector_size(16), aligned(4), may_alias));
EGT_INLINE Four totals(const Eight& s0, const Eight& s1, const Eight& s2, const Eight& s3) {
    const Eight a = __builtin_shufflevector(s0, s1, 0, 8, 2, 10, 4, 12, 6, 14) +
                    __builtin_shufflevector(s0, s1, 1, 9, 3, 11, 5, 13, 7, 15);
    const Eight b = __builtin_shufflevector(s2, s3, 0, 8, 2, 10, 4, 12, 6, 14) +
                    __builtin_shufflevector(s2, s3, 1, 9, 3, 11, 5, 13, 7, 15);
    const Eight c = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
                    __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(c, c, 0, 1, 2, 3) + __builtin_shufflevector(c, c, 4, 5, 6, 7);
}

/// Of at least one.
EGT_INLINE float highest(const float* x, std::int64_t count) {
    float out = x[0];
    std::int64_t i = 0;
    if (count >= 16) {
        Eight most = at(x), other = at(x + 8);
        for (i = 16; i + 16 <= count; i += 16) {
            const Eight a = at(x + i), b = at(x + i + 8);
            most = a > most ? a : most;
            other = b > other ? b : other;
        }
        most = other > most ? other : most;
        for (int n = 0; n < 8; ++n)
            out = std::max(out, most[n]);
    }
    for (; i < count; ++i)
        out = std::max(out, x[i]);
    return out;
}

/// Four keys at once: the query is loaded once for them.
EGT_INLINE void dots(const float* query, const float* keys, std::int64_t stride, std::int64_t count, std::int64_t width,
                     float scale, float* out) {
    std::int64_t j = 0;
    for (; j + 4 <= count; j += 4) {
        const float* k = keys + j * stride;
        Eight s0{}, s1{}, s2{}, s3{};
        std::int64_t i = 0;
        for (; i + 8 <= width; i += 8) {
            const Eight q = at(query + i);
            s0 += q * at(k + i);
            s1 += q * at(k + stride + i);
            s2 += q * at(k + 2 * stride + i);
            s3 += q * at(k + 3 * stride + i);
        }
        float rest[4] = {0, 0, 0, 0};
        for (; i < width; ++i)
            for (std::int64_t n = 0; n < 4; ++n)
                rest[n] += query[i] * k[n * stride + i];
        const Four four = (totals(s0, s1, s2, s3) + Four{rest[0], rest[1], rest[2], rest[3]}) * scale;
        std::memcpy(out + j, &four, sizeof four);
    }
    for (; j < count; ++j)
        out[j] = dot(query, keys + j * stride, width) * scale;
}

/// Blocks of eight columns: out += sum of weights[j] * values[j]. The sums stay in registers, and every `Chains`th key
/// has its own: one sum after the other would wait for each addition.
template <int Blocks, int Chains>
EGT_INLINE void addBlocks(const float* weights, const float* values, std::int64_t stride, std::int64_t count,
                          float* out) {
    // Unrolled whole, or the sums would be an array in memory.
    Eight sums[Chains][Blocks] = {};
    std::int64_t j = 0;
    for (; j + Chains <= count; j += Chains)
#pragma GCC unroll 8
        for (int c = 0; c < Chains; ++c)
#pragma GCC unroll 4
            for (int i = 0; i < Blocks; ++i)
                sums[c][i] += at(values + (j + c) * stride + 8 * i) * weights[j + c];
    for (; j < count; ++j)
#pragma GCC unroll 4
        for (int i = 0; i < Blocks; ++i)
            sums[0][i] += at(values + j * stride + 8 * i) * weights[j];
#pragma GCC unroll 4
    for (int i = 0; i < Blocks; ++i) {
        Eight sum = at(out + 8 * i);
#pragma GCC unroll 8
        for (int c = 0; c < Chains; ++c)
            sum += sums[c][i];
        std::memcpy(out + 8 * i, &sum, sizeof sum);
    }
}

/// out += sum of weights[j] * values[j].
EGT_INLINE void addValues(const float* weights, const float* values, std::int64_t stride, std::int64_t count,
                          std::int64_t width, float* out) {
    std::int64_t i = 0;
    for (; i + 32 <= width; i += 32)
        addBlocks<4, 2>(weights, values + i, stride, count, out + i);
    const std::int64_t blocks = (width - i) / 8;
    if (blocks == 3) addBlocks<3, 3>(weights, values + i, stride, count, out + i);
    if (blocks == 2) addBlocks<2, 4>(weights, values + i, stride, count, out + i);
    if (blocks == 1) addBlocks<1, 8>(weights, values + i, stride, count, out + i);
    for (i += 8 * blocks; i < width; ++i)
        for (std::int64_t j = 0; j < count; ++j)
            out[i] += weights[j] * values[j * stride + i];
}

/// The places of a tail as one or two runs of equal steps: the ring may have turned over.
struct Run {
    std::int64_t first = 0, count = 0;
};
EGT_INLINE void runsOf(const LaneTokens& t, std::int64_t ring, Run (&runs)[2]) {
    runs[0] = {t.first, std::min(t.count, ring - t.first)};
    runs[1] = {0, t.count - runs[0].count};
}

EGT_INLINE void lane(const StepAttention& a, std::int64_t group, std::int64_t head, std::int64_t which, float* scores,
                     float* weights) {
    const LaneTokens& t = a.tokens[group * a.lanes + which];
    const std::int64_t base = (group * a.heads + head) * a.places * a.width;
    const std::int64_t step = a.lanes * a.width;
    const float* tail_keys = a.keys + base + (a.tail + which) * a.width;
    const float* tail_values = a.values + base + (a.tail + which) * a.width;
    Run runs[2];
    runsOf(t, a.ring, runs);
    for (std::int64_t s = 0; s < a.shared; ++s) {
        const std::int64_t place = (head * a.shared + s) * a.width;
        const float* query = a.queries + (group * a.lanes + which) * a.query_stride + place;
        float* out = a.out + (group * a.lanes + which) * a.heads * a.shared * a.width + place;
        std::fill(out, out + a.width, 0.0F);
        if (t.count == 0) continue;
        dots(query, a.keys + base, a.width, t.prompt, a.width, a.scale, scores);
        std::int64_t n = t.prompt;
        for (const Run& run : runs) {
            dots(query, tail_keys + run.first * step, step, run.count, a.width, a.scale, scores + n);
            n += run.count;
        }
        const float maximum = highest(scores, n);
        const double sum = softmaxWeights(scores, n, maximum, 1.0F, weights);
        addValues(weights, a.values + base, a.width, t.prompt, a.width, out);
        n = t.prompt;
        for (const Run& run : runs) {
            addValues(weights + n, tail_values + run.first * step, step, run.count, a.width, out);
            n += run.count;
        }
        const auto inverse = static_cast<float>(1.0 / sum);
        for (std::int64_t i = 0; i < a.width; ++i)
            out[i] *= inverse;
    }
}

EGT_INLINE void compute(const StepAttention& a, std::int64_t begin, std::int64_t end) {
    std::vector<float> room(2 * static_cast<std::size_t>(a.tail + a.ring));
    for (std::int64_t i = begin; i < end; ++i)
        for (std::int64_t which = 0; which < a.lanes; ++which)
            lane(a, i / a.heads, i % a.heads, which, room.data(), room.data() + a.tail + a.ring);
}

void portable(const StepAttention& a, std::int64_t begin, std::int64_t end) {
    compute(a, begin, end);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void avx2(const StepAttention& a, std::int64_t begin, std::int64_t end) {
    compute(a, begin, end);
}
bool hasAvx2() {
    static const bool there = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return there;
}
#endif

} // namespace

void stepAttention(const StepAttention& a, std::int64_t begin, std::int64_t end) {
#if defined(__x86_64__)
    if (hasAvx2() && std::strcmp(pathName(), "portable") != 0) return avx2(a, begin, end);
#endif
    portable(a, begin, end);
}

} // namespace egt::kernels
