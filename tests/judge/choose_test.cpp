// SPDX-License-Identifier: GPL-3.0-or-later
// Greedy choice over rows that a broken judge makes: it takes what is allowed and always ends.
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "judge/choose.h"

namespace egt::judge {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float low = -std::numeric_limits<float>::infinity();

std::int32_t greedy(const std::vector<float>& row, std::vector<std::int32_t> suppressed) {
    GenerateOptions options;
    options.suppressed = std::move(suppressed);
    return Chooser(options, static_cast<std::int64_t>(row.size())).choose(row.data(), 0, 0).id;
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
