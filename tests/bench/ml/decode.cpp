// SPDX-License-Identifier: GPL-3.0-or-later
// Generation of the demo judge: a batch of 32 with a static cache against one sequence at a time whose cache grows by
// torch::cat, as transformers' eager DynamicCache does. Greedy, 64-token text prompts, 48 new tokens, the same weights.
#include <map>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "bench.h"
#include "judge/judge_fixture.h"
#include "kernels/entropy.h"

namespace egt::bench {
namespace {

constexpr int sequences = 32;
constexpr int prompt_words = 63;
constexpr std::int64_t new_tokens = 48;

/// The decoder as modeling_qwen2_5_vl.py writes it, operator by operator, for text alone and one sequence.
class OneByOne {
public:
    OneByOne(const judge::Judge& judge) : m_config(judge.config().text) {
        for (const auto& [name, tensor] : judge.parameters())
            m_weights[name] = tensor.detach();
        const auto width = static_cast<double>(headWidth());
        m_frequencies = at::pow(m_config.rope_theta, at::arange(0, headWidth(), 2).to(at::kFloat) / -width);
    }
    std::vector<std::int32_t> generate(const std::vector<std::int32_t>& prompt) {
        std::vector<std::int32_t> out;
        m_cache.assign(static_cast<std::size_t>(m_config.num_hidden_layers), {});
        const auto ids = [](const std::vector<std::int64_t>& tokens) { return torch::tensor(tokens, at::kLong); };
        at::Tensor logits = forward(ids({prompt.begin(), prompt.end()}), 0);
        for (auto filled = static_cast<std::int64_t>(prompt.size());; ++filled) {
            out.push_back(static_cast<std::int32_t>(logits.argmax(-1).item<std::int64_t>()));
            if (static_cast<std::int64_t>(out.size()) == new_tokens) break;
            logits = forward(ids({out.back()}), filled);
        }
        return out;
    }

private:
    struct Cached {
        at::Tensor k, v;
    };
    [[nodiscard]] std::int64_t headWidth() const { return m_config.hidden_size / m_config.num_attention_heads; }
    const at::Tensor& weight(const std::string& name) const { return m_weights.at(name); }
    at::Tensor norm(const at::Tensor& x, const std::string& name) const {
        const at::Tensor variance = x.square().mean(-1, true);
        return weight(name) * (x * at::rsqrt(variance + m_config.rms_norm_eps));
    }
    static at::Tensor rotateHalf(const at::Tensor& x) {
        const auto halves = x.chunk(2, -1);
        return at::cat({-halves[1], halves[0]}, -1);
    }
    at::Tensor attention(const at::Tensor& x_TD, const std::string& at, Cached& cache, const at::Tensor& cos,
                         const at::Tensor& sin) const {
        const auto heads = [&](const std::string& name, std::int64_t count) {
            return at::linear(x_TD, weight(at + name + ".weight"), weight(at + name + ".bias"))
                .view({1, x_TD.size(0), count, headWidth()})
                .transpose(1, 2);
        };
        at::Tensor q = heads("q_proj", m_config.num_attention_heads);
        at::Tensor k = heads("k_proj", m_config.num_key_value_heads);
        const at::Tensor v = heads("v_proj", m_config.num_key_value_heads);
        q = q * cos + rotateHalf(q) * sin;
        k = k * cos + rotateHalf(k) * sin;
        cache = cache.k.defined() ? Cached{at::cat({cache.k, k}, 2), at::cat({cache.v, v}, 2)} : Cached{k, v};
        const std::int64_t shared = m_config.num_attention_heads / m_config.num_key_value_heads;
        const at::Tensor y =
            at::scaled_dot_product_attention(q, cache.k.repeat_interleave(shared, 1),
                                             cache.v.repeat_interleave(shared, 1), std::nullopt, 0.0, x_TD.size(0) > 1);
        return at::linear(y.transpose(1, 2).reshape({x_TD.size(0), -1}), weight(at + "o_proj.weight"));
    }
    at::Tensor forward(const at::Tensor& ids_T, std::int64_t place) {
        at::Tensor x = at::embedding(weight("model.embed_tokens.weight"), ids_T);
        const at::Tensor angles = at::outer(at::arange(place, place + ids_T.size(0)).to(at::kFloat), m_frequencies);
        const at::Tensor twice = at::cat({angles, angles}, -1);
        const at::Tensor cos = twice.cos();
        const at::Tensor sin = twice.sin();
        for (std::int32_t i = 0; i < m_config.num_hidden_layers; ++i) {
            const std::string at = "model.layers." + std::to_string(i) + ".";
            x = x + attention(norm(x, at + "input_layernorm.weight"), at + "self_attn.",
                              m_cache[static_cast<std::size_t>(i)], cos, sin);
            const at::Tensor y = norm(x, at + "post_attention_layernorm.weight");
            x = x + at::linear(at::silu(at::linear(y, weight(at + "mlp.gate_proj.weight"))) *
                                   at::linear(y, weight(at + "mlp.up_proj.weight")),
                               weight(at + "mlp.down_proj.weight"));
        }
        return at::linear(norm(x.narrow(0, x.size(0) - 1, 1), "model.norm.weight"),
                          weight("model.embed_tokens.weight"));
    }

    judge::TextConfig m_config;
    std::map<std::string, at::Tensor> m_weights;
    at::Tensor m_frequencies;
    std::vector<Cached> m_cache;
};

void decode(Bench& bench) {
    const auto judge = judge::Judge::create(judge::test::demoConfig(), 1);
    at::set_num_threads(bench.settings().threads);
    std::vector<judge::Sequence> prompts;
    for (int i = 0; i < sequences; ++i)
        prompts.push_back(judge::test::sequence(0, 0, prompt_words, static_cast<std::uint64_t>(i) + 1));
    judge::GenerateOptions options;
    options.max_new_tokens = new_tokens;
    FreeRun control;
    const c10::InferenceMode inference;
    const auto batched = [&] { return judge->generate(prompts, {}, options, control); };
    OneByOne one_by_one(*judge);
    const auto ours = batched();
    int equal = 0; // rounding may tip a near tie, and all that follows it
    for (std::size_t i = 0; i < prompts.size(); ++i)
        equal += ours[i].ids == one_by_one.generate(prompts[i].prompt);
    TORCH_CHECK(equal >= sequences - 2, "only ", equal, " of ", sequences, " sequences are the same both ways");
    bench.compare({.what = "generation, demo judge, 32 sequences x 48 tokens",
                   .ours = {"batch of 32, static cache, entropies recorded", [&] { batched(); }},
                   .baseline = {"one by one, cat, argmax alone",
                                [&] {
                                    for (const judge::Sequence& s : prompts)
                                        one_by_one.generate(s.prompt);
                                }},
                   .bar = atLeast(8),
                   .rounds = 5,
                   .units = sequences * new_tokens,
                   .unit = "tokens",
                   .source = "transformers modeling_qwen2_5_vl.py and DynamicCache, operator by operator"});
}
const Registration registration{"decode-batch", decode};

} // namespace
} // namespace egt::bench
