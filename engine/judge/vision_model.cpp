// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/vision_model.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "judge/layers.h"
#include "judge/positions.h"

namespace egt::judge {
namespace {

constexpr double vision_eps = 1e-6; // fixed in the reference
constexpr double vision_theta = 10000.0;

/// Attention inside consecutive segments: segments of one length are computed together.
class Segments {
public:
    Segments(const std::vector<std::int64_t>& lengths, torch::Device device) {
        std::map<std::int64_t, std::vector<std::int64_t>> rows; // by length
        std::int64_t from = 0;
        for (const std::int64_t length : lengths) {
            auto& list = rows[length];
            for (std::int64_t i = 0; i < length; ++i)
                list.push_back(from + i);
            from += length;
        }
        std::vector<std::int64_t> all;
        for (const auto& [length, list] : rows) {
            m_groups.push_back({length, static_cast<std::int64_t>(list.size()) / length});
            all.insert(all.end(), list.begin(), list.end());
        }
        if (m_groups.size() == 1) return;
        m_gather = at::tensor(all, torch::kInt64).to(device);
        m_scatter = at::argsort(m_gather);
    }
    /// q, k, v: [P, H, width]; result [P, H x width].
    [[nodiscard]] torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v) const {
        if (!m_gather.defined()) return group(q, k, v, m_groups.front());
        const torch::Tensor gq = q.index_select(0, m_gather);
        const torch::Tensor gk = k.index_select(0, m_gather);
        const torch::Tensor gv = v.index_select(0, m_gather);
        std::vector<torch::Tensor> parts;
        std::int64_t from = 0;
        for (const Group& g : m_groups) {
            const std::int64_t n = g.length * g.count;
            parts.push_back(group(gq.narrow(0, from, n), gk.narrow(0, from, n), gv.narrow(0, from, n), g));
            from += n;
        }
        return at::cat(parts).index_select(0, m_scatter);
    }

private:
    struct Group {
        std::int64_t length, count;
    };
    static torch::Tensor group(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v, const Group& g) {
        const auto batched = [&](const torch::Tensor& x) {
            return x.reshape({g.count, g.length, x.size(1), x.size(2)}).transpose(1, 2);
        };
        const torch::Tensor y = at::scaled_dot_product_attention(batched(q), batched(k), batched(v));
        return y.transpose(1, 2).reshape({g.count * g.length, q.size(1) * q.size(2)});
    }
    std::vector<Group> m_groups;
    torch::Tensor m_gather, m_scatter;
};

Rotary rotary(const VisionPlan& plan, std::int64_t head_width, torch::Device device) {
    // Half of the angles turn with the row, half with the column.
    const std::vector<float> base = frequencies(vision_theta, head_width / 2);
    const auto count = static_cast<std::int64_t>(plan.rows.size());
    torch::Tensor angles = at::empty({count, 1, head_width / 2}, torch::kFloat32);
    float* out = angles.data_ptr<float>();
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        for (const float f : base)
            *out++ = static_cast<float>(plan.rows[i]) * f;
        for (const float f : base)
            *out++ = static_cast<float>(plan.columns[i]) * f;
    }
    return rotaryOf(angles.to(device));
}

torch::Tensor block(const VisionBlock& b, const torch::Tensor& x_PD, std::int64_t heads, const Rotary& turn,
                    const Segments& segments) {
    const std::int64_t d = x_PD.size(1);
    const std::int64_t width = d / heads;
    const torch::Tensor qkv = apply(b.qkv, rmsNorm(x_PD, b.norm1, vision_eps));
    const auto parts = qkv.split_with_sizes({2 * d, d}, 1);
    const auto qk = rotate(parts[0].view({-1, 2 * heads, width}), turn).chunk(2, 1);
    const torch::Tensor y = segments.attend(qk[0], qk[1], parts[1].view({-1, heads, width}));
    const torch::Tensor x = applyOnto(x_PD, b.proj, y);
    return applyOnto(x, b.down, swiglu(apply(b.gate_up, rmsNorm(x, b.norm2, vision_eps))));
}

} // namespace

std::vector<EncodedImage> encodeImages(const Weights& w, const JudgeConfig& config,
                                       const std::vector<ImagePatches>& images) {
    if (images.empty()) return {};
    const VisionConfig& c = config.vision;
    const std::int32_t merge = c.spatial_merge_size;
    std::vector<Grid> grids;
    std::vector<torch::Tensor> pixels;
    for (const ImagePatches& image : images) {
        TORCH_CHECK(image.grid_h % merge == 0 && image.grid_w % merge == 0 && image.grid_h > 0 && image.grid_w > 0,
                    "an image's patches do not form whole merge groups");
        grids.push_back({image.grid_t, image.grid_h, image.grid_w});
        pixels.push_back(image.pixels_PC);
    }
    const VisionPlan plan = visionPlan(grids, merge, c.patch_size, c.window_size);
    const auto tokens = static_cast<std::int64_t>(plan.order.size());
    const std::int64_t unit = std::int64_t{merge} * merge;
    // The patch embedding is a matmul: its Conv3d has kernel = stride.
    torch::Tensor x = at::linear(at::cat(pixels).to(w.options()), w.patch.view({c.hidden_size, -1}));
    const bool reorder = !std::is_sorted(plan.order.begin(), plan.order.end());
    const torch::Device device = w.options().device();
    const torch::Tensor order = at::tensor(plan.order, torch::kInt64).to(device);
    if (reorder) x = x.view({tokens, unit, c.hidden_size}).index_select(0, order).view({tokens * unit, c.hidden_size});
    const Rotary turn = rotary(plan, c.hidden_size / c.num_heads, device);
    const Segments windows(plan.window_lengths, device);
    const Segments frames(plan.full_lengths, device);
    for (std::size_t i = 0; i < w.blocks.size(); ++i) {
        const auto& full = c.fullatt_block_indexes;
        const bool whole = std::find(full.begin(), full.end(), static_cast<std::int32_t>(i)) != full.end();
        x = block(w.blocks[i], x, c.num_heads, turn, whole ? frames : windows);
    }
    const torch::Tensor grouped = rmsNorm(x, w.merger_norm, vision_eps).view({tokens, unit * c.hidden_size});
    torch::Tensor merged = apply(w.merger2, at::gelu(apply(w.merger1, grouped)));
    if (reorder) merged = merged.index_select(0, at::argsort(order));
    std::vector<EncodedImage> out;
    std::int64_t from = 0;
    for (const ImagePatches& image : images) {
        const std::int64_t n = image.mergedTokens(merge);
        out.push_back({merged.narrow(0, from, n), image.grid_t, image.grid_h / merge, image.grid_w / merge});
        from += n;
    }
    return out;
}

} // namespace egt::judge
