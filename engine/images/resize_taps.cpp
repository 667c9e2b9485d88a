// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize_taps.h"

#include <algorithm>
#include <cmath>

namespace egt {
namespace {

constexpr int kPillowBits = 22; // 32 - 8 bits of a byte - 2 for overshoot

double keys(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
    return 0;
}

/// The exact weights of every place, one after the other.
struct Exact {
    std::vector<std::int32_t> first;
    std::vector<std::int32_t> taps;
    std::vector<double> weights;
};

Exact exactWeights(std::int32_t in, std::int32_t out) {
    Exact exact;
    const double scale = static_cast<double>(in) / out;
    const double stretch = std::max(scale, 1.0);
    const double support = 2.0 * stretch;
    const double narrow = 1.0 / stretch;
    for (std::int32_t i = 0; i < out; ++i) {
        const double center = (i + 0.5) * scale;
        const int from = std::max(static_cast<int>(center - support + 0.5), 0);
        const int to = std::min(static_cast<int>(center + support + 0.5), in);
        const std::size_t start = exact.weights.size();
        double total = 0;
        for (int x = from; x < to; ++x) {
            exact.weights.push_back(keys((x - center + 0.5) * narrow));
            total += exact.weights.back();
        }
        for (std::size_t k = start; k < exact.weights.size(); ++k)
            exact.weights[k] /= total;
        exact.first.push_back(from);
        exact.taps.push_back(to - from);
    }
    return exact;
}

/// torch takes as many fraction bits as let the largest weight of the axis fit 16 bits with its sign.
int torchBits(const std::vector<double>& weights) {
    const double largest = *std::max_element(weights.begin(), weights.end());
    int bits = 0;
    while (bits < 22 && static_cast<int>(0.5 + largest * (1 << (bits + 1))) < (1 << 15))
        ++bits;
    return bits;
}

std::uint32_t pair(std::int32_t first, std::int32_t second) {
    return static_cast<std::uint16_t>(first) | static_cast<std::uint32_t>(static_cast<std::uint16_t>(second)) << 16;
}

} // namespace

AxisTaps::AxisTaps(std::int32_t in, std::int32_t out, ResizeLike like) {
    Exact exact = exactWeights(in, out);
    m_bits = like == ResizeLike::pillow ? kPillowBits : torchBits(exact.weights);
    m_first = std::move(exact.first);
    m_taps = std::move(exact.taps);
    std::vector<std::int32_t> fixed;
    std::size_t at = 0;
    for (const std::int32_t taps : m_taps) {
        fixed.clear();
        for (std::int32_t k = 0; k < taps; ++k, ++at) {
            const double scaled = exact.weights[at] * (1 << m_bits);
            fixed.push_back(static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
        }
        add(fixed);
    }
}

void AxisTaps::add(const std::vector<std::int32_t>& fixed) {
    constexpr std::int32_t half = 1 << (kSplitBits - 1);
    m_start.push_back(m_high.size());
    for (std::size_t k = 0; k < fixed.size(); k += 2) {
        const std::int32_t a = fixed[k];
        const std::int32_t b = k + 1 < fixed.size() ? fixed[k + 1] : 0;
        const std::int32_t high_a = (a + half) >> kSplitBits;
        const std::int32_t high_b = (b + half) >> kSplitBits;
        m_high.push_back(pair(high_a, high_b));
        m_low.push_back(pair(a - high_a * (1 << kSplitBits), b - high_b * (1 << kSplitBits)));
    }
}

PlaceTaps AxisTaps::operator[](std::size_t place) const {
    return {m_first[place], m_taps[place], m_high.data() + m_start[place], m_low.data() + m_start[place], m_bits};
}

} // namespace egt
