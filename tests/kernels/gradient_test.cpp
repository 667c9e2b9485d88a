// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "kernels/entropy.h"
#include "kernels/numbers.h"

namespace egt::kernels {
namespace {

constexpr float inf = std::numeric_limits<float>::infinity();

std::vector<float> normalRow(std::int64_t count, double scale, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> x(static_cast<std::size_t>(count));
    for (float& v : x)
        v = static_cast<float>(scale * random.normal());
    return x;
}

/// a log p_target + b H in float64.
double value(const std::vector<double>& x, std::size_t target, double a, double b) {
    double m = -INFINITY;
    for (const double v : x)
        m = std::max(m, v);
    double z = 0;
    for (const double v : x)
        z += std::exp(v - m);
    const double log_z = m + std::log(z);
    double entropy = 0;
    for (const double v : x)
        if (v > -INFINITY) entropy -= std::exp(v - log_z) * (v - log_z);
    return a * (x[target] - log_z) + b * entropy;
}

std::vector<float> gradientOf(std::vector<float> x, std::int64_t target, const RowGradient& g) {
    const auto count = static_cast<std::int64_t>(x.size());
    const TokenStats stats = tokenStats(x.data(), Number::f32, count, target);
    gradientOverLogits(x.data(), Number::f32, count, target, stats.logsumexp, stats.entropy, g);
    return x;
}

class GradientPath : public testing::TestWithParam<Path> {
    void SetUp() override {
        if (!choosePath(GetParam())) GTEST_SKIP() << "this machine lacks the instructions";
    }
    void TearDown() override { choosePath(Path::automatic); }
};

TEST_P(GradientPath, MatchesCentralDifferencesInFloat64) {
    const std::vector<float> x = normalRow(45, 2, 6);
    for (const RowGradient g : {RowGradient{1, 0, 1}, RowGradient{0, 1, 1}, RowGradient{-0.7F, 0.3F, 2}}) {
        const std::vector<float> gradient = gradientOf(x, 17, g);
        for (std::size_t i = 0; i < x.size(); ++i) {
            std::vector<double> up(x.begin(), x.end());
            std::vector<double> down = up;
            constexpr double step = 1e-5;
            up[i] += step;
            down[i] -= step;
            const auto f = [&](const std::vector<double>& v) {
                return static_cast<double>(g.scale) * value(v, 17, g.by_logprob, g.by_entropy);
            };
            EXPECT_NEAR(gradient[i], (f(up) - f(down)) / (2 * step), 2e-6) << i;
        }
    }
}

TEST_P(GradientPath, WideRowsSumToNothing) { // softmax is invariant under a shift of all logits
    for (const double scale : {0.0, 1.0, 15.0}) {
        const std::vector<float> gradient = gradientOf(normalRow(152064, scale, 3), 151000, {1, 0.5F, 1});
        double sum = 0;
        for (const float v : gradient)
            sum += static_cast<double>(v);
        EXPECT_NEAR(sum, 0, 1e-5) << scale;
    }
}

TEST_P(GradientPath, MaskedEntriesAndRowsWithoutADistribution) {
    std::vector<float> x = normalRow(3000, 2, 4);
    for (std::size_t i = 0; i < x.size(); i += 2)
        x[i] = -inf;
    const std::vector<float> gradient = gradientOf(x, 1, {1, 1, 1});
    for (std::size_t i = 0; i < x.size(); i += 2)
        EXPECT_EQ(gradient[i], 0.0F) << i;
    for (const float v : gradient)
        EXPECT_TRUE(std::isfinite(v));
    x[5] = std::numeric_limits<float>::quiet_NaN();
    for (const float v : gradientOf(x, 1, {1, 1, 1}))
        EXPECT_FALSE(std::isfinite(v) && v != 0);
}

TEST_P(GradientPath, HalfPrecisionIsTheRoundedFloat) {
    const std::vector<float> wide = normalRow(2500, 2, 5);
    for (const Number number : {Number::bf16, Number::f16}) {
        const auto narrow = [&](float v) { return number == Number::bf16 ? toBf16(v) : toF16(v); };
        std::vector<std::uint16_t> row;
        std::vector<float> x;
        for (const float v : wide) {
            row.push_back(narrow(v));
            x.push_back(number == Number::bf16 ? std::bit_cast<float>(static_cast<std::uint32_t>(row.back()) << 16U)
                                               : static_cast<float>(std::bit_cast<_Float16>(row.back())));
        }
        const TokenStats stats = tokenStats(row.data(), number, 2500, 7);
        gradientOverLogits(row.data(), number, 2500, 7, stats.logsumexp, stats.entropy, {1, 0.25F, 1});
        const std::vector<float> expected = gradientOf(x, 7, {1, 0.25F, 1});
        for (std::size_t i = 0; i < row.size(); ++i)
            ASSERT_EQ(row[i], narrow(expected[i])) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Paths, GradientPath, testing::Values(Path::portable, Path::avx2, Path::avx512),
                         [](const auto& path) {
                             return path.param == Path::portable ? "portable"
                                    : path.param == Path::avx2   ? "avx2"
                                                                 : "avx512";
                         });

// Rounding is checked against the hardware's (or the compiler's) binary16, and by definition for bfloat16.
TEST(Numbers, RoundToNearestEven) {
    Random random(11);
    for (int i = 0; i < 2'000'000; ++i) {
        std::uint32_t bits = static_cast<std::uint32_t>(random.next() >> 32U);
        if (i % 2 == 0) bits = 0x30000000U + (bits & 0x1FFFFFFFU); // the range that binary16 has
        const auto value = std::bit_cast<float>(bits);
        if (std::isnan(value)) continue;
        ASSERT_EQ(toF16(value), std::bit_cast<std::uint16_t>(static_cast<_Float16>(value))) << value;
    }
    const auto brain = [](std::uint32_t bits) { return toBf16(std::bit_cast<float>(bits)); };
    EXPECT_EQ(brain(0x3F808000), 0x3F80); // a tie goes to even
    EXPECT_EQ(brain(0x3F818000), 0x3F82);
    EXPECT_EQ(brain(0x3F808001), 0x3F81);
    EXPECT_EQ(brain(0x7F7FFFFF), 0x7F80); // overflows to infinity
    EXPECT_TRUE(std::isnan(std::bit_cast<float>(static_cast<std::uint32_t>(brain(0x7F800001)) << 16U)));
}

} // namespace
} // namespace egt::kernels
