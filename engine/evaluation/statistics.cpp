// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "base/interval.h"

namespace egt::evaluation {
namespace {

constexpr double kZ95 = kNormal95;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sum of squared deviations over n - 1.
double variance(const std::vector<double>& values) {
    const double mean = meanOf(values);
    double sum = 0;
    for (const double v : values)
        sum += (v - mean) * (v - mean);
    return sum / static_cast<double>(values.size() - 1);
}

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
    const double mx = meanOf(x);
    const double my = meanOf(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mx) * (y[i] - my);
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : kNaN;
}

} // namespace

std::vector<double> averageRanks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        const double rank = 0.5 * (static_cast<double>(i) + static_cast<double>(end) + 1);
        for (; i < end; ++i)
            ranks[order[i]] = rank;
    }
    return ranks;
}

Interval spearman(const std::vector<double>& x, const std::vector<double>& y) {
    if (x.size() != y.size() || x.size() < 4) return {kNaN, kNaN, kNaN};
    const double r = pearson(averageRanks(x), averageRanks(y));
    if (std::isnan(r)) return {kNaN, kNaN, kNaN};
    if (std::abs(r) >= 1) return {r, r, r};
    const double half = kZ95 * std::sqrt((1 + r * r / 2) / static_cast<double>(x.size() - 3));
    return {r, std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

Interval auroc(const std::vector<double>& score, const std::vector<bool>& positive) {
    if (score.size() != positive.size()) return {kNaN, kNaN, kNaN};
    std::vector<double> hits;
    std::vector<double> others;
    for (std::size_t i = 0; i < score.size(); ++i)
        (positive[i] ? hits : others).push_back(score[i]);
    if (hits.empty() || others.empty()) return {kNaN, kNaN, kNaN};
    // Placement values from mid-ranks: the rank among all less the rank among its own kind (Sun and Xu 2014).
    std::vector<double> all = hits;
    all.insert(all.end(), others.begin(), others.end());
    const std::vector<double> rank_all = averageRanks(all);
    const std::vector<double> rank_hits = averageRanks(hits);
    const std::vector<double> rank_others = averageRanks(others);
    const auto m = static_cast<double>(hits.size());
    const auto n = static_cast<double>(others.size());
    std::vector<double> v10(hits.size());
    std::vector<double> v01(others.size());
    for (std::size_t i = 0; i < hits.size(); ++i)
        v10[i] = (rank_all[i] - rank_hits[i]) / n;
    for (std::size_t j = 0; j < others.size(); ++j)
        v01[j] = 1 - (rank_all[hits.size() + j] - rank_others[j]) / m;
    const double area = meanOf(v10);
    if (hits.size() < 2 || others.size() < 2) return {area, 0, 1};
    const double half = kZ95 * std::sqrt(variance(v10) / m + variance(v01) / n);
    return {area, std::max(0.0, area - half), std::min(1.0, area + half)};
}

Interval wilson(double successes, double n) {
    if (!(n > 0)) return {kNaN, 0, 1};
    const egt::Interval interval = egt::wilson(successes, n);
    return {successes / n, interval.low, interval.high};
}

ShareEstimate clusteredEstimate(const std::vector<Cluster>& clusters) {
    double hits = 0;
    double size = 0;
    for (const Cluster& cluster : clusters) {
        hits += cluster.hits;
        size += cluster.size;
    }
    if (!(size > 0)) return {kNaN, 0, 0};
    ShareEstimate out{hits / size, 0, static_cast<double>(clusters.size())};
    for (const Cluster& cluster : clusters)
        out.error2 += std::pow(cluster.hits - out.value * cluster.size, 2);
    out.error2 = out.clusters > 1 ? out.error2 * out.clusters / (out.clusters - 1) / (size * size) : 0;
    return out;
}

Interval shareInterval(const ShareEstimate& e) {
    if (!(e.clusters > 0)) return {kNaN, 0, 1};
    const bool varies = e.error2 > 0 && e.value > 0 && e.value < 1;
    const double size = varies ? e.value * (1 - e.value) / e.error2 : e.clusters;
    return wilson(e.value * size, size);
}

Interval meanOfShares(const std::vector<ShareEstimate>& parts) {
    const auto count = static_cast<double>(parts.size());
    ShareEstimate mean;
    double inverse = 0;
    for (const ShareEstimate& part : parts) {
        const double z2 = kZ95 * kZ95;
        const double pulled = (part.value * part.clusters + z2 / 2) / (part.clusters + z2);
        const double error2 = part.error2 > 0 ? part.error2 : pulled * (1 - pulled) / (part.clusters + z2);
        mean.value += part.value / count;
        mean.error2 += error2 / (count * count);
        inverse += 1 / part.clusters;
    }
    mean.clusters = parts.empty() ? 0 : count * count / inverse; // as many answers would err as much, all being alike
    return shareInterval(mean);
}

Interval clusteredMean(const std::vector<double>& values) {
    if (values.empty()) return {kNaN, kNaN, kNaN};
    const double mean = meanOf(values);
    if (values.size() < 2) return {mean, -kInfinity, kInfinity};
    const double half = kZ95 * std::sqrt(variance(values) / static_cast<double>(values.size()));
    return {mean, mean - half, mean + half};
}

Interval pairedDifference(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        differences.push_back(a[i] - b[i]);
    return clusteredMean(differences);
}

} // namespace egt::evaluation
