// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <torch/types.h>

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "base/control.h"
#include "base/random.h"
#include "bench.h"
#include "judge/judge.h"

namespace egt::bench {
namespace {

constexpr int kSequences = 32;
constexpr int kNewTokens = 64;

/// One sequence at a time as an eager decoder does it: separate projections, keys and values that grow by `cat`, the
/// repeated heads of grouped-query attention, scaled_dot_product_attention. Text only, so all M-RoPE axes are equal.
/// The arithmetic is that of transformers' Qwen2_5_VLTextModel with DynamicCache (modeling_qwen2_5_vl, cache_utils).
class OneByOne {
public:
    explicit OneByOne(judge::Judge& judge) : m_config(judge.config().text) {
        for (const auto& [name, tensor] : judge.parameters())
            m_weights[name] = tensor;
    }

    std::vector<std::int64_t> generate(const std::vector<std::int32_t>& prompt, int new_tokens) {
        m_cache.assign(static_cast<std::size_t>(m_config.num_hidden_layers), {});
        const std::vector<std::int64_t> ids(prompt.begin(), prompt.end());
        at::Tensor last = forward(at::tensor(ids, at::kLong), 0);
        std::vector<std::int64_t> out;
        for (int i = 0; i < new_tokens; ++i) {
            out.push_back(last.argmax().item<std::int64_t>());
            if (i + 1 < new_tokens)
                last = forward(at::tensor({out.back()}, at::kLong), static_cast<std::int64_t>(ids.size()) + i);
        }
        return out;
    }

private:
    struct Layer {
        at::Tensor k, v;
    };
    const at::Tensor& weight(const std::string& name) { return m_weights.at(name); }

    at::Tensor norm(const at::Tensor& x, const std::string& name) {
        return weight(name) * (x * at::rsqrt(x.pow(2).mean({-1}, true) + m_config.rms_norm_eps));
    }
    static at::Tensor rotateHalf(const at::Tensor& x) {
        const std::int64_t half = x.size(-1) / 2;
        return at::cat({-x.narrow(-1, half, half), x.narrow(-1, 0, half)}, -1);
    }

    at::Tensor forward(const at::Tensor& ids, std::int64_t position) {
        const std::int64_t t = ids.size(0);
        const std::int64_t width = m_config.hidden_size / m_config.num_attention_heads;
        const at::Tensor inverse =
            at::pow(at::Scalar(m_config.rope_theta), -at::arange(0, width, 2).to(at::kFloat) / width);
        const at::Tensor angles = at::outer(at::arange(position, position + t).to(at::kFloat), inverse);
        const at::Tensor both = at::cat({angles, angles}, -1);
        const at::Tensor cos = both.cos();
        const at::Tensor sin = both.sin();
        at::Tensor x = at::embedding(weight("model.embed_tokens.weight"), ids);
        for (std::int32_t i = 0; i < m_config.num_hidden_layers; ++i) {
            const std::string at = "model.layers." + std::to_string(i) + ".";
            x = x +
                attention(at, norm(x, at + "input_layernorm.weight"), cos, sin, m_cache[static_cast<std::size_t>(i)]);
            const at::Tensor y = norm(x, at + "post_attention_layernorm.weight");
            x = x + at::linear(at::silu(at::linear(y, weight(at + "mlp.gate_proj.weight"))) *
                                   at::linear(y, weight(at + "mlp.up_proj.weight")),
                               weight(at + "mlp.down_proj.weight"));
        }
        const at::Tensor last = norm(x.narrow(0, t - 1, 1), "model.norm.weight");
        return at::linear(last, weight(m_config.tie_word_embeddings ? "model.embed_tokens.weight" : "lm_head.weight"));
    }

    at::Tensor attention(const std::string& at, const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin,
                         Layer& layer) {
        const std::int64_t t = x.size(0);
        const std::int64_t width = m_config.hidden_size / m_config.num_attention_heads;
        const auto heads = [&](const char* name, std::int64_t count) {
            const std::string full = at + "self_attn." + name;
            return at::linear(x, weight(full + ".weight"), weight(full + ".bias"))
                .view({1, t, count, width})
                .transpose(1, 2);
        };
        at::Tensor q = heads("q_proj", m_config.num_attention_heads);
        at::Tensor k = heads("k_proj", m_config.num_key_value_heads);
        const at::Tensor v = heads("v_proj", m_config.num_key_value_heads);
        q = q * cos + rotateHalf(q) * sin;
        k = k * cos + rotateHalf(k) * sin;
        layer.k = layer.k.defined() ? at::cat({layer.k, k}, 2) : k;
        layer.v = layer.v.defined() ? at::cat({layer.v, v}, 2) : v;
        const std::int64_t repeat = m_config.num_attention_heads / m_config.num_key_value_heads;
        const at::Tensor y = at::scaled_dot_product_attention(
            q, layer.k.repeat_interleave(repeat, 1), layer.v.repeat_interleave(repeat, 1), std::nullopt, 0.0, t > 1);
        return at::linear(y.transpose(1, 2).reshape({t, m_config.hidden_size}), weight(at + "self_attn.o_proj.weight"));
    }

    judge::TextConfig m_config;
    std::map<std::string, at::Tensor> m_weights;
    std::vector<Layer> m_cache;
};

std::vector<judge::Sequence> prompts(std::int32_t vocabulary) {
    Random random(3);
    std::vector<judge::Sequence> out(kSequences);
    for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t t = 0; t < 40 + i % 8; ++t)
            out[i].prompt.push_back(
                static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(vocabulary - 10))));
    return out;
}

void batchedGeneration(Bench& bench) {
    const c10::InferenceMode inference;
    at::set_num_threads(bench.settings().threads);
    judge::JudgeConfig config; // the demo judge's size
    config.image_token_id = config.text.vocab_size - 4;
    config.eos_token_id = config.text.vocab_size - 5;
    const auto judge = judge::Judge::create(config, 1);
    const auto batch = prompts(config.text.vocab_size);
    judge::GenerateOptions options;
    options.max_new_tokens = kNewTokens;
    options.alternatives = 4;
    FreeRun control;
    OneByOne single(*judge);
    const auto together = judge->generate(batch, {}, options, control);
    std::size_t equal = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto alone = single.generate(batch[i].prompt, kNewTokens);
        equal += std::equal(alone.begin(), alone.end(), together[i].ids.begin(), together[i].ids.end()) ? 1 : 0;
    }
    TORCH_CHECK(equal + 2 >= batch.size(), "only ", equal, " of ", batch.size(), " sequences are equal"); // near ties
    bench.compare({.what = "generation of the demo judge, 32 sequences x 64 tokens, greedy, f32",
                   .ours = {"batch of 32, static cache, entropies recorded",
                            [&] { static_cast<void>(judge->generate(batch, {}, options, control)); }},
                   .baseline = {"one by one, cache grown by cat",
                                [&] {
                                    for (const judge::Sequence& s : batch)
                                        static_cast<void>(single.generate(s.prompt, kNewTokens));
                                }},
                   .bar = atLeast(8),
                   .rounds = 5,
                   .units = kSequences * kNewTokens,
                   .unit = "tokens",
                   .source = "transformers modeling_qwen2_5_vl with DynamicCache, transcribed"});
}
const Registration registration{"batched-generation", batchedGeneration};

} // namespace
} // namespace egt::bench
