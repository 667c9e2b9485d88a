// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/weights.h"

#include <cmath>

#include "base/random.h"

namespace egt::judge {
namespace {

using Shape = std::vector<std::int64_t>;

struct Builder {
    std::vector<std::pair<std::string, torch::Tensor>>& named;

    torch::Tensor one(const std::string& name, const Shape& shape) const {
        torch::Tensor tensor = at::empty(shape, torch::kFloat32);
        tensor.set_requires_grad(true);
        named.emplace_back(name, tensor);
        return tensor;
    }
    /// `inputs` 0 = a bias.
    Joined joined(const std::string& prefix, const std::vector<std::pair<const char*, std::int64_t>>& parts,
                  std::int64_t inputs) const {
        std::int64_t rows = 0;
        for (const auto& [name, count] : parts)
            rows += count;
        Joined out;
        out.storage = at::empty(inputs ? Shape{rows, inputs} : Shape{rows}, torch::kFloat32);
        std::int64_t from = 0;
        for (const auto& [name, count] : parts) {
            // variable_data: same memory, own version counter, so stepping one part does not look like a change of all.
            torch::Tensor part = out.storage.narrow(0, from, count).variable_data();
            part.set_requires_grad(true);
            out.parts.push_back(part);
            named.emplace_back(prefix + name + (inputs ? ".weight" : ".bias"), part);
            from += count;
        }
        return out;
    }
};

VisionBlock visionBlock(const Builder& build, const VisionConfig& c, const std::string& at) {
    const std::int64_t d = c.hidden_size;
    const std::int64_t f = c.intermediate_size;
    VisionBlock b;
    b.norm1 = build.one(at + "norm1.weight", {d});
    b.norm2 = build.one(at + "norm2.weight", {d});
    b.qkv = build.one(at + "attn.qkv.weight", {3 * d, d});
    b.qkv_bias = build.one(at + "attn.qkv.bias", {3 * d});
    b.proj = build.one(at + "attn.proj.weight", {d, d});
    b.proj_bias = build.one(at + "attn.proj.bias", {d});
    b.gate_up = build.joined(at + "mlp.", {{"gate_proj", f}, {"up_proj", f}}, d);
    b.gate_up_bias = build.joined(at + "mlp.", {{"gate_proj", f}, {"up_proj", f}}, 0);
    b.down = build.one(at + "mlp.down_proj.weight", {d, f});
    b.down_bias = build.one(at + "mlp.down_proj.bias", {d});
    return b;
}

TextLayer textLayer(const Builder& build, const TextConfig& c, const std::string& at) {
    const std::int64_t d = c.hidden_size;
    const std::int64_t kv = d / c.num_attention_heads * c.num_key_value_heads;
    const std::int64_t f = c.intermediate_size;
    TextLayer l;
    l.norm1 = build.one(at + "input_layernorm.weight", {d});
    l.qkv = build.joined(at + "self_attn.", {{"q_proj", d}, {"k_proj", kv}, {"v_proj", kv}}, d);
    l.qkv_bias = build.joined(at + "self_attn.", {{"q_proj", d}, {"k_proj", kv}, {"v_proj", kv}}, 0);
    l.o = build.one(at + "self_attn.o_proj.weight", {d, d});
    l.norm2 = build.one(at + "post_attention_layernorm.weight", {d});
    l.gate_up = build.joined(at + "mlp.", {{"gate_proj", f}, {"up_proj", f}}, d);
    l.down = build.one(at + "mlp.down_proj.weight", {d, f});
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

Weights Weights::allocate(const JudgeConfig& config) {
    Weights w;
    const Builder build{w.named};
    const VisionConfig& v = config.vision;
    const std::int64_t merged = std::int64_t{v.hidden_size} * v.spatial_merge_size * v.spatial_merge_size;
    w.patch = build.one("visual.patch_embed.proj.weight",
                        {v.hidden_size, v.in_channels, v.temporal_patch_size, v.patch_size, v.patch_size});
    for (int i = 0; i < v.depth; ++i)
        w.blocks.push_back(visionBlock(build, v, "visual.blocks." + std::to_string(i) + "."));
    w.merger_norm = build.one("visual.merger.ln_q.weight", {v.hidden_size});
    w.merger1 = build.one("visual.merger.mlp.0.weight", {merged, merged});
    w.merger1_bias = build.one("visual.merger.mlp.0.bias", {merged});
    w.merger2 = build.one("visual.merger.mlp.2.weight", {v.out_hidden_size, merged});
    w.merger2_bias = build.one("visual.merger.mlp.2.bias", {v.out_hidden_size});
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
        float* data = tensor.data_ptr<float>();
        for (std::int64_t k = 0; k < tensor.numel(); ++k)
            data[k] = static_cast<float>(scale * random.normal());
    }
}

} // namespace egt::judge
