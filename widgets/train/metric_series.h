// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "train/smoothing.h"

namespace egt::ui {

/// One metric of one run: steps that rise, raw values, and the smoothed line kept up to date as values arrive.
/// Thread: the window's.
class MetricSeries {
public:
    /// A step that is already there replaces its value; an older one than the last is put in its place.
    void append(std::int64_t step, double value);
    void setWeight(double weight); ///< 0 = the smoothed line is the raw one
    [[nodiscard]] double weight() const { return m_weight; }

    [[nodiscard]] bool empty() const { return m_steps.empty(); }
    [[nodiscard]] std::size_t size() const { return m_steps.size(); }
    [[nodiscard]] std::span<const double> steps() const { return m_steps; }
    [[nodiscard]] std::span<const double> values() const { return m_values; }
    [[nodiscard]] std::span<const double> smooth() const { return m_smooth; }
    [[nodiscard]] double lastStep() const { return m_steps.empty() ? 0 : m_steps.back(); }

    /// Places whose steps lie in [from, to], one more at either side so that lines reach the frame.
    [[nodiscard]] std::pair<std::size_t, std::size_t> window(double from, double to) const;
    /// The place nearest to a step; none when the series is empty or the step lies beyond its ends by more than
    /// `reach`.
    [[nodiscard]] std::optional<std::size_t> nearest(double step, double reach) const;

private:
    void resmooth();

    std::vector<double> m_steps;
    std::vector<double> m_values;
    std::vector<double> m_smooth;
    double m_weight = 0;
    Ema m_ema{0};
};

} // namespace egt::ui
