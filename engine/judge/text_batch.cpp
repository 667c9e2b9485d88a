// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/text_batch.h"

#include <algorithm>

namespace egt::judge {
namespace {

std::int64_t headWidth(const TextConfig& c) {
    return c.hidden_size / c.num_attention_heads;
}

/// The axis (time, height, width) that turns each frequency: sections take the axes in turn.
std::vector<std::size_t> axisOfFrequency(const std::vector<std::int32_t>& sections) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < sections.size(); ++i)
        out.insert(out.end(), static_cast<std::size_t>(sections[i]), i % 3);
    return out;
}

/// Writes the angles of a span; response tokens count on from `next`.
void fillAngles(float* out, const PromptPositions& positions, const Span& span, const std::vector<float>& base,
                const std::vector<std::size_t>& axis) {
    const std::size_t prompt = positions.axes[0].size();
    for (auto t = static_cast<std::size_t>(span.begin); t < static_cast<std::size_t>(span.end); ++t)
        for (std::size_t j = 0; j < base.size(); ++j) {
            const std::int32_t place =
                t < prompt ? positions.axes[axis[j]][t] : positions.next + static_cast<std::int32_t>(t - prompt);
            *out++ = static_cast<float>(place) * base[j];
        }
}

/// Where image embeddings go, and those embeddings.
struct ImagePlaces {
    std::vector<std::int64_t> rows;
    std::vector<torch::Tensor> values;

    void add(const Span& span, std::int64_t first_row, const std::vector<EncodedImage>& images,
             std::int32_t image_token_id) {
        const std::vector<std::int32_t>& prompt = span.sequence->prompt;
        std::int64_t before = 0;
        std::int64_t inside = 0;
        const std::int64_t end = std::min(span.end, static_cast<std::int64_t>(prompt.size()));
        for (std::int64_t t = 0; t < end; ++t) {
            if (prompt[static_cast<std::size_t>(t)] != image_token_id) continue;
            ++(t < span.begin ? before : inside);
            if (t >= span.begin) rows.push_back(first_row + t - span.begin);
        }
        if (inside == 0) return;
        std::vector<torch::Tensor> all;
        for (const std::int32_t i : span.sequence->images)
            all.push_back(images[static_cast<std::size_t>(i)].embedding_TD);
        values.push_back((all.size() == 1 ? all.front() : at::cat(all)).narrow(0, before, inside));
    }
};

} // namespace

PromptPositions positionsOf(const Sequence& sequence, const std::vector<EncodedImage>& images,
                            std::int32_t image_token_id) {
    std::vector<Grid> grids;
    for (const std::int32_t i : sequence.images) {
        const EncodedImage& image = images.at(static_cast<std::size_t>(i));
        grids.push_back({image.grid_t, image.grid_h, image.grid_w});
    }
    return promptPositions(sequence.prompt, grids, image_token_id);
}

TokenBatch embed(const Weights& w, const JudgeConfig& config, const std::vector<Span>& spans,
                 const std::vector<EncodedImage>& images) {
    TokenBatch out;
    out.size = static_cast<std::int64_t>(spans.size());
    for (const Span& span : spans) {
        TORCH_CHECK(!span.sequence->prompt.empty(), "a prompt is empty");
        out.begins.push_back(span.begin);
        out.lengths.push_back(span.end - span.begin);
        out.longest = std::max(out.longest, out.lengths.back());
    }
    const std::vector<float> base = frequencies(config.text.rope_theta, headWidth(config.text));
    const std::vector<std::size_t> axis = axisOfFrequency(config.text.mrope_section);
    const auto half = static_cast<std::int64_t>(base.size());
    torch::Tensor ids = at::zeros({out.size * out.longest}, torch::kInt64);
    torch::Tensor angles = at::zeros({out.size, out.longest, 1, half}, torch::kFloat32);
    ImagePlaces places;
    for (std::int64_t b = 0; b < out.size; ++b) {
        const Span& span = spans[static_cast<std::size_t>(b)];
        const Sequence& s = *span.sequence;
        std::int64_t* row = ids.data_ptr<std::int64_t>() + b * out.longest;
        for (auto t = static_cast<std::size_t>(span.begin); t < static_cast<std::size_t>(span.end); ++t)
            *row++ = t < s.prompt.size() ? s.prompt[t] : s.response[t - s.prompt.size()];
        fillAngles(angles.data_ptr<float>() + b * out.longest * half, positionsOf(s, images, config.image_token_id),
                   span, base, axis);
        places.add(span, b * out.longest, images, config.image_token_id);
    }
    const torch::Device device = w.options().device();
    out.rotary = rotaryOf(angles.to(device));
    out.hidden_ND = at::embedding(w.embedding, ids.to(device));
    if (!places.rows.empty())
        out.hidden_ND =
            at::index_copy(out.hidden_ND, 0, at::tensor(places.rows, torch::kInt64).to(device), at::cat(places.values));
    return out;
}

Rotary textRotary(const Weights& w, const JudgeConfig& config, const std::vector<std::int32_t>& positions) {
    const std::vector<float> base = frequencies(config.text.rope_theta, headWidth(config.text));
    torch::Tensor angles = at::empty(
        {static_cast<std::int64_t>(positions.size()), 1, static_cast<std::int64_t>(base.size())}, torch::kFloat32);
    float* out = angles.data_ptr<float>();
    for (const std::int32_t position : positions)
        for (const float f : base)
            *out++ = static_cast<float>(position) * f;
    return rotaryOf(angles.to(w.options().device()));
}

} // namespace egt::judge
