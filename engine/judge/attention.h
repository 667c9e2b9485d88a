// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The three ways in which a token attends. Query heads are more than those of keys and values (grouped-query
// attention). Softmax sums are in float32 whatever the judge's type.

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "judge/config.h"
#include "judge/kv_cache.h"
#include "kernels/step_attention.h"

namespace egt::judge {

struct Heads {
    std::int64_t query, kv, width;
    explicit Heads(const TextConfig& c)
        : query(c.num_attention_heads), kv(c.num_key_value_heads), width(c.hidden_size / c.num_attention_heads) {}
    [[nodiscard]] std::int64_t shared() const { return query / kv; }
};

/// Whole sequences: q, k, v [B, T, heads, width]; result [B x T, query heads x width]. Differentiable.
torch::Tensor causalAttention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                              const Heads& heads);

/// Tokens begins[b] .. of sequences whose keys and values, their own too, stand in groups[b] of the cache.
torch::Tensor continuedAttention(const torch::Tensor& q, const LayerCache& cache,
                                 const std::vector<std::int64_t>& groups, const std::vector<std::int64_t>& begins,
                                 const Heads& heads);

/// One token of each lane: q [groups x lanes, query heads, width], result [groups x lanes, query heads x width]. Idle
/// lanes get something finite.
torch::Tensor laneAttention(const torch::Tensor& q, const LayerCache& layer, const KvCache& cache,
                            const std::vector<kernels::LaneTokens>& tokens, const Heads& heads);

} // namespace egt::judge
