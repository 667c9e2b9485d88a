// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/choose.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <c10/util/Exception.h>

#include "base/random.h"
#include "kernels/entropy.h"

namespace egt::judge {

Chooser::Chooser(const GenerateOptions& options, std::int64_t vocabulary)
    : m_options(options), m_vocabulary(vocabulary), m_suppressed(static_cast<std::size_t>(vocabulary), false) {
    const auto inside = [&](std::int32_t id) { return id >= 0 && id < vocabulary; };
    if (!options.only.empty()) {
        m_suppressed.assign(m_suppressed.size(), true);
        for (const std::int32_t id : options.only)
            if (inside(id)) m_suppressed[static_cast<std::size_t>(id)] = false;
    }
    for (const std::int32_t id : options.suppressed)
        if (inside(id)) m_suppressed[static_cast<std::size_t>(id)] = true;
    TORCH_CHECK(std::find(m_suppressed.begin(), m_suppressed.end(), false) != m_suppressed.end(),
                "every token is suppressed");
    TORCH_CHECK(options.repetition_penalty > 0, "the repetition penalty must be positive");
    if (options.temperature > 0) m_weights.resize(static_cast<std::size_t>(vocabulary));
}

Chooser::Chosen Chooser::choose(const float* row, std::span<const std::int32_t> prompt,
                                std::span<const std::int32_t> response, std::uint64_t seed, std::int64_t step) {
    if (m_options.repetition_penalty != 1) row = penalised(row, prompt, response);
    return m_options.temperature > 0 ? sample(row, seed, step) : greedy(row);
}

// A token that was there before counts less, once, however often it was there: a positive logit is divided by the
// penalty, a negative one multiplied. Source: Keskar et al. 2019 (arXiv 1909.05858), section 4.1, with the sign as
// RepetitionPenaltyLogitsProcessor in transformers has it.
const float* Chooser::penalised(const float* row, std::span<const std::int32_t> prompt,
                                std::span<const std::int32_t> response) {
    m_row.assign(row, row + m_vocabulary);
    m_seen.resize(m_row.size());
    ++m_turn;
    const auto penalty = static_cast<float>(m_options.repetition_penalty);
    for (const auto& ids : {prompt, response})
        for (const std::int32_t id : ids) {
            const auto at = static_cast<std::size_t>(id);
            if (id < 0 || id >= m_vocabulary || m_seen[at] == m_turn) continue;
            m_seen[at] = m_turn;
            m_row[at] = row[at] < 0 ? row[at] * penalty : row[at] / penalty;
        }
    return m_row.data();
}

Chooser::Chosen Chooser::greedy(const float* row) const {
    const auto likeliest = kernels::topChoices(row, m_vocabulary, 1);
    if (!likeliest.empty() && allowed(likeliest[0].id)) return {likeliest[0].id, 0};
    return {highestAllowed(row), 0};
}

// The first of equals; the first allowed where there is no number at all, so that a broken judge still ends.
std::int32_t Chooser::highestAllowed(const float* row) const {
    std::int32_t best = -1;
    for (std::int32_t id = 0; id < static_cast<std::int32_t>(m_vocabulary); ++id) {
        if (!allowed(id)) continue;
        const bool higher = best < 0 || row[id] > row[best] || (std::isnan(row[best]) && !std::isnan(row[id]));
        if (higher) best = id;
    }
    return best;
}

/// Zeroes all but the `count` highest weights; equals of the last one stay too, as in TopKLogitsWarper.
void Chooser::keepHighest(std::size_t count) {
    if (count >= m_weights.size()) return;
    std::vector<float> sorted = m_weights;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count - 1), sorted.end(),
                     std::greater<>());
    for (float& weight : m_weights)
        if (weight < sorted[count - 1]) weight = 0;
}

/// Zeroes what the likeliest tokens, the lower id first among equals, leave over once they reach this share.
void Chooser::keepMass(double share) {
    m_order.clear();
    double total = 0;
    for (std::size_t i = 0; i < m_weights.size(); ++i)
        if (m_weights[i] > 0) {
            m_order.push_back(static_cast<std::int32_t>(i));
            total += m_weights[i];
        }
    const auto weight = [&](std::int32_t id) -> float& { return m_weights[static_cast<std::size_t>(id)]; };
    const auto later = [&](std::int32_t a, std::int32_t b) { // a heap: sorting all would cost more than the few needed
        return weight(a) != weight(b) ? weight(a) < weight(b) : a > b;
    };
    std::make_heap(m_order.begin(), m_order.end(), later);
    double kept = 0;
    auto end = m_order.end();
    while (end != m_order.begin() && (kept == 0 || kept < share * total)) {
        std::pop_heap(m_order.begin(), end, later);
        kept += weight(*--end);
    }
    for (auto left = m_order.begin(); left != end; ++left)
        weight(*left) = 0;
}

Chooser::Chosen Chooser::sample(const float* row, std::uint64_t seed, std::int64_t step) {
    const Chosen likeliest = greedy(row);
    const float maximum = row[likeliest.id];
    if (!std::isfinite(maximum)) return likeliest; // no distribution; the entropies say so
    const auto inverse = static_cast<float>(1.0 / m_options.temperature);
    // Suppressed entries may lie above the maximum of what is allowed: their weight is set to zero, whatever it is.
    static_cast<void>(kernels::softmaxWeights(row, m_vocabulary, maximum, inverse, m_weights.data()));
    for (std::size_t i = 0; i < m_weights.size(); ++i)
        if (m_suppressed[i] || std::isnan(m_weights[i])) m_weights[i] = 0;
    if (m_options.top_k > 0) keepHighest(static_cast<std::size_t>(m_options.top_k));
    if (m_options.top_p < 1) keepMass(m_options.top_p);
    double total = 0;
    for (const float weight : m_weights)
        total += weight;
    double left = Random(mixSeed(seed, static_cast<std::uint64_t>(step))).uniform() * total;
    std::int32_t last = likeliest.id;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (m_weights[i] <= 0) continue;
        last = static_cast<std::int32_t>(i);
        left -= m_weights[i];
        if (left < 0) break;
    }
    const double logprob = (static_cast<double>(row[last]) - maximum) * inverse - std::log(total);
    return {last, static_cast<float>(std::min(0.0, logprob))};
}

} // namespace egt::judge
