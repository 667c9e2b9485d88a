// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Attention of one new token a sequence over cached keys and values, float32. Sequences of a group share a prompt: its
// keys and values stand once in the cache. Raw pointers, no torch; any thread.
//
// softmax(q K^T scale) V with the maximum taken first; scores and sums in float32 over blocks of eight lanes, as a
// matrix product has them. Source: Vaswani et al. 2017 (arXiv 1706.03762), section 3.2.1; one set of keys for several
// query heads: Ainslie et al. 2023 (arXiv 2305.13245).

#include <cstdint>
#include <vector>

namespace egt::kernels {

/// Where the tokens of one sequence stand: prompt places 0 .. prompt-1 of its group, and `count` of the places
/// tail + r * lanes + lane with r = first, first + 1, … (mod ring). count 0 = idle.
struct LaneTokens {
    std::int64_t prompt = 0;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

struct StepAttention {
    const float* keys = nullptr;    ///< [groups, heads, places, width], contiguous
    const float* values = nullptr;  ///< the same
    const float* queries = nullptr; ///< [groups, lanes], each [heads, shared, width] contiguous
    std::int64_t query_stride = 0;  ///< from one lane to the next
    float* out = nullptr;           ///< [groups, lanes, heads, shared, width], contiguous; zero for idle lanes
    std::int64_t heads = 0;         ///< of keys and values
    std::int64_t shared = 0;        ///< query heads that use the same keys
    std::int64_t width = 0;
    std::int64_t places = 0;
    std::int64_t lanes = 0; ///< sequences of a group
    std::int64_t tail = 0;  ///< place where the tails begin
    std::int64_t ring = 0;  ///< places of one tail
    float scale = 1;
    const LaneTokens* tokens = nullptr; ///< [groups, lanes]
};

/// Computes the (group, key head) pairs begin .. end of groups * heads: ranges may run on threads of their own. The
/// result of a pair does not depend on the range.
void stepAttention(const StepAttention& a, std::int64_t begin, std::int64_t end);

} // namespace egt::kernels
