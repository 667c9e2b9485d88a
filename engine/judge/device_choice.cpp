// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/device_choice.h"

#include <algorithm>
#include <limits>
#include <set>

#include <ATen/ATen.h>

#include "base/random.h"
#include "judge/row_kernels.h"

namespace egt::judge {
namespace {

constexpr float kLowest = std::numeric_limits<float>::lowest(); ///< of what may be chosen: no number counts as this

torch::Tensor onDevice(const std::vector<std::int64_t>& values, torch::Device device) {
    return at::tensor(values, at::kLong).to(device);
}

/// Zeroes all but the `count` highest weights of each row; equals of the last one stay too.
void keepHighest(torch::Tensor& weights_NV, std::int64_t count) {
    if (count >= weights_NV.size(1)) return;
    const torch::Tensor last_N1 = std::get<0>(weights_NV.topk(count, 1)).narrow(1, count - 1, 1);
    weights_NV = at::where(weights_NV < last_N1, at::zeros({}, weights_NV.options()), weights_NV);
}

/// Zeroes what the likeliest tokens, the lower id first among equals, leave over once they reach this share.
void keepMass(torch::Tensor& weights_NV, double share) {
    const auto [sorted_NV, order_NV] = weights_NV.sort(/*stable=*/true, 1, /*descending=*/true);
    const torch::Tensor sums_NV = sorted_NV.cumsum(1, at::kDouble);
    const torch::Tensor before_NV = sums_NV - sorted_NV; // what the likelier ones have
    const torch::Tensor over_NV = before_NV >= sums_NV.narrow(1, sums_NV.size(1) - 1, 1) * share;
    over_NV.select(1, 0).fill_(false); // the likeliest stays
    weights_NV.scatter_(1, order_NV, at::where(over_NV, at::zeros({}, sorted_NV.options()), sorted_NV));
}

} // namespace

DeviceChooser::DeviceChooser(const GenerateOptions& options, std::int64_t vocabulary, torch::Device device)
    : m_options(options) {
    std::vector<bool> off(static_cast<std::size_t>(vocabulary), !options.only.empty());
    const auto set = [&](const std::vector<std::int32_t>& ids, bool value) {
        for (const std::int32_t id : ids)
            if (id >= 0 && id < vocabulary) off[static_cast<std::size_t>(id)] = value;
    };
    set(options.only, false);
    set(options.suppressed, true);
    std::vector<std::int64_t> ids;
    for (std::size_t id = 0; id < off.size(); ++id)
        if (off[id]) ids.push_back(static_cast<std::int64_t>(id));
    m_suppressed = onDevice(ids, device);
}

ChosenRows DeviceChooser::choose(const torch::Tensor& logits_NV, const std::vector<RowContext>& rows) const {
    torch::Tensor scores = logits_NV.to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);
    if (m_options.repetition_penalty != 1) scores = penalised(scores, rows);
    // NaN and -inf may be chosen only where nothing else is there; what is suppressed never.
    scores.nan_to_num_(kLowest, std::numeric_limits<float>::max(), kLowest);
    if (m_suppressed.numel() > 0) scores.index_fill_(1, m_suppressed, -std::numeric_limits<float>::infinity());
    const torch::Tensor greedy_N = scores.argmax(1);
    if (m_options.temperature <= 0) return {greedy_N, at::zeros({scores.size(0)}, scores.options())};
    return sample(scores, greedy_N, rows);
}

torch::Tensor DeviceChooser::penalised(torch::Tensor scores_NV, const std::vector<RowContext>& rows) const {
    std::vector<std::int64_t> places;
    const std::int64_t vocabulary = scores_NV.size(1);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::set<std::int32_t> seen;
        for (const auto& ids : {rows[row].prompt, rows[row].response})
            for (const std::int32_t id : ids)
                if (id >= 0 && id < vocabulary && seen.insert(id).second)
                    places.push_back(static_cast<std::int64_t>(row) * vocabulary + id);
    }
    const torch::Tensor at_M = onDevice(places, scores_NV.device());
    torch::Tensor flat = scores_NV.view({-1});
    const torch::Tensor raw = flat.index_select(0, at_M);
    const double penalty = m_options.repetition_penalty;
    flat.index_copy_(0, at_M, at::where(raw < 0, raw * penalty, raw / penalty));
    return scores_NV;
}

ChosenRows DeviceChooser::sample(const torch::Tensor& scores_NV, const torch::Tensor& greedy_N,
                                 const std::vector<RowContext>& rows) const {
    const torch::Tensor maximum_N1 = scores_NV.amax(1, true);
    const double inverse = static_cast<double>(static_cast<float>(1.0 / m_options.temperature));
    torch::Tensor weights_NV = ((scores_NV - maximum_N1) * inverse).exp_();
    if (m_options.top_k > 0) keepHighest(weights_NV, m_options.top_k);
    if (m_options.top_p < 1) keepMass(weights_NV, m_options.top_p);
    const torch::Tensor sums_NV = weights_NV.cumsum(1, at::kDouble);
    const torch::Tensor total_N1 = sums_NV.narrow(1, sums_NV.size(1) - 1, 1);
    std::vector<double> draws;
    for (const RowContext& row : rows)
        draws.push_back(Random(mixSeed(row.seed, static_cast<std::uint64_t>(row.response.size()))).uniform());
    const torch::Tensor left_N1 = at::tensor(draws, at::kDouble).to(scores_NV.device()).unsqueeze(1) * total_N1;
    torch::Tensor ids_N = at::searchsorted(sums_NV, left_N1, false, /*right=*/true).squeeze(1);
    // A draw that rounds up to the total, and a row without a number: there the likeliest.
    const torch::Tensor beyond_N = (ids_N >= scores_NV.size(1)) | (maximum_N1.squeeze(1) <= kLowest) |
                                   (maximum_N1.squeeze(1) >= std::numeric_limits<float>::max());
    ids_N = at::where(beyond_N, greedy_N, ids_N);
    const torch::Tensor chosen_N = scores_NV.gather(1, ids_N.unsqueeze(1)).squeeze(1);
    const torch::Tensor logprob_N =
        ((chosen_N - maximum_N1.squeeze(1)).to(at::kDouble) * inverse - total_N1.squeeze(1).log()).clamp_max(0);
    return {ids_N, at::where(beyond_N, at::zeros({}, logprob_N.options()), logprob_N).to(at::kFloat)};
}

std::vector<TokenFigures> figuresOf(const torch::Tensor& logits_NV, const torch::Tensor& ids_N,
                                    const std::vector<std::int32_t>& watched, std::int32_t alternatives) {
    const std::int64_t rows = logits_NV.size(0);
    const std::int64_t vocabulary = logits_NV.size(1);
    const RowStats stats = RowStats::allocate(rows, logits_NV.device(), true);
    rowStats(logits_NV, ids_N, stats);
    const auto host = [](const torch::Tensor& t) { return t.cpu().contiguous(); };
    const torch::Tensor ids = host(ids_N), entropies = host(stats.entropy_N), logprobs = host(stats.logprob_N),
                        sums = host(stats.logsumexp_N), ranks = host(stats.rank_N);
    std::vector<TokenFigures> out(static_cast<std::size_t>(rows));
    for (std::int64_t i = 0; i < rows; ++i) {
        TokenFigures& one = out[static_cast<std::size_t>(i)];
        one.id = static_cast<std::int32_t>(ids.const_data_ptr<std::int64_t>()[i]);
        one.entropy = entropies.const_data_ptr<float>()[i];
        one.logprob = logprobs.const_data_ptr<float>()[i];
        one.rank = ranks.const_data_ptr<std::int32_t>()[i];
    }
    const auto probability = [&](float logit, std::int64_t row) {
        return std::exp(logit - sums.const_data_ptr<float>()[row]);
    };
    std::vector<std::int64_t> inside; // ids beyond the vocabulary have no probability
    for (const std::int32_t id : watched)
        inside.push_back(std::clamp<std::int64_t>(id, 0, vocabulary - 1));
    if (!inside.empty()) {
        const torch::Tensor values =
            host(logits_NV.index_select(1, onDevice(inside, logits_NV.device())).to(at::kFloat));
        const float* value = values.const_data_ptr<float>();
        for (std::int64_t i = 0; i < rows; ++i)
            for (const std::int32_t id : watched) {
                const float p = probability(*value++, i);
                out[static_cast<std::size_t>(i)].watched.push_back(id >= 0 && id < vocabulary ? p : 0.0F);
            }
    }
    if (alternatives > 0) {
        const std::int64_t k = std::min<std::int64_t>({alternatives, 64, vocabulary});
        const TopRows top = topOfRows(logits_NV, k);
        const torch::Tensor top_ids = host(top.ids_NK), top_values = host(top.values_NK);
        for (std::int64_t i = 0; i < rows * k; ++i)
            if (const std::int32_t id = top_ids.const_data_ptr<std::int32_t>()[i]; id >= 0)
                out[static_cast<std::size_t>(i / k)].alternatives.emplace_back(
                    id, probability(top_values.const_data_ptr<float>()[i], i / k));
    }
    return out;
}

} // namespace egt::judge
