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
    TORCH_CHECK(options.temperature <= 0 || options.seeds.size() == batch.size(),
                "sampling needs a seed for each sequence");
}

bool TokenRecorder::ended(std::size_t sequence) const {
    const Generated& out = m_out[sequence];
    return out.finished || static_cast<std::int64_t>(out.ids.size()) >= m_options.max_new_tokens;
}

template <class Use> void TokenRecorder::eachRow(const torch::Tensor& hidden_ND, Use&& use) {
    const std::int64_t vocabulary = m_config.text.vocab_size;
    const std::int64_t portion = std::max<std::int64_t>(1, kLogits / vocabulary);
    for (std::int64_t begin = 0; begin < hidden_ND.size(0); begin += portion) {
        const std::int64_t count = std::min(portion, hidden_ND.size(0) - begin);
        const torch::Tensor scores = logits(m_weights, m_config, hidden_ND.narrow(0, begin, count))
                                         .to(torch::kCPU, torch::kFloat32)
                                         .contiguous();
        const float* row = scores.const_data_ptr<float>();
        for (std::int64_t i = 0; i < count; ++i, row += vocabulary)
            use(begin + i, row);
    }
}

void TokenRecorder::generate(const torch::Tensor& hidden_ND, const std::vector<std::int64_t>& rows,
                             const std::vector<std::size_t>& sequences) {
    std::size_t next = 0; // rows rise
    eachRow(hidden_ND, [&](std::int64_t at, const float* row) {
        for (; next < rows.size() && rows[next] == at; ++next)
            generateOne(sequences[next], row);
    });
}

void TokenRecorder::read(const torch::Tensor& hidden_ND, const std::vector<std::size_t>& sequences) {
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
    const auto& stops = m_options.stop_ids;
    out.finished = std::find(stops.begin(), stops.end(), chosen.id) != stops.end();
}

void TokenRecorder::append(std::size_t sequence, const float* row, std::int32_t id, float sample_logprob) {
    Generated& out = m_out[sequence];
    out.ids.push_back(id);
    if (!m_options.record) return;
    const std::int64_t vocabulary = m_config.text.vocab_size;
    const kernels::TokenStats stats = kernels::tokenStats(row, kernels::Number::f32, vocabulary, id);
    const auto probability = [&](float logit) { return std::exp(logit - stats.logsumexp); };
    out.entropies.push_back(stats.entropy);
    out.logprobs.push_back(stats.logprob);
    out.sample_logprobs.push_back(sample_logprob);
    out.ranks.push_back(stats.rank);
    std::vector<float>& watched = out.watched.emplace_back();
    for (const std::int32_t one : m_options.watched)
        watched.push_back(one >= 0 && one < vocabulary ? probability(row[one]) : 0.0F);
    auto& alternatives = out.alternatives.emplace_back();
    for (const kernels::Choice& choice : kernels::topChoices(row, vocabulary, m_options.alternatives))
        alternatives.emplace_back(choice.id, probability(choice.logit));
}

} // namespace egt::judge
