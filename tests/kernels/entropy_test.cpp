// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/entropy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "kernels/numbers.h"

namespace egt::kernels {
namespace {

constexpr std::int64_t vocabulary = 152064; // of Qwen2.5-VL-7B
constexpr float inf = std::numeric_limits<float>::infinity();

struct Truth {
    double entropy = 0, varentropy = 0, logsumexp = 0, logprob = 0;
    std::int64_t argmax = 0, rank = 0;
};

// float64, three passes, by definition.
Truth truthOf(const std::vector<float>& x, std::size_t target) {
    Truth t;
    double m = -INFINITY;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (x[i] > m) m = x[i], t.argmax = static_cast<std::int64_t>(i);
    double z = 0;
    for (const float v : x)
        z += std::exp(v - m);
    t.logsumexp = m + std::log(z);
    double second = 0;
    for (const float v : x) {
        const double logp = v - t.logsumexp;
        const double p = std::exp(logp);
        if (p > 0) t.entropy -= p * logp, second += p * logp * logp;
    }
    t.varentropy = second - t.entropy * t.entropy;
    t.logprob = x[target] - t.logsumexp;
    for (std::size_t i = 0; i < x.size(); ++i)
        t.rank += x[i] > x[target] || (x[i] == x[target] && i < target);
    return t;
}

std::vector<float> normalRow(std::int64_t count, double scale, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> x(static_cast<std::size_t>(count));
    for (float& v : x)
        v = static_cast<float>(scale * random.normal());
    return x;
}

void expectNear(const std::vector<float>& x, std::int64_t target, const std::string& what) {
    const auto count = static_cast<std::int64_t>(x.size());
    const Truth truth = truthOf(x, static_cast<std::size_t>(target));
    const TokenStats stats = tokenStats(x.data(), Number::f32, count, target);
    EXPECT_NEAR(stats.entropy, truth.entropy, 2e-5) << what;
    EXPECT_NEAR(stats.varentropy, truth.varentropy, 2e-4) << what;
    EXPECT_NEAR(stats.logsumexp, truth.logsumexp, 1e-5 * std::max(1.0, std::abs(truth.logsumexp))) << what;
    if (std::isfinite(truth.logprob)) {
        EXPECT_NEAR(stats.logprob, truth.logprob, 1e-5 * std::max(1.0, std::abs(truth.logprob))) << what;
    } else {
        EXPECT_EQ(stats.logprob, -inf) << what;
    }
    EXPECT_EQ(stats.argmax, truth.argmax) << what;
    EXPECT_EQ(stats.rank, truth.rank) << what;
    EXPECT_LE(stats.logprob, 0) << what;
    EXPECT_GE(stats.entropy, 0) << what;
    EXPECT_LE(stats.entropy, std::log(static_cast<float>(count))) << what;
}

class EntropyPath : public testing::TestWithParam<Path> {
    void SetUp() override {
        if (!choosePath(GetParam())) GTEST_SKIP() << "this machine lacks the instructions";
    }
    void TearDown() override { choosePath(Path::automatic); }
};

TEST_P(EntropyPath, MatchesFloat64) {
    for (const double scale : {0.0, 0.5, 3.0, 20.0}) {
        const std::vector<float> x = normalRow(vocabulary, scale, 7);
        for (const std::int64_t target : {0, 1023, 1024, 151000})
            expectNear(x, target, "scale " + std::to_string(scale) + " target " + std::to_string(target));
    }
}

TEST_P(EntropyPath, EveryLengthAndPlace) {
    for (std::int64_t count = 1; count < 70; ++count) {
        const std::vector<float> x = normalRow(count, 2, static_cast<std::uint64_t>(count));
        for (std::int64_t target = 0; target < count; target += 5)
            expectNear(x, target, std::to_string(count));
    }
    for (const std::int64_t count : {1023, 1024, 1025, 2049})
        expectNear(normalRow(count, 2, 3), count - 1, std::to_string(count));
}

TEST_P(EntropyPath, RowsThatStartAnywhereInMemory) {
    const std::vector<float> x = normalRow(4200, 3, 8);
    for (std::size_t shift = 0; shift < 17; ++shift)
        expectNear(std::vector<float>(x.begin() + static_cast<std::ptrdiff_t>(shift), x.end()), 9, "copied");
    const Truth truth = truthOf({x.begin() + 3, x.end()}, 5);
    EXPECT_NEAR(tokenStats(x.data() + 3, Number::f32, 4197, 5).entropy, truth.entropy, 2e-5);
    const std::vector<std::uint16_t> bits(5000, 0x3F80); // ones
    EXPECT_NEAR(tokenStats(bits.data() + 1, Number::bf16, 4999, 5).entropy, std::log(4999.0), 1e-5);
}

TEST_P(EntropyPath, FlatRowsStayWithinTheirBound) {
    for (const std::int64_t count : {1, 2, 3, 7, 31, 1000, 1024, 3333, 65536, 152064}) {
        const std::vector<float> x(static_cast<std::size_t>(count), -2.75F);
        const TokenStats stats = tokenStats(x.data(), Number::f32, count, 0);
        EXPECT_LE(stats.entropy, std::log(static_cast<float>(count)));
        EXPECT_NEAR(stats.entropy, std::log(static_cast<double>(count)), 2e-6);
        EXPECT_NEAR(stats.varentropy, 0, 1e-6);
        EXPECT_LE(stats.logprob, 0);
    }
}

TEST_P(EntropyPath, PeakedRow) {
    std::vector<float> x = normalRow(vocabulary, 1, 1);
    x[77777] = 60;
    expectNear(x, 77777, "peaked, target is the peak");
    expectNear(x, 5, "peaked, target elsewhere");
}

TEST_P(EntropyPath, MaximumRisesOverAndOver) {
    std::vector<float> x(static_cast<std::size_t>(vocabulary));
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i) * 1e-3F - 1e4F;
    expectNear(x, 100, "rising");
    std::reverse(x.begin(), x.end());
    expectNear(x, 100, "falling");
}

TEST_P(EntropyPath, MaskedEntriesHaveNoProbability) {
    std::vector<float> x = normalRow(5000, 2, 1);
    for (std::size_t i = 0; i < x.size(); ++i)
        if (i % 3 != 0) x[i] = -inf;
    expectNear(x, 0, "masked");
    expectNear(x, 1, "masked target");
    for (std::size_t i = 0; i < 2500; ++i)
        x[i] = -inf;
    expectNear(x, 4998, "first blocks empty");
}

TEST_P(EntropyPath, InfinityTakesAll) {
    std::vector<float> x = normalRow(5000, 2, 1);
    x[10] = x[4000] = inf;
    const TokenStats stats = tokenStats(x.data(), Number::f32, 5000, 4000);
    EXPECT_FLOAT_EQ(stats.entropy, std::log(2.0F));
    EXPECT_FLOAT_EQ(stats.logprob, -std::log(2.0F));
    EXPECT_EQ(stats.argmax, 10);
    EXPECT_EQ(stats.rank, 1);
    EXPECT_EQ(tokenStats(x.data(), Number::f32, 5000, 3).logprob, -inf);
}

TEST_P(EntropyPath, NoDistributionIsNaN) {
    std::vector<float> x(3000, -inf);
    EXPECT_TRUE(std::isnan(tokenStats(x.data(), Number::f32, 3000, 1).entropy));
    for (const std::size_t place : {0U, 17U, 1500U, 2999U})
        for (const float other : {-inf, 0.0F, inf}) {
            std::vector<float> y(3000, other);
            for (const std::uint32_t payload : {0x7FC00000U, 0x7FC000FFU, 0xFFFFFFFFU}) {
                y[place] = std::bit_cast<float>(payload);
                EXPECT_TRUE(std::isnan(tokenStats(y.data(), Number::f32, 3000, 1).entropy)) << place << ' ' << other;
            }
        }
}

TEST_P(EntropyPath, EqualEntriesRankByPlace) {
    const std::vector<float> x(2000, 1.5F);
    const TokenStats stats = tokenStats(x.data(), Number::f32, 2000, 1500);
    EXPECT_EQ(stats.argmax, 0);
    EXPECT_EQ(stats.rank, 1500);
    EXPECT_NEAR(stats.entropy, std::log(2000.0), 1e-6);
}

TEST_P(EntropyPath, HalfPrecisionRowsEqualTheirFloats) {
    Random random(5);
    std::vector<std::uint16_t> bits(2100);
    for (auto& b : bits)
        b = static_cast<std::uint16_t>(0x3000U + random.below(0x1000)); // moderate positive numbers
    bits[3] = 0x0001;                                                   // the smallest subnormal f16
    bits[4] = 0x8400;
    std::vector<float> bf16;
    std::vector<float> f16;
    for (const std::uint16_t b : bits) {
        bf16.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(b) << 16U));
        const int exponent = (b >> 10) & 31;
        const float fraction = static_cast<float>(b & 0x3FF);
        f16.push_back((b & 0x8000 ? -1.0F : 1.0F) *
                      (exponent ? std::ldexp(1024.0F + fraction, exponent - 25) : std::ldexp(fraction, -24)));
    }
    const auto same = [](const TokenStats& a, const TokenStats& b) {
        EXPECT_EQ(a.entropy, b.entropy);
        EXPECT_EQ(a.logprob, b.logprob);
        EXPECT_EQ(a.rank, b.rank);
    };
    for (const std::int64_t target : {3, 4, 2099}) {
        same(tokenStats(bits.data(), Number::bf16, 2100, target), tokenStats(bf16.data(), Number::f32, 2100, target));
        same(tokenStats(bits.data(), Number::f16, 2100, target), tokenStats(f16.data(), Number::f32, 2100, target));
    }
}

TEST_P(EntropyPath, PartsMergeToTheWhole) {
    const std::vector<float> x = normalRow(9000, 4, 2);
    const Partial whole = partialOf(x.data(), Number::f32, 9000);
    for (const std::int64_t cut : {1, 1000, 4500, 8999}) {
        const Partial left = partialOf(x.data(), Number::f32, cut);
        const Partial right = partialOf(x.data() + cut, Number::f32, 9000 - cut, cut);
        for (const Partial& both : {merge(left, right), merge(right, left)}) {
            EXPECT_EQ(both.argmax, whole.argmax);
            EXPECT_NEAR(both.sum / whole.sum, 1, 1e-6);
            EXPECT_NEAR(both.weighted / whole.weighted, 1, 1e-5);
            EXPECT_NEAR(both.squared / whole.squared, 1, 1e-5);
        }
    }
    EXPECT_EQ(merge(Partial(), whole).sum, whole.sum);
}

TEST_P(EntropyPath, TopComesFromTheSameRead) {
    const std::vector<float> x = normalRow(30000, 2, 4);
    std::vector<std::uint16_t> bf16;
    std::vector<float> rounded;
    for (const float v : x) {
        bf16.push_back(toBf16(v));
        rounded.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bf16.back()) << 16U));
    }
    std::vector<std::int32_t> order(x.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return rounded[static_cast<std::size_t>(a)] > rounded[static_cast<std::size_t>(b)]; // bf16: many equals
    });
    std::array<Choice, 20> top;
    const TokenStats with = tokenStats(bf16.data(), Number::bf16, 30000, 3, top);
    for (std::size_t i = 0; i < top.size(); ++i) {
        EXPECT_EQ(top[i].id, order[i]) << i;
        EXPECT_EQ(top[i].logit, rounded[static_cast<std::size_t>(order[i])]);
    }
    EXPECT_EQ(with.argmax, top[0].id);
    EXPECT_EQ(with.entropy, tokenStats(bf16.data(), Number::bf16, 30000, 3).entropy);
    const std::vector<float> few = {1, -inf, 2};
    static_cast<void>(tokenStats(few.data(), Number::f32, 3, -1, top));
    EXPECT_EQ(top[0].id, 2);
    EXPECT_EQ(top[1].id, 0);
    EXPECT_EQ(top[2].id, -1);
}

TEST_P(EntropyPath, TopChoicesAndWeights) {
    std::vector<float> x = normalRow(4000, 1, 9);
    x[100] = x[3000] = 9;
    x[2000] = 10;
    const auto top = topChoices(x.data(), 4000, 3);
    ASSERT_EQ(top.size(), 3U);
    EXPECT_EQ(top[0].id, 2000);
    EXPECT_EQ(top[1].id, 100);
    EXPECT_EQ(top[2].id, 3000);
    EXPECT_EQ(topChoices(x.data(), 2, 5).size(), 2U);
    x[5] = -inf;
    std::vector<float> weights(x.size());
    const double total = softmaxWeights(x.data(), 4000, 10, 0.5F, weights.data());
    double expected = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        expected += std::exp((x[i] - 10.0) * 0.5);
        EXPECT_NEAR(weights[i], std::exp((x[i] - 10.0) * 0.5), 1e-6);
    }
    EXPECT_NEAR(total, expected, 1e-4);
    EXPECT_EQ(weights[5], 0);
}

INSTANTIATE_TEST_SUITE_P(Paths, EntropyPath, testing::Values(Path::portable, Path::avx2, Path::avx512),
                         [](const auto& path) {
                             return path.param == Path::portable ? "portable"
                                    : path.param == Path::avx2   ? "avx2"
                                                                 : "avx512";
                         });

} // namespace
} // namespace egt::kernels
