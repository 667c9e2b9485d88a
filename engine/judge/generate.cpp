// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/generate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "judge/choose.h"
#include "judge/text_model.h"
#include "kernels/entropy.h"

namespace egt::judge {
namespace {

/// Equal prompts (the samples of a pair) are computed once and then copied.
struct Unique {
    std::vector<const Sequence*> prompts;
    std::vector<std::int64_t> of; ///< for each sequence, its place in `prompts`
};
Unique uniquePrompts(const std::vector<Sequence>& batch) {
    Unique out;
    std::map<std::pair<std::vector<std::int32_t>, std::vector<std::int32_t>>, std::int64_t> seen;
    for (const Sequence& s : batch) {
        const auto [place, fresh] =
            seen.try_emplace({s.prompt, s.images}, static_cast<std::int64_t>(out.prompts.size()));
        if (fresh) out.prompts.push_back(&s);
        out.of.push_back(place->second);
    }
    return out;
}

/// The generation of one batch. Rows of all tensors are the sequences still growing.
class Run {
public:
    Run(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
        const GenerateOptions& options)
        : m_weights(weights), m_config(config), m_options(options), m_chooser(options, config.text.vocab_size),
          m_out(batch.size()) {
        for (std::size_t i = 0; i < batch.size(); ++i)
            m_rows.push_back(i);
    }

    std::vector<Generated> run(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                               Control& control) {
        torch::Tensor hidden = prefill(batch, images);
        for (std::int64_t step = 0;; ++step) {
            if (control.checkpoint() != StopKind::none) return {};
            const torch::Tensor scores =
                logits(m_weights, m_config, hidden).to(torch::kCPU, torch::kFloat32).contiguous();
            record(scores, step);
            if (step + 1 >= m_options.max_new_tokens || m_growing == 0) return std::move(m_out);
            compact();
            hidden = advance(step);
        }
    }

private:
    torch::Tensor prefill(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images);
    void record(const torch::Tensor& scores, std::int64_t step);
    void append(Generated& out, const float* row, std::int64_t step, std::size_t sequence);
    void compact();
    torch::Tensor advance(std::int64_t step);

    const Weights& m_weights;
    const JudgeConfig& m_config;
    const GenerateOptions& m_options;
    Chooser m_chooser;
    std::vector<Generated> m_out;
    std::vector<std::size_t> m_rows;  ///< sequence of each row
    std::vector<std::int32_t> m_next; ///< position of the first new token of each row
    std::vector<LayerCache> m_cache;
    torch::Tensor m_mask;      ///< [rows x KV heads, 1, places]: -inf at the padding between prompt and new tokens
    std::int64_t m_prompt = 0; ///< places that the longest prompt takes
    std::size_t m_growing = 0;
};

torch::Tensor Run::prefill(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) {
    const Unique unique = uniquePrompts(batch);
    const TokenBatch tokens = embed(m_weights, m_config, unique.prompts, images, false);
    const TextConfig& c = m_config.text;
    m_prompt = tokens.longest;
    const std::int64_t places = m_prompt + m_options.max_new_tokens;
    const std::vector<std::int64_t> shape = {tokens.size, c.num_key_value_heads, places,
                                             c.hidden_size / c.num_attention_heads};
    for (std::int32_t i = 0; i < c.num_hidden_layers; ++i)
        m_cache.push_back({at::empty(shape, m_weights.options()), at::empty(shape, m_weights.options())});
    std::vector<std::int64_t> ends;
    for (std::int64_t i = 0; i < tokens.size; ++i)
        ends.push_back(i * tokens.longest + tokens.lengths[static_cast<std::size_t>(i)] - 1);
    const torch::Tensor last = runLayers(m_weights, m_config, tokens, at::tensor(ends, torch::kInt64), &m_cache);
    const torch::Tensor of = at::tensor(unique.of, torch::kInt64).to(last.device());
    const auto rows = static_cast<std::int64_t>(batch.size());
    if (tokens.size != rows)
        for (LayerCache& layer : m_cache) {
            layer.k = layer.k.index_select(0, of);
            layer.v = layer.v.index_select(0, of);
        }
    m_mask = at::zeros({rows * c.num_key_value_heads, 1, places}, m_weights.options());
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t prompt = unique.of[static_cast<std::size_t>(i)];
        const std::int64_t length = tokens.lengths[static_cast<std::size_t>(prompt)];
        m_next.push_back(tokens.next[static_cast<std::size_t>(prompt)]);
        m_mask.narrow(0, i * c.num_key_value_heads, c.num_key_value_heads)
            .narrow(2, length, m_prompt - length)
            .fill_(-std::numeric_limits<float>::infinity());
    }
    return last.index_select(0, of);
}

void Run::append(Generated& out, const float* row, std::int64_t step, std::size_t sequence) {
    const std::int64_t vocabulary = m_config.text.vocab_size;
    const std::uint64_t seed = m_options.temperature > 0 ? m_options.seeds[sequence] : 0;
    const Chooser::Chosen chosen = m_chooser.choose(row, seed, step);
    const kernels::TokenStats stats = kernels::tokenStats(row, kernels::Number::f32, vocabulary, chosen.id);
    const auto probability = [&](float logit) { return std::exp(logit - stats.logsumexp); };
    out.ids.push_back(chosen.id);
    out.entropies.push_back(stats.entropy);
    out.logprobs.push_back(stats.logprob);
    out.sample_logprobs.push_back(chosen.logprob);
    out.ranks.push_back(stats.rank);
    std::vector<float> watched;
    for (const std::int32_t id : m_options.watched)
        watched.push_back(id >= 0 && id < vocabulary ? probability(row[id]) : 0.0F);
    out.watched.push_back(std::move(watched));
    std::vector<std::pair<std::int32_t, float>> alternatives;
    for (const kernels::Choice& choice : kernels::topChoices(row, vocabulary, m_options.alternatives))
        alternatives.emplace_back(choice.id, probability(choice.logit));
    out.alternatives.push_back(std::move(alternatives));
    const auto& stops = m_options.stop_ids;
    out.finished = std::find(stops.begin(), stops.end(), chosen.id) != stops.end();
}

void Run::record(const torch::Tensor& scores, std::int64_t step) {
    const float* row = scores.const_data_ptr<float>();
    m_growing = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i, row += m_config.text.vocab_size) {
        Generated& out = m_out[m_rows[i]];
        if (out.finished) continue; // waits for the next compaction
        append(out, row, step, m_rows[i]);
        m_growing += !out.finished;
    }
}

// Drops finished rows once they are half of the batch: copying the cache more often would cost more than they do.
void Run::compact() {
    if (m_growing * 2 > m_rows.size()) return;
    std::vector<std::int64_t> keep;
    std::vector<std::size_t> rows;
    std::vector<std::int32_t> next;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_out[m_rows[i]].finished) continue;
        keep.push_back(static_cast<std::int64_t>(i));
        rows.push_back(m_rows[i]);
        next.push_back(m_next[i]);
    }
    const torch::Tensor index = at::tensor(keep, torch::kInt64).to(m_mask.device());
    for (LayerCache& layer : m_cache) {
        layer.k = layer.k.index_select(0, index);
        layer.v = layer.v.index_select(0, index);
    }
    const std::int64_t kv = m_config.text.num_key_value_heads;
    const std::int64_t places = m_mask.size(2);
    m_mask = m_mask.view({-1, kv, places}).index_select(0, index).view({-1, 1, places});
    m_rows = std::move(rows);
    m_next = std::move(next);
}

torch::Tensor Run::advance(std::int64_t step) {
    torch::Tensor ids = at::empty({static_cast<std::int64_t>(m_rows.size())}, torch::kInt64);
    std::vector<std::int32_t> positions;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        ids.data_ptr<std::int64_t>()[i] = m_out[m_rows[i]].ids.back();
        positions.push_back(m_next[i] + static_cast<std::int32_t>(step));
    }
    return runStep(m_weights, m_config, at::embedding(m_weights.embedding, ids.to(m_mask.device())),
                   textRotary(m_weights, m_config, positions), m_mask, m_prompt + step, m_cache);
}

} // namespace

std::vector<Generated> generate(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                                const std::vector<EncodedImage>& images, const GenerateOptions& options,
                                Control& control) {
    if (batch.empty()) return {};
    TORCH_CHECK(options.max_new_tokens > 0, "max_new_tokens must be positive");
    TORCH_CHECK(options.temperature <= 0 || options.seeds.size() == batch.size(),
                "sampling needs a seed for each sequence");
    const torch::NoGradGuard no_grad;
    return Run(weights, config, batch, options).run(batch, images, control);
}

} // namespace egt::judge
