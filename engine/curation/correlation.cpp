// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "curation/column_names.h"

namespace egt::curation {
namespace {

/// Twice the average rank of each value, 1-based; ties share the mean of their ranks. Doubled, it is a whole number.
std::vector<double> doubledRanks(const std::vector<double>& values) {
    std::vector<std::int32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    const auto at = [&](std::int32_t i) { return values[static_cast<std::size_t>(i)]; };
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return at(a) < at(b); });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && at(order[end]) == at(order[begin]))
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            ranks[static_cast<std::size_t>(order[i])] = static_cast<double>(begin + end + 1);
        begin = end;
    }
    return ranks;
}

} // namespace

Result<Correlation> rankCorrelation(const ColumnSnapshot& snapshot, const std::string& column, const Rightness& right,
                                    const Mask& mask) {
    EGT_ASSIGN(const Column* values, findColumn(snapshot, column));
    std::vector<double> x;
    std::vector<double> y;
    for (std::int64_t row = 0; row < snapshot.rows; ++row) {
        if (!taken(mask, row)) continue;
        const double a = values->number(row);
        const double b = right(row);
        if (!std::isfinite(a) || !std::isfinite(b)) continue;
        x.push_back(a);
        y.push_back(b);
    }
    Correlation out;
    out.n = std::ssize(x);
    if (out.n < 4) return out;
    const std::vector<double> rx = doubledRanks(x);
    const std::vector<double> ry = doubledRanks(y);
    const auto n = static_cast<double>(out.n);
    const double mean = n + 1; // of doubled ranks, with ties too
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < rx.size(); ++i) {
        xy += (rx[i] - mean) * (ry[i] - mean);
        xx += (rx[i] - mean) * (rx[i] - mean);
        yy += (ry[i] - mean) * (ry[i] - mean);
    }
    if (!(xx > 0) || !(yy > 0)) return out;
    out.value = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
    const double z = std::atanh(out.value);
    const double half = kNormal95 * std::sqrt((1 + out.value * out.value / 2) / (n - 3));
    out.interval = {std::tanh(z - half), std::tanh(z + half)};
    return out;
}

} // namespace egt::curation
