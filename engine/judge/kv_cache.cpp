// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/kv_cache.h"

namespace egt::judge {

// Zeros, because a place that is masked is multiplied with zero all the same, and zero times whatever memory held may
// be no number. The system gives fresh pages as zeros when they are first touched, so this costs nothing by itself.
KvCache KvCache::allocate(const TextConfig& c, std::int64_t groups, std::int64_t lanes, std::int64_t tail,
                          std::int64_t ring, const torch::TensorOptions& options) {
    KvCache out{{}, groups, lanes, tail, ring};
    const std::vector<std::int64_t> shape = {groups, c.num_key_value_heads, out.places(),
                                             c.hidden_size / c.num_attention_heads};
    for (std::int32_t i = 0; i < c.num_hidden_layers; ++i)
        out.layers.push_back({at::zeros(shape, options), at::zeros(shape, options)});
    return out;
}

std::int64_t KvCache::bytes(const TextConfig& c, std::int64_t groups, std::int64_t lanes, std::int64_t tail,
                            std::int64_t ring, std::int64_t number_bytes) {
    return 2 * c.num_hidden_layers * groups * c.num_key_value_heads * (tail + ring * lanes) *
           (c.hidden_size / c.num_attention_heads) * number_bytes;
}

void KvCache::copyBeginning(std::int64_t from, std::int64_t to, std::int64_t count) {
    for (LayerCache& layer : layers)
        for (const torch::Tensor& t : {layer.k, layer.v})
            t.select(0, to).narrow(1, 0, count).copy_(t.select(0, from).narrow(1, 0, count));
}

void KvCache::keep(const std::vector<std::int64_t>& groups_kept) {
    const torch::Tensor index = at::tensor(groups_kept, torch::kInt64).to(layers.front().k.device());
    for (LayerCache& layer : layers) {
        layer.k = layer.k.index_select(0, index);
        layer.v = layer.v.index_select(0, index);
    }
    groups = static_cast<std::int64_t>(groups_kept.size());
}

} // namespace egt::judge
