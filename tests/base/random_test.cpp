// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.h"

#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

namespace egt {
namespace {

// First outputs of SplitMix64 for seed 1234567, as in the reference implementation (Vigna, splitmix64.c).
TEST(Random, IsSplitMix64) {
    Random random(1234567);
    for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                         4593380528125082431ULL, 16408922859458223821ULL})
        EXPECT_EQ(random.next(), expected);
}

TEST(Random, UniformAndNormalHaveTheirMoments) {
    Random random(3);
    constexpr int n = 200'000;
    double sum = 0;
    double normal = 0;
    double square = 0;
    for (int i = 0; i < n; ++i) {
        const double u = random.uniform();
        ASSERT_TRUE(u >= 0 && u < 1);
        sum += u;
        const double z = random.normal();
        normal += z;
        square += z * z;
    }
    EXPECT_NEAR(sum / n, 0.5, 4 / std::sqrt(12.0 * n)); // four standard errors
    EXPECT_NEAR(normal / n, 0, 4 / std::sqrt(1.0 * n));
    EXPECT_NEAR(square / n, 1, 4 * std::sqrt(2.0 / n));
}

TEST(Random, BelowIsEven) {
    Random random(5);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i)
        ++counts[random.below(7)];
    double chi = 0;
    for (const int c : counts)
        chi += (c - 10'000.0) * (c - 10'000.0) / 10'000.0;
    EXPECT_LT(chi, 22.46); // chi-square, 6 degrees of freedom, p = 0.001
}

TEST(Random, ShufflesAllAndResumesExactly) {
    std::vector<int> items(100);
    std::iota(items.begin(), items.end(), 0);
    Random random(9);
    random.shuffle(items);
    EXPECT_EQ(std::set<int>(items.begin(), items.end()).size(), 100U);
    EXPECT_FALSE(std::is_sorted(items.begin(), items.end()));
    Random again(0);
    again.setState(random.state());
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(again.next(), random.next());
}

TEST(Random, MixedSeedsDiffer) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t a = 0; a < 20; ++a)
        for (std::uint64_t b = 0; b < 20; ++b)
            for (std::uint64_t c = 0; c < 5; ++c)
                seen.insert(mixSeed(1, a, b, c));
    EXPECT_EQ(seen.size(), 2000U);
    EXPECT_NE(mixSeed(1, 2, 3), mixSeed(2, 2, 3));
    EXPECT_NE(mixSeed(1, 2, 3), mixSeed(1, 3, 2));
}

} // namespace
} // namespace egt
