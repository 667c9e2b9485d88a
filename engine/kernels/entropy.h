// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Entropy and what else a row of logits tells, from one read of memory. Raw pointers, no torch; any thread.
//
// With m the running maximum, s = sum e^(x-m) and w = sum e^(x-m) (x-m), the entropy is H = ln s - w / s nats: both
// terms are >= 0, so nothing cancels (logZ - sum p x would). A new maximum m' rescales s and w by c = e^(m-m'):
// w <- c (w + s (m - m')), s <- c s; merging two partial states is the same formula. Online softmax: Milakov,
// Gimelshein 2018 (arXiv 1805.02867).

#include <cstdint>
#include <span>
#include <vector>

namespace egt::kernels {

enum class Number { f32, bf16, f16 };

/// State over a part of a row. Merging is associative up to rounding.
struct Partial {
    float maximum;            ///< -inf when empty
    double sum = 0;           ///< of e^(x-m)
    double weighted = 0;      ///< of e^(x-m) (x-m)
    double squared = 0;       ///< of e^(x-m) (x-m)^2
    std::int64_t argmax = -1; ///< first of equals
    Partial();
};
Partial partialOf(const void* part, Number number, std::int64_t count, std::int64_t first_index = 0);
Partial merge(const Partial& a, const Partial& b);

/// All of the raw distribution softmax(row), nats.
struct TokenStats {
    float entropy = 0;    ///< 0 .. ln V
    float varentropy = 0; ///< variance of the surprisal
    float logsumexp = 0;
    float logprob = 0; ///< of the target, <= 0; 0 without a target
    std::int32_t argmax = -1;
    std::int32_t rank = 0; ///< of the target: entries above it, and equal ones before it; 0 = argmax
};
struct Choice {
    std::int32_t id = -1;
    float logit = 0;
};
/// -inf entries have probability 0. +inf entries share all probability evenly (the limit). A row with NaN, or of
/// nothing but -inf, has no distribution: all floats are NaN. `target` -1 = none. `top` is filled with the highest
/// entries from the same read, highest first, the lower id first among equals; what a shorter row (or one with NaN or
/// -inf entries) can't fill has id -1.
TokenStats tokenStats(const void* row, Number number, std::int64_t count, std::int64_t target,
                      std::span<Choice> top = {});

/// The k highest entries, highest first, the lower id first among equals. Fewer when the row has fewer above -inf.
std::vector<Choice> topChoices(const float* row, std::int64_t count, std::int32_t k);

/// out[i] = e^((row[i] - maximum) * inverse_temperature) and their sum. `maximum` must be finite; -inf gives 0.
double softmaxWeights(const float* row, std::int64_t count, float maximum, float inverse_temperature, float* out);

/// Writes over a row of logits x the gradient of by_logprob log p_target + by_entropy H by x:
/// dlogp/dx_i = [i = target] - p_i, dH/dx_i = -p_i (log p_i + H). `scale` multiplies it (1 / temperature when x was
/// scaled by that). -inf entries get 0; a row without a distribution becomes NaN. `target` -1 = none.
struct RowGradient {
    float by_logprob = 0;
    float by_entropy = 0;
    float scale = 1;
};
void gradientOverLogits(void* row, Number number, std::int64_t count, std::int64_t target, float logsumexp,
                        float entropy, const RowGradient& gradient);

/// The code path; automatic picks the best that this machine has. For tests and benchmarks, not while others compute.
enum class Path { automatic, portable, avx2, avx512 };
bool choosePath(Path path); ///< false, and no change, when this machine lacks it
const char* pathName();

} // namespace egt::kernels
