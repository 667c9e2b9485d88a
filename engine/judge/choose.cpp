// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/choose.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <c10/util/Exception.h>

#include "base/random.h"
#include "kernels/entropy.h"

namespace egt::judge {

Chooser::Chooser(const GenerateOptions& options, std::int64_t vocabulary)
    : m_options(options), m_vocabulary(vocabulary), m_suppressed(static_cast<std::size_t>(vocabulary), false) {
    for (const std::int32_t id : options.suppressed) {
        if (id >= 0 && id < vocabulary) m_suppressed[static_cast<std::size_t>(id)] = true;
    }
    TORCH_CHECK(std::find(m_suppressed.begin(), m_suppressed.end(), false) != m_suppressed.end(),
                "every token is suppressed");
    if (options.temperature > 0) m_weights.resize(static_cast<std::size_t>(vocabulary));
}

Chooser::Chosen Chooser::choose(const float* row, std::uint64_t seed, std::int64_t step) {
    return m_options.temperature > 0 ? sample(row, seed, step) : greedy(row);
}

Chooser::Chosen Chooser::greedy(const float* row) const {
    const auto likeliest = kernels::topChoices(row, m_vocabulary, 1);
    if (!likeliest.empty() && !m_suppressed[static_cast<std::size_t>(likeliest[0].id)]) return {likeliest[0].id, 0};
    return {highestAllowed(row), 0};
}

// The first of equals; the first allowed where there is no number at all, so that a broken judge still ends.
std::int32_t Chooser::highestAllowed(const float* row) const {
    std::int32_t best = -1;
    for (std::int32_t id = 0; id < static_cast<std::int32_t>(m_vocabulary); ++id) {
        if (m_suppressed[static_cast<std::size_t>(id)]) continue;
        const bool higher = best < 0 || row[id] > row[best] || (std::isnan(row[best]) && !std::isnan(row[id]));
        if (higher) best = id;
    }
    return best;
}

// Zeroes what top-k and top-p leave out and returns the rest's sum. Order: likeliest first, lower id first among
// equals.
double Chooser::truncate(double total) {
    const bool by_count = m_options.top_k > 0;
    const bool by_mass = m_options.top_p < 1;
    if (!by_count && !by_mass) return total;
    std::vector<std::int32_t> order;
    for (std::size_t i = 0; i < m_weights.size(); ++i)
        if (m_weights[i] > 0) order.push_back(static_cast<std::int32_t>(i));
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        const float wa = m_weights[static_cast<std::size_t>(a)];
        const float wb = m_weights[static_cast<std::size_t>(b)];
        return wa != wb ? wa > wb : a < b;
    });
    double kept = 0;
    double allowed = total;
    if (by_count && order.size() > static_cast<std::size_t>(m_options.top_k)) { // top-p is of what top-k leaves
        allowed = 0;
        for (std::int32_t i = 0; i < m_options.top_k; ++i)
            allowed += m_weights[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        float& weight = m_weights[static_cast<std::size_t>(order[i])];
        const bool over = (by_count && i >= static_cast<std::size_t>(m_options.top_k)) ||
                          (by_mass && i > 0 && kept >= m_options.top_p * allowed);
        if (over)
            weight = 0;
        else
            kept += weight;
    }
    return kept;
}

Chooser::Chosen Chooser::sample(const float* row, std::uint64_t seed, std::int64_t step) {
    const Chosen likeliest = greedy(row);
    const float maximum = row[likeliest.id];
    if (!std::isfinite(maximum)) return likeliest; // no distribution; the entropies say so
    const auto inverse = static_cast<float>(1.0 / m_options.temperature);
    // Suppressed entries may lie above the maximum of what is allowed: their weight is set to zero, whatever it is.
    static_cast<void>(kernels::softmaxWeights(row, m_vocabulary, maximum, inverse, m_weights.data()));
    double total = 0;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (m_suppressed[i]) m_weights[i] = 0;
        total += m_weights[i];
    }
    total = truncate(total);
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
