// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/token_recorder.h"

#include <algorithm>
#include <cmath>

#include "judge/text_model.h"
#include "kernels/entropy.h"

namespace egt::judge {
namespace {

constexpr std::int64_t kLogits = std::int64_t{1} << 24; ///< numbers that exist at a time: 64 MiB in float32

} // namespace

TokenRecorder::TokenRecorder(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                             const GenerateOptions& options)
    : m_weights(weights), m_config(config), m_batch(batch), m_options(options),
      m_chooser(options, config.text.vocab_size), m_out(batch.size()) {
    if (const torch::Device device = weights.options().device(); !device.is_cpu() || options.rows_at_once)
        m_device.emplace(options, config.text.vocab_size, device);
    TORCH_CHECK(options.temperature <= 0 || options.seeds.size() == batch.size(),
                "sampling needs a seed for each sequence");
}

bool TokenRecorder::ended(std::size_t sequence) const {
    const Generated& out = m_out[sequence];
    return out.finished || static_cast<std::int64_t>(out.ids.size()) >= m_options.max_new_tokens;
}

template <class Use> void TokenRecorder::eachPortion(const torch::Tensor& hidden_ND, Use&& use) {
    const std::int64_t portion = std::max<std::int64_t>(1, kLogits / m_config.text.vocab_size);
    for (std::int64_t begin = 0; begin < hidden_ND.size(0); begin += portion) {
        const std::int64_t count = std::min(portion, hidden_ND.size(0) - begin);
        use(begin, logits(m_weights, m_config, hidden_ND.narrow(0, begin, count)).contiguous());
    }
}

template <class Use> void TokenRecorder::eachRow(const torch::Tensor& hidden_ND, Use&& use) {
    eachPortion(hidden_ND, [&](std::int64_t begin, const torch::Tensor& logits_NV) {
        const torch::Tensor scores = logits_NV.to(torch::kFloat32);
        const float* row = scores.const_data_ptr<float>();
        for (std::int64_t i = 0; i < scores.size(0); ++i, row += scores.size(1))
            use(begin + i, row);
    });
}

void TokenRecorder::generate(const torch::Tensor& hidden_ND, const std::vector<std::int64_t>& rows,
                             const std::vector<std::size_t>& sequences) {
    if (m_device) return generateOnDevice(hidden_ND, rows, sequences);
    std::size_t next = 0; // rows rise
    eachRow(hidden_ND, [&](std::int64_t at, const float* row) {
        for (; next < rows.size() && rows[next] == at; ++next)
            generateOne(sequences[next], row);
    });
}

void TokenRecorder::generateOnDevice(const torch::Tensor& hidden_ND, const std::vector<std::int64_t>& rows,
                                     const std::vector<std::size_t>& sequences) {
    std::size_t next = 0; // rows rise
    eachPortion(hidden_ND, [&](std::int64_t begin, const torch::Tensor& logits_NV) {
        std::vector<std::int64_t> own;
        std::vector<RowContext> contexts;
        const std::size_t first = next;
        for (; next < rows.size() && rows[next] < begin + logits_NV.size(0); ++next) {
            const std::size_t sequence = sequences[next];
            own.push_back(rows[next] - begin);
            contexts.push_back({m_batch[sequence].prompt, m_out[sequence].ids,
                                m_options.temperature > 0 ? m_options.seeds[sequence] : 0});
        }
        if (own.empty()) return;
        const bool each = std::cmp_equal(own.size(), logits_NV.size(0)); // rising, so then they are all of them
        const torch::Tensor mine =
            each ? logits_NV : logits_NV.index_select(0, at::tensor(own, at::kLong).to(logits_NV.device()));
        const ChosenRows chosen = m_device->choose(mine, contexts);
        const torch::Tensor logprobs = chosen.logprobs_N.cpu();
        std::vector<TokenFigures> figures(own.size());
        if (m_options.record) {
            figures = figuresOf(mine, chosen.ids_N, m_options.watched, m_options.alternatives);
        } else {
            const torch::Tensor ids = chosen.ids_N.cpu();
            for (std::size_t i = 0; i < own.size(); ++i)
                figures[i].id = static_cast<std::int32_t>(ids.const_data_ptr<std::int64_t>()[i]);
        }
        for (std::size_t i = 0; i < own.size(); ++i) {
            append(sequences[first + i], std::move(figures[i]), logprobs.const_data_ptr<float>()[i]);
            finish(sequences[first + i]);
        }
    });
}

void TokenRecorder::readOnDevice(const torch::Tensor& hidden_ND, const std::vector<std::size_t>& sequences) {
    eachPortion(hidden_ND, [&](std::int64_t begin, const torch::Tensor& logits_NV) {
        std::vector<std::size_t> read(m_out.size(), 0); // tokens of each sequence in this portion
        std::vector<std::int64_t> ids;
        for (std::int64_t i = 0; i < logits_NV.size(0); ++i) {
            const std::size_t sequence = sequences[static_cast<std::size_t>(begin + i)];
            ids.push_back(m_batch[sequence].response[m_out[sequence].ids.size() + read[sequence]++]);
        }
        auto figures = figuresOf(logits_NV, at::tensor(ids, at::kLong).to(logits_NV.device()), m_options.watched,
                                 m_options.alternatives);
        for (std::size_t i = 0; i < figures.size(); ++i)
            append(sequences[static_cast<std::size_t>(begin) + i], std::move(figures[i]), 0);
    });
}

void TokenRecorder::read(const torch::Tensor& hidden_ND, const std::vector<std::size_t>& sequences) {
    if (m_device) return readOnDevice(hidden_ND, sequences);
    eachRow(hidden_ND, [&](std::int64_t at, const float* row) {
        const std::size_t sequence = sequences[static_cast<std::size_t>(at)];
        append(sequence, row, m_batch[sequence].response[m_out[sequence].ids.size()], 0);
    });
}

void TokenRecorder::generateOne(std::size_t sequence, const float* row) {
    Generated& out = m_out[sequence];
    const std::uint64_t seed = m_options.temperature > 0 ? m_options.seeds[sequence] : 0;
    const Chooser::Chosen chosen =
        m_chooser.choose(row, m_batch[sequence].prompt, out.ids, seed, static_cast<std::int64_t>(out.ids.size()));
    append(sequence, row, chosen.id, chosen.logprob);
    finish(sequence);
}

void TokenRecorder::finish(std::size_t sequence) {
    Generated& out = m_out[sequence];
    const auto& stops = m_options.stop_ids;
    out.finished = std::find(stops.begin(), stops.end(), out.ids.back()) != stops.end();
}

void TokenRecorder::append(std::size_t sequence, const float* row, std::int32_t id, float sample_logprob) {
    TokenFigures figures;
    figures.id = id;
    if (!m_options.record) return append(sequence, std::move(figures), sample_logprob);
    const std::int64_t vocabulary = m_config.text.vocab_size;
    const kernels::TokenStats stats = kernels::tokenStats(row, kernels::Number::f32, vocabulary, id);
    const auto probability = [&](float logit) { return std::exp(logit - stats.logsumexp); };
    figures.entropy = stats.entropy;
    figures.logprob = stats.logprob;
    figures.rank = stats.rank;
    for (const std::int32_t one : m_options.watched)
        figures.watched.push_back(one >= 0 && one < vocabulary ? probability(row[one]) : 0.0F);
    for (const kernels::Choice& choice : kernels::topChoices(row, vocabulary, m_options.alternatives))
        figures.alternatives.emplace_back(choice.id, probability(choice.logit));
    append(sequence, std::move(figures), sample_logprob);
}

void TokenRecorder::append(std::size_t sequence, TokenFigures figures, float sample_logprob) {
    Generated& out = m_out[sequence];
    out.ids.push_back(figures.id);
    if (!m_options.record) return;
    out.entropies.push_back(figures.entropy);
    out.logprobs.push_back(figures.logprob);
    out.sample_logprobs.push_back(sample_logprob);
    out.ranks.push_back(figures.rank);
    out.watched.push_back(std::move(figures.watched));
    out.alternatives.push_back(std::move(figures.alternatives));
}

} // namespace egt::judge
