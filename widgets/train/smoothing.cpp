// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/smoothing.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>

namespace egt::ui {

Ema::Ema(double weight) : m_weight(std::clamp(weight, 0.0, 0.9999)) {}

double Ema::add(double value) {
    if (!std::isfinite(value)) return value;
    m_power *= m_weight;
    // The debiased average in update form: s_n = s_(n-1) + (1-w)/(1-w^n) (x - s_(n-1)); no division of small numbers.
    m_average += (1 - m_weight) / (1 - m_power) * (value - m_average);
    return m_average;
}

std::vector<double> smoothed(std::span<const double> values, double weight) {
    Ema ema(weight);
    std::vector<double> out;
    out.reserve(values.size());
    for (const double value : values)
        out.push_back(ema.add(value));
    return out;
}

namespace {

// One side of the band: a queue of places whose values could still become the extreme.
template <class Better> std::vector<double> rolling(std::span<const double> values, std::size_t half, Better better) {
    std::vector<double> out(values.size(), std::numeric_limits<double>::quiet_NaN());
    std::deque<std::size_t> best;
    std::size_t next = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (; next < values.size() && next <= i + half; ++next) {
            if (!std::isfinite(values[next])) continue;
            while (!best.empty() && !better(values[best.back()], values[next]))
                best.pop_back();
            best.push_back(next);
        }
        while (!best.empty() && best.front() + half < i)
            best.pop_front();
        if (!best.empty()) out[i] = values[best.front()];
    }
    return out;
}

} // namespace

Extremes rollingExtremes(std::span<const double> values, std::size_t half) {
    return {rolling(values, half, std::less<>{}), rolling(values, half, std::greater<>{})};
}

std::size_t bandHalfWidth(double weight) {
    return static_cast<std::size_t>(std::lround(1 / (1 - std::clamp(weight, 0.0, 0.99))));
}

std::vector<std::size_t> decimate(std::span<const double> xs, std::span<const double> ys, std::size_t first,
                                  std::size_t last, std::size_t columns) {
    std::vector<std::size_t> out;
    last = std::min({last, xs.size(), ys.size()});
    if (first >= last) return out;
    if (columns == 0 || last - first <= columns * 2) {
        for (std::size_t i = first; i < last; ++i)
            out.push_back(i);
        return out;
    }
    const double start = xs[first];
    const double width = (xs[last - 1] - start) / static_cast<double>(columns);
    const auto column = [&](std::size_t i) {
        return width > 0 ? std::min(columns - 1, static_cast<std::size_t>((xs[i] - start) / width)) : std::size_t{0};
    };
    for (std::size_t i = first; i < last;) {
        const std::size_t here = column(i);
        std::size_t low = i;
        std::size_t high = i;
        std::size_t end = i;
        for (; end < last && column(end) == here; ++end) {
            if (!std::isfinite(ys[end])) continue;
            if (!(ys[low] <= ys[end])) low = end; // also leaves a start behind that is not a number
            if (!(ys[high] >= ys[end])) high = end;
        }
        std::size_t picks[4] = {i, std::min(low, high), std::max(low, high), end - 1};
        for (const std::size_t pick : picks)
            if (out.empty() || pick > out.back()) out.push_back(pick);
        i = end;
    }
    return out;
}

} // namespace egt::ui
