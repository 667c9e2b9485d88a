// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/metric_series.h"

#include <algorithm>
#include <cmath>

namespace egt::ui {

void MetricSeries::append(std::int64_t step, double value) {
    const auto at = static_cast<double>(step);
    if (m_steps.empty() || at > m_steps.back()) {
        m_steps.push_back(at);
        m_values.push_back(value);
        m_smooth.push_back(m_ema.add(value));
        return;
    }
    const auto place = std::lower_bound(m_steps.begin(), m_steps.end(), at);
    const auto index = place - m_steps.begin();
    if (*place == at) {
        m_values[static_cast<std::size_t>(index)] = value;
    } else {
        m_steps.insert(place, at);
        m_values.insert(m_values.begin() + index, value);
    }
    resmooth();
}

void MetricSeries::setWeight(double weight) {
    if (weight == m_weight) return;
    m_weight = weight;
    resmooth();
}

void MetricSeries::resmooth() {
    m_ema = Ema(m_weight);
    m_smooth.clear();
    m_smooth.reserve(m_values.size());
    for (const double value : m_values)
        m_smooth.push_back(m_ema.add(value));
}

std::pair<std::size_t, std::size_t> MetricSeries::window(double from, double to) const {
    auto first = std::lower_bound(m_steps.begin(), m_steps.end(), from);
    auto last = std::upper_bound(first, m_steps.end(), to);
    if (first != m_steps.begin()) --first;
    if (last != m_steps.end()) ++last;
    return {static_cast<std::size_t>(first - m_steps.begin()), static_cast<std::size_t>(last - m_steps.begin())};
}

std::optional<std::size_t> MetricSeries::nearest(double step, double reach) const {
    if (m_steps.empty() || step < m_steps.front() - reach || step > m_steps.back() + reach) return {};
    auto place = std::lower_bound(m_steps.begin(), m_steps.end(), step);
    if (place == m_steps.end()) --place;
    if (place != m_steps.begin() && step - *(place - 1) < std::abs(*place - step)) --place;
    return static_cast<std::size_t>(place - m_steps.begin());
}

} // namespace egt::ui
