// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/choose.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace egt::judge {
namespace {

using Ids = std::vector<std::int32_t>;

/// The distribution that generate() of transformers samples from, worked out in double from the definitions of its
/// processors: penalty, suppressed, temperature, top-k (equals of the last stay), top-p (the smallest set of the
/// likeliest that reaches p).
std::vector<double> expected(const std::vector<float>& row, const GenerateOptions& options, const Ids& before) {
    std::vector<double> x(row.begin(), row.end());
    for (const std::int32_t id : std::vector<std::int32_t>(before)) {
        double& v = x[static_cast<std::size_t>(id)];
        const double raw = row[static_cast<std::size_t>(id)];
        v = raw < 0 ? raw * options.repetition_penalty : raw / options.repetition_penalty;
    }
    for (const std::int32_t id : options.suppressed)
        x[static_cast<std::size_t>(id)] = -INFINITY;
    for (double& v : x)
        v /= options.temperature;
    if (options.top_k > 0) {
        std::vector<double> sorted = x;
        std::sort(sorted.rbegin(), sorted.rend());
        const double last = sorted[static_cast<std::size_t>(options.top_k) - 1];
        for (double& v : x)
            if (v < last) v = -INFINITY;
    }
    const auto softmax = [&] {
        std::vector<double> p;
        for (const double v : x)
            p.push_back(std::exp(v));
        const double sum = std::accumulate(p.begin(), p.end(), 0.0);
        for (double& v : p)
            v /= sum;
        return p;
    };
    if (options.top_p < 1) {
        const std::vector<double> p = softmax();
        std::vector<std::size_t> order(p.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
        double mass = 0;
        for (const std::size_t i : order) {
            if (mass >= options.top_p) x[i] = -INFINITY;
            mass += p[i];
        }
    }
    return softmax();
}

void expectDistribution(const std::vector<float>& row, const GenerateOptions& options, const Ids& before) {
    const std::vector<double> p = expected(row, options, before);
    Chooser chooser(options, static_cast<std::int64_t>(row.size()));
    constexpr int kDraws = 20000;
    std::map<std::int32_t, int> hits;
    const std::size_t half = before.size() / 2; // prompt and response count alike
    for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
        const auto chosen =
            chooser.choose(row.data(), {before.data(), half}, {before.data() + half, before.size() - half}, seed, 3);
        ++hits[chosen.id];
        ASSERT_NEAR(chosen.logprob, std::log(p[static_cast<std::size_t>(chosen.id)]), 1e-5);
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double share = static_cast<double>(hits[static_cast<std::int32_t>(i)]) / kDraws;
        EXPECT_NEAR(share, p[i], 5 * std::sqrt(p[i] / kDraws)) << i; // five standard errors; never where p is 0
    }
}

const std::vector<float> kRow = {1.5F, -0.5F, 2.0F, 0.25F, 2.0F, -3.0F, 1.0F, 0.75F};

TEST(Choose, FollowsTheDistributionOfTheProcessors) {
    GenerateOptions options;
    options.temperature = 0.7;
    expectDistribution(kRow, options, {});
    options.suppressed = {2};
    expectDistribution(kRow, options, {});
    options.top_k = 4;
    expectDistribution(kRow, options, {});
    options.top_p = 0.8;
    expectDistribution(kRow, options, {});
    options.repetition_penalty = 1.3;
    expectDistribution(kRow, options, {4, 1, 4, 4, 5}); // a token that came three times is penalised once
}

TEST(Choose, TopKKeepsTheEqualsOfTheLast) {
    GenerateOptions options;
    options.temperature = 1;
    options.top_k = 1;
    expectDistribution(kRow, options, {}); // two tokens share the highest logit
}

TEST(Choose, TopPAloneAndAtItsLimits) {
    GenerateOptions options;
    options.temperature = 1;
    for (const double p : {1e-6, 0.3, 0.55, 0.999}) {
        options.top_p = p;
        expectDistribution(kRow, options, {});
    }
}

TEST(Choose, APenaltyCanChangeTheGreedyToken) {
    GenerateOptions options;
    options.repetition_penalty = 1.5;
    Chooser chooser(options, static_cast<std::int64_t>(kRow.size()));
    const auto greedy = [&](const Ids& prompt, const Ids& response) {
        return chooser.choose(kRow.data(), prompt, response, 0, 0).id;
    };
    EXPECT_EQ(greedy({}, {}), 2);
    EXPECT_EQ(greedy({2}, {}), 4);
    EXPECT_EQ(greedy({2}, {4}), 0); // 2 / 1.5 < 1.5
    EXPECT_EQ(greedy({2, 4, 0}, {}), 2) << "1.33 again the first of the highest";
    const std::vector<float> negative = {-1.0F, -1.2F};
    Chooser other(options, 2);
    EXPECT_EQ(other.choose(negative.data(), Ids{0}, Ids{}, 0, 0).id, 1) << "-1 x 1.5 < -1.2";
}

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float low = -std::numeric_limits<float>::infinity();

std::int32_t greedy(const std::vector<float>& row, std::vector<std::int32_t> suppressed) {
    GenerateOptions options;
    options.suppressed = std::move(suppressed);
    return Chooser(options, static_cast<std::int64_t>(row.size())).choose(row.data(), {}, {}, 0, 0).id;
}

TEST(Choose, GreedyTakesTheHighestThatIsAllowed) {
    EXPECT_EQ(greedy({1, 5, 4, 5}, {}), 1) << "the first of equals";
    EXPECT_EQ(greedy({1, 5, 4, 4}, {1}), 2);
    EXPECT_EQ(greedy({1, 5, 4, 3}, {1, 2, 3, 99, -1}), 0) << "ids beyond the vocabulary count for nothing";
}

TEST(Choose, GreedyEndsOnRowsWithoutANumber) {
    EXPECT_EQ(greedy({nan, nan, nan}, {0}), 1);
    EXPECT_EQ(greedy({low, low, low}, {0}), 1);
    EXPECT_EQ(greedy({nan, 7, nan, 3}, {1}), 3) << "a number goes before none";
    EXPECT_EQ(greedy({nan, 7, nan}, {1}), 0) << "the only number is suppressed";
}

TEST(Choose, EverySuppressedIsRefused) {
    EXPECT_ANY_THROW(greedy({1, 2}, {0, 1}));
}

} // namespace
} // namespace egt::judge
