// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/weights.h"

#include <cmath>

#include "base/random.h"

namespace egt::judge {
namespace {

using Shape = std::vector<std::int64_t>;

using Parts = std::vector<std::pair<const char*, std::int64_t>>; ///< name, rows

struct Builder {
    std::vector<std::pair<std::string, torch::Tensor>>& named;
    torch::TensorOptions options;

    torch::Tensor one(const std::string& name, const Shape& shape) const {
        torch::Tensor tensor = at::empty(shape, options);
        tensor.set_requires_grad(true);
        named.emplace_back(name, tensor);
        return tensor;
    }
    /// `inputs` 0 = a bias.
    Joined joined(const std::string& prefix, const Parts& parts, std::int64_t inputs) const {
        const char* kind = inputs ? ".weight" : ".bias";
        std::int64_t rows = 0;
        for (const auto& [name, count] : parts)
            rows += count;
        const Shape shape = inputs ? Shape{rows, inputs} : Shape{rows};
        Joined out;
        if (parts.size() == 1) {
            out.storage = one(prefix + parts.front().first + kind, shape);
            out.parts = {out.storage};
            return out;
        }
        out.storage = at::empty(shape, options);
        std::int64_t from = 0;
        for (const auto& [name, count] : parts) {
            // variable_data: same memory, own version counter, so stepping one part does not look like a change of all.
            torch::Tensor part = out.storage.narrow(0, from, count).variable_data();
            part.set_requires_grad(true);
            out.parts.push_back(part);
            named.emplace_back(prefix + name + kind, part);
            from += count;
        }
        return out;
    }
    Linear linear(const std::string& prefix, const Parts& parts, std::int64_t inputs, bool with_bias) const {
        Linear out;
        out.weight = joined(prefix, parts, inputs);
        if (with_bias) out.bias = joined(prefix, parts, 0);
        return out;
    }
};

VisionBlock visionBlock(const Builder& build, const VisionConfig& c, const std::string& at) {
    const std::int64_t d = c.hidden_size;
    const std::int64_t f = c.intermediate_size;
    VisionBlock b;
    b.norm1 = build.one(at + "norm1.weight", {d});
    b.norm2 = build.one(at + "norm2.weight", {d});
    b.qkv = build.linear(at + "attn.", {{"qkv", 3 * d}}, d, true);
    b.proj = build.linear(at + "attn.", {{"proj", d}}, d, true);
    b.gate_up = build.linear(at + "mlp.", {{"gate_proj", f}, {"up_proj", f}}, d, true);
    b.down = build.linear(at + "mlp.", {{"down_proj", d}}, f, true);
    return b;
}

TextLayer textLayer(const Builder& build, const TextConfig& c, const std::string& at) {
    const std::int64_t d = c.hidden_size;
    const std::int64_t kv = d / c.num_attention_heads * c.num_key_value_heads;
    const std::int64_t f = c.intermediate_size;
    TextLayer l;
    l.norm1 = build.one(at + "input_layernorm.weight", {d});
    l.qkv = build.linear(at + "self_attn.", {{"q_proj", d}, {"k_proj", kv}, {"v_proj", kv}}, d, true);
    l.o = build.linear(at + "self_attn.", {{"o_proj", d}}, d, false);
    l.norm2 = build.one(at + "post_attention_layernorm.weight", {d});
    l.gate_up = build.linear(at + "mlp.", {{"gate_proj", f}, {"up_proj", f}}, d, false);
    l.down = build.linear(at + "mlp.", {{"down_proj", d}}, f, false);
    return l;
}

bool endsWith(const std::string& text, std::string_view end) {
    return std::string_view(text).ends_with(end);
}

double spread(const std::string& name, const torch::Tensor& tensor, const TextConfig& text) {
    if (endsWith(name, "embed_tokens.weight") || endsWith(name, "lm_head.weight"))
        return text.initializer_range * std::sqrt(static_cast<double>(text.hidden_size)) * 0.5;
    const double inputs = static_cast<double>(tensor.numel() / tensor.size(0));
    const bool residual =
        endsWith(name, "o_proj.weight") || endsWith(name, "attn.proj.weight") || endsWith(name, "down_proj.weight");
    return (residual ? 0.4 : 0.8) / std::sqrt(inputs);
}

} // namespace

Weights Weights::allocate(const JudgeConfig& config, const torch::TensorOptions& options) {
    Weights w;
    const Builder build{w.named, options};
    const VisionConfig& v = config.vision;
    const std::int64_t merged = std::int64_t{v.hidden_size} * v.spatial_merge_size * v.spatial_merge_size;
    w.patch = build.one("visual.patch_embed.proj.weight",
                        {v.hidden_size, v.in_channels, v.temporal_patch_size, v.patch_size, v.patch_size});
    for (int i = 0; i < v.depth; ++i)
        w.blocks.push_back(visionBlock(build, v, "visual.blocks." + std::to_string(i) + "."));
    w.merger_norm = build.one("visual.merger.ln_q.weight", {v.hidden_size});
    w.merger1 = build.linear("visual.merger.mlp.", {{"0", merged}}, merged, true);
    w.merger2 = build.linear("visual.merger.mlp.", {{"2", v.out_hidden_size}}, merged, true);
    w.embedding = build.one("model.embed_tokens.weight", {config.text.vocab_size, config.text.hidden_size});
    for (int i = 0; i < config.text.num_hidden_layers; ++i)
        w.layers.push_back(textLayer(build, config.text, "model.layers." + std::to_string(i) + "."));
    w.norm = build.one("model.norm.weight", {config.text.hidden_size});
    if (!config.text.tie_word_embeddings)
        w.head = build.one("lm_head.weight", {config.text.vocab_size, config.text.hidden_size});
    return w;
}

void Weights::initialize(const JudgeConfig& config, std::uint64_t seed) {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto& [name, tensor] = named[i];
        if (tensor.dim() == 1) {
            tensor.fill_(endsWith(name, ".bias") ? 0.0 : 1.0);
            continue;
        }
        Random random(mixSeed(seed, i));
        const double scale = spread(name, tensor, config.text);
        torch::Tensor fresh = at::empty(tensor.sizes(), torch::kFloat32);
        float* data = fresh.data_ptr<float>();
        for (std::int64_t k = 0; k < tensor.numel(); ++k)
            data[k] = static_cast<float>(scale * random.normal());
        tensor.copy_(fresh);
    }
}

} // namespace egt::judge
