// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/text_model.h"

#include <algorithm>

namespace egt::judge {
namespace {

struct Projected {
    torch::Tensor q, k, v; ///< [B, T, heads, width]
};
Projected project(const TextLayer& l, const TextConfig& c, const torch::Tensor& x_ND, const TokenBatch& batch) {
    const Heads heads(c);
    const torch::Tensor qkv = apply(l.qkv, rmsNorm(x_ND, l.norm1, c.rms_norm_eps));
    // Splits, not slices: the gradient of a split is one cat.
    const auto parts = qkv.split_with_sizes({(heads.query + heads.kv) * heads.width, heads.kv * heads.width}, 1);
    const torch::Tensor qk =
        rotate(parts[0].view({batch.size, batch.longest, heads.query + heads.kv, heads.width}), batch.rotary);
    const auto turned = qk.split_with_sizes({heads.query, heads.kv}, 2);
    return {turned[0], turned[1], parts[1].view({batch.size, batch.longest, heads.kv, heads.width})};
}

torch::Tensor feedForward(const TextLayer& l, const TextConfig& c, const torch::Tensor& x) {
    return applyOnto(x, l.down, swiglu(apply(l.gate_up, rmsNorm(x, l.norm2, c.rms_norm_eps))));
}

/// Padding is not written.
void write(const LayerCache& layer, const CachePlaces& cached, const TokenBatch& batch, const Projected& p) {
    for (std::int64_t b = 0; b < batch.size; ++b) {
        const auto i = static_cast<std::size_t>(b);
        const auto copy = [&](const torch::Tensor& to, const torch::Tensor& from) {
            to.select(0, cached.groups[i])
                .narrow(1, batch.begins[i], batch.lengths[i])
                .copy_(from.select(0, b).narrow(0, 0, batch.lengths[i]).transpose(0, 1));
        };
        copy(layer.k, p.k);
        copy(layer.v, p.v);
    }
}

} // namespace

torch::Tensor runLayers(const Weights& w, const JudgeConfig& config, const TokenBatch& batch,
                        const torch::Tensor& rows_N, CachePlaces* cached) {
    const TextConfig& c = config.text;
    const Heads heads(c);
    const bool whole = std::all_of(batch.begins.begin(), batch.begins.end(), [](std::int64_t b) { return b == 0; });
    torch::Tensor x = batch.hidden_ND;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const TextLayer& l = w.layers[i];
        const Projected p = project(l, c, x, batch);
        if (cached) write(cached->cache.layers[i], *cached, batch, p);
        const bool last = i + 1 == w.layers.size();
        if (last && rows_N.numel() == 0) return x.narrow(0, 0, 0); // only the cache was wanted
        torch::Tensor y = whole ? causalAttention(p.q, p.k, p.v, heads)
                                : continuedAttention(p.q, cached->cache.layers[i], cached->groups, batch.begins, heads);
        if (last) { // nobody attends to what comes after: only the wanted rows go on
            const torch::Tensor rows = rows_N.to(x.device());
            x = x.index_select(0, rows);
            y = y.index_select(0, rows);
        }
        x = feedForward(l, c, applyOnto(x, l.o, y));
    }
    return x;
}

torch::Tensor runStep(const Weights& w, const JudgeConfig& config, torch::Tensor x, const Rotary& rotary,
                      const std::vector<kernels::LaneTokens>& tokens, std::int64_t place, KvCache& cache) {
    const TextConfig& c = config.text;
    const Heads heads(c);
    const std::int64_t b = x.size(0);
    const std::int64_t turned = (heads.query + heads.kv) * heads.width;
    const auto put = [&](const torch::Tensor& to, const torch::Tensor& from) { // from: [B, KV heads, width]
        to.narrow(2, cache.tail + place * cache.lanes, cache.lanes)
            .copy_(from.view({cache.groups, cache.lanes, heads.kv, heads.width}).transpose(1, 2));
    };
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const TextLayer& l = w.layers[i];
        const torch::Tensor qkv = apply(l.qkv, rmsNorm(x, l.norm1, c.rms_norm_eps));
        const torch::Tensor qk =
            rotate(qkv.narrow(1, 0, turned).view({b, heads.query + heads.kv, heads.width}), rotary);
        put(cache.layers[i].k, qk.narrow(1, heads.query, heads.kv));
        put(cache.layers[i].v, qkv.narrow(1, turned, heads.kv * heads.width).view({b, heads.kv, heads.width}));
        const torch::Tensor y = laneAttention(qk.narrow(1, 0, heads.query), cache.layers[i], cache, tokens, heads);
        x = feedForward(l, c, applyOnto(x, l.o, y));
    }
    return x;
}

torch::Tensor finalNorm(const Weights& w, const JudgeConfig& config, const torch::Tensor& hidden_ND) {
    return rmsNorm(hidden_ND, w.norm, config.text.rms_norm_eps);
}
torch::Tensor logits(const Weights& w, const JudgeConfig& config, const torch::Tensor& hidden_ND) {
    return at::linear(finalNorm(w, config, hidden_ND), w.output());
}

} // namespace egt::judge
