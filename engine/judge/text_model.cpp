// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/text_model.h"

#include <algorithm>
#include <cmath>

#include "judge/positions.h"

namespace egt::judge {
namespace {

struct Heads {
    std::int64_t query, kv, width;
    explicit Heads(const TextConfig& c)
        : query(c.num_attention_heads), kv(c.num_key_value_heads), width(c.hidden_size / c.num_attention_heads) {}
    [[nodiscard]] std::int64_t shared() const { return query / kv; }
};

/// The axis (time, height, width) that turns each frequency: sections take the axes in turn.
std::vector<std::size_t> axisOfFrequency(const std::vector<std::int32_t>& sections) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < sections.size(); ++i)
        out.insert(out.end(), static_cast<std::size_t>(sections[i]), i % 3);
    return out;
}

PromptPositions positionsOf(const Sequence& sequence, const std::vector<EncodedImage>& images,
                            std::int32_t image_token_id) {
    std::vector<Grid> grids;
    for (const std::int32_t i : sequence.images) {
        const EncodedImage& image = images.at(static_cast<std::size_t>(i));
        grids.push_back({image.grid_t, image.grid_h, image.grid_w});
    }
    return promptPositions(sequence.prompt, grids, image_token_id);
}

/// Writes one sequence's angles; response tokens count on from `next`.
void fillAngles(float* out, const PromptPositions& positions, std::int64_t length, const std::vector<float>& base,
                const std::vector<std::size_t>& axis) {
    const std::size_t prompt = positions.axes[0].size();
    for (std::size_t t = 0; t < static_cast<std::size_t>(length); ++t)
        for (std::size_t j = 0; j < base.size(); ++j) {
            const std::int32_t place =
                t < prompt ? positions.axes[axis[j]][t] : positions.next + static_cast<std::int32_t>(t - prompt);
            *out++ = static_cast<float>(place) * base[j];
        }
}

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

torch::Tensor causalAttention(const Projected& p, const Heads& heads) {
    const auto spread = [&](const torch::Tensor& x) { // [B, KV, T, width] -> [B, Q, T, width]
        const torch::Tensor y = x.transpose(1, 2);
        if (heads.shared() == 1) return y;
        return y.unsqueeze(2)
            .expand({y.size(0), heads.kv, heads.shared(), y.size(2), heads.width})
            .reshape({y.size(0), heads.query, y.size(2), heads.width});
    };
    const torch::Tensor y =
        at::scaled_dot_product_attention(p.q.transpose(1, 2), spread(p.k), spread(p.v), std::nullopt, 0.0, true);
    return y.transpose(1, 2).reshape({-1, heads.query * heads.width});
}

/// q: [B, query heads, width]. Query heads that share keys are the rows of one small matrix: keys are never repeated.
torch::Tensor stepAttention(const torch::Tensor& q, const LayerCache& cache, const torch::Tensor& mask,
                            std::int64_t place, const Heads& heads) {
    const std::int64_t b = q.size(0);
    const torch::Tensor seen = mask.narrow(2, 0, place + 1);
    if (q.scalar_type() != torch::kFloat32) { // scores must not be rounded to half precision before the softmax
        const auto grouped = [&](const torch::Tensor& kv) { return kv.narrow(2, 0, place + 1); };
        return at::scaled_dot_product_attention(
            q.reshape({b, heads.kv, heads.shared(), heads.width}), grouped(cache.k), grouped(cache.v),
            seen.view({b, heads.kv, 1, place + 1}).expand({-1, -1, heads.shared(), -1}));
    }
    const double scale = 1.0 / std::sqrt(static_cast<double>(heads.width));
    const auto filled = [&](const torch::Tensor& kv) {
        return kv.narrow(2, 0, place + 1).view({b * heads.kv, place + 1, heads.width});
    };
    const torch::Tensor rows = q.reshape({b * heads.kv, heads.shared(), heads.width});
    const torch::Tensor scores = at::baddbmm(seen, rows, filled(cache.k).transpose(1, 2), 1.0, scale);
    return at::bmm(at::softmax(scores, -1), filled(cache.v));
}

} // namespace

TokenBatch embed(const Weights& w, const JudgeConfig& config, const std::vector<const Sequence*>& sequences,
                 const std::vector<EncodedImage>& images, bool with_response) {
    TokenBatch out;
    out.size = static_cast<std::int64_t>(sequences.size());
    for (const Sequence* s : sequences) {
        TORCH_CHECK(!s->prompt.empty(), "a prompt is empty");
        const std::size_t response = with_response && !s->response.empty() ? s->response.size() - 1 : 0;
        out.lengths.push_back(static_cast<std::int64_t>(s->prompt.size() + response));
        out.longest = std::max(out.longest, out.lengths.back());
    }
    const std::vector<float> base = frequencies(config.text.rope_theta, Heads(config.text).width);
    const std::vector<std::size_t> axis = axisOfFrequency(config.text.mrope_section);
    const auto half = static_cast<std::int64_t>(base.size());
    torch::Tensor ids = at::zeros({out.size * out.longest}, torch::kInt64);
    torch::Tensor angles = at::zeros({out.size, out.longest, 1, half}, torch::kFloat32);
    std::vector<std::int64_t> image_rows;
    std::vector<torch::Tensor> image_values;
    for (std::int64_t b = 0; b < out.size; ++b) {
        const Sequence& s = *sequences[static_cast<std::size_t>(b)];
        const std::int64_t length = out.lengths[static_cast<std::size_t>(b)];
        const PromptPositions positions = positionsOf(s, images, config.image_token_id);
        out.next.push_back(positions.next);
        std::int64_t* row = ids.data_ptr<std::int64_t>() + b * out.longest;
        for (std::int64_t t = 0; t < length; ++t) {
            const auto at = static_cast<std::size_t>(t);
            row[t] = at < s.prompt.size() ? s.prompt[at] : s.response[at - s.prompt.size()];
            if (at < s.prompt.size() && row[t] == config.image_token_id) image_rows.push_back(b * out.longest + t);
        }
        fillAngles(angles.data_ptr<float>() + b * out.longest * half, positions, length, base, axis);
        for (const std::int32_t i : s.images)
            image_values.push_back(images[static_cast<std::size_t>(i)].embedding_TD);
    }
    const torch::Device device = w.options().device();
    out.rotary = rotaryOf(angles.to(device));
    out.hidden_ND = at::embedding(w.embedding, ids.to(device));
    if (!image_rows.empty())
        out.hidden_ND =
            at::index_copy(out.hidden_ND, 0, at::tensor(image_rows, torch::kInt64).to(device), at::cat(image_values));
    return out;
}

torch::Tensor runLayers(const Weights& w, const JudgeConfig& config, const TokenBatch& batch,
                        const torch::Tensor& rows_N, std::vector<LayerCache>* cache) {
    const TextConfig& c = config.text;
    const Heads heads(c);
    torch::Tensor x = batch.hidden_ND;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const TextLayer& l = w.layers[i];
        const Projected p = project(l, c, x, batch);
        if (cache) {
            (*cache)[i].k.narrow(2, 0, batch.longest).copy_(p.k.transpose(1, 2));
            (*cache)[i].v.narrow(2, 0, batch.longest).copy_(p.v.transpose(1, 2));
        }
        torch::Tensor y = causalAttention(p, heads);
        if (i + 1 == w.layers.size()) { // nobody attends to what comes after: only the wanted rows go on
            const torch::Tensor rows = rows_N.to(x.device());
            x = x.index_select(0, rows);
            y = y.index_select(0, rows);
        }
        x = applyOnto(x, l.o, y);
        x = applyOnto(x, l.down, swiglu(apply(l.gate_up, rmsNorm(x, l.norm2, c.rms_norm_eps))));
    }
    return x;
}

torch::Tensor runStep(const Weights& w, const JudgeConfig& config, torch::Tensor x, const Rotary& rotary,
                      const torch::Tensor& mask, std::int64_t place, std::vector<LayerCache>& cache) {
    const TextConfig& c = config.text;
    const Heads heads(c);
    const std::int64_t b = x.size(0);
    const std::int64_t turned = (heads.query + heads.kv) * heads.width;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const TextLayer& l = w.layers[i];
        const torch::Tensor qkv = apply(l.qkv, rmsNorm(x, l.norm1, c.rms_norm_eps));
        const torch::Tensor qk =
            rotate(qkv.narrow(1, 0, turned).view({b, heads.query + heads.kv, heads.width}), rotary);
        cache[i].k.select(2, place).copy_(qk.narrow(1, heads.query, heads.kv));
        cache[i].v.select(2, place).copy_(
            qkv.narrow(1, turned, heads.kv * heads.width).view({b, heads.kv, heads.width}));
        const torch::Tensor y = stepAttention(qk.narrow(1, 0, heads.query), cache[i], mask, place, heads);
        x = applyOnto(x, l.o, y.reshape({b, heads.query * heads.width}));
        x = applyOnto(x, l.down, swiglu(apply(l.gate_up, rmsNorm(x, l.norm2, c.rms_norm_eps))));
    }
    return x;
}

torch::Tensor finalNorm(const Weights& w, const JudgeConfig& config, const torch::Tensor& hidden_ND) {
    return rmsNorm(hidden_ND, w.norm, config.text.rms_norm_eps);
}
torch::Tensor logits(const Weights& w, const JudgeConfig& config, const torch::Tensor& hidden_ND) {
    return at::linear(finalNorm(w, config, hidden_ND), w.output());
}

Rotary textRotary(const Weights& w, const JudgeConfig& config, const std::vector<std::int32_t>& positions) {
    const std::vector<float> base = frequencies(config.text.rope_theta, Heads(config.text).width);
    torch::Tensor angles = at::empty(
        {static_cast<std::int64_t>(positions.size()), 1, static_cast<std::int64_t>(base.size())}, torch::kFloat32);
    float* out = angles.data_ptr<float>();
    for (const std::int32_t position : positions)
        for (const float f : base)
            *out++ = static_cast<float>(position) * f;
    return rotaryOf(angles.to(w.options().device()));
}

} // namespace egt::judge
