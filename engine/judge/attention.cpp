// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/attention.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>

namespace egt::judge {
namespace {

/// [B, KV heads, T, width] -> [B, query heads, T, width]
torch::Tensor spread(const torch::Tensor& x, const Heads& heads) {
    if (heads.shared() == 1) return x;
    return x.unsqueeze(2)
        .expand({x.size(0), heads.kv, heads.shared(), x.size(2), heads.width})
        .reshape({x.size(0), heads.query, x.size(2), heads.width});
}

torch::Tensor joinHeads(const torch::Tensor& y, const Heads& heads) { // [B, heads, T, width]
    return y.transpose(1, 2).reshape({-1, heads.query * heads.width});
}

torch::Tensor laneAttentionInFloat(const torch::Tensor& q, const LayerCache& layer, const KvCache& cache,
                                   const std::vector<kernels::LaneTokens>& tokens, const Heads& heads) {
    torch::Tensor out = at::empty({q.size(0), heads.query * heads.width}, torch::kFloat32);
    kernels::StepAttention a;
    a.keys = layer.k.const_data_ptr<float>();
    a.values = layer.v.const_data_ptr<float>();
    a.queries = q.const_data_ptr<float>();
    a.query_stride = q.stride(0);
    a.out = out.data_ptr<float>();
    a.heads = heads.kv;
    a.shared = heads.shared();
    a.width = heads.width;
    a.places = cache.places();
    a.lanes = cache.lanes;
    a.tail = cache.tail;
    a.ring = cache.ring;
    a.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(heads.width)));
    a.tokens = tokens.data();
    at::parallel_for(0, cache.groups * heads.kv, 1,
                     [&](std::int64_t begin, std::int64_t end) { kernels::stepAttention(a, begin, end); });
    return out;
}

/// True where a lane may look, [groups, 1, lanes, 1, places]. An idle lane looks at place 0.
torch::Tensor laneMask(const KvCache& cache, const std::vector<kernels::LaneTokens>& tokens) {
    torch::Tensor mask = at::zeros({cache.groups, 1, cache.lanes, 1, cache.places()}, torch::kBool);
    bool* row = mask.data_ptr<bool>();
    for (std::size_t i = 0; i < tokens.size(); ++i, row += cache.places()) {
        const kernels::LaneTokens& t = tokens[i];
        std::fill(row, row + std::max<std::int64_t>(t.prompt, 1), true);
        bool* own = row + cache.tail + static_cast<std::int64_t>(i) % cache.lanes;
        for (std::int64_t n = 0; n < t.count; ++n)
            own[(t.first + n) % cache.ring * cache.lanes] = true;
    }
    return mask;
}

} // namespace

torch::Tensor causalAttention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                              const Heads& heads) {
    return joinHeads(at::scaled_dot_product_attention(q.transpose(1, 2), spread(k.transpose(1, 2), heads),
                                                      spread(v.transpose(1, 2), heads), std::nullopt, 0.0, true),
                     heads);
}

torch::Tensor continuedAttention(const torch::Tensor& q, const LayerCache& cache,
                                 const std::vector<std::int64_t>& groups, const std::vector<std::int64_t>& begins,
                                 const Heads& heads) {
    const std::int64_t longest = q.size(1);
    const std::int64_t places = std::min(cache.k.size(2), *std::max_element(begins.begin(), begins.end()) + longest);
    const torch::Device device = q.device();
    const torch::Tensor rows = at::tensor(groups, torch::kInt64).to(device);
    const auto seen = [&](const torch::Tensor& kv) {
        return spread(kv.narrow(2, 0, places).index_select(0, rows), heads);
    };
    const auto count = [&](std::int64_t n) { return at::arange(n, torch::kInt64); };
    const torch::Tensor last =
        at::tensor(begins, torch::kInt64).view({-1, 1, 1, 1}) + count(longest).view({1, 1, -1, 1});
    const torch::Tensor mask = count(places).view({1, 1, 1, -1}).le(last).to(device);
    return joinHeads(at::scaled_dot_product_attention(q.transpose(1, 2), seen(cache.k), seen(cache.v), mask), heads);
}

torch::Tensor laneAttention(const torch::Tensor& q, const LayerCache& layer, const KvCache& cache,
                            const std::vector<kernels::LaneTokens>& tokens, const Heads& heads) {
    if (q.scalar_type() == torch::kFloat32 && q.device().is_cpu())
        return laneAttentionInFloat(q, layer, cache, tokens, heads);
    // Query heads and lanes that share keys are the rows of one small matrix: keys are never repeated.
    const std::int64_t rows = cache.lanes * heads.shared();
    const torch::Tensor grouped = q.reshape({cache.groups, cache.lanes, heads.kv, heads.shared(), heads.width})
                                      .transpose(1, 2)
                                      .reshape({cache.groups, heads.kv, rows, heads.width});
    const torch::Tensor mask = laneMask(cache, tokens)
                                   .to(q.device())
                                   .expand({cache.groups, 1, cache.lanes, heads.shared(), cache.places()})
                                   .reshape({cache.groups, 1, rows, cache.places()});
    return at::scaled_dot_product_attention(grouped, layer.k, layer.v, mask)
        .reshape({cache.groups, heads.kv, cache.lanes, heads.shared() * heads.width})
        .transpose(1, 2)
        .reshape({-1, heads.query * heads.width});
}

} // namespace egt::judge
