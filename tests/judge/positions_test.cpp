// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/positions.h"

#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/judge.h"

namespace egt::judge {
namespace {

using testing::ElementsAre;
constexpr std::int32_t I = 99;

TEST(Positions, TextAloneCounts) {
    const PromptPositions p = promptPositions({5, 6, 7}, {}, I);
    for (const auto& axis : p.axes)
        EXPECT_THAT(axis, ElementsAre(0, 1, 2));
    EXPECT_EQ(p.next, 3);
}

// Worked by hand: two texts, a 2 x 3 image, one text, a 1 x 1 image, one text.
TEST(Positions, ImagesSpreadAndTextGoesOnAfterTheLongerSide) {
    const PromptPositions p = promptPositions({1, 2, I, I, I, I, I, I, 3, I, 4}, {{1, 2, 3}, {1, 1, 1}}, I);
    EXPECT_THAT(p.axes[0], ElementsAre(0, 1, 2, 2, 2, 2, 2, 2, 5, 6, 7));
    EXPECT_THAT(p.axes[1], ElementsAre(0, 1, 2, 2, 2, 3, 3, 3, 5, 6, 7));
    EXPECT_THAT(p.axes[2], ElementsAre(0, 1, 2, 3, 4, 2, 3, 4, 5, 6, 7));
    EXPECT_EQ(p.next, 8);
}

TEST(Positions, RefusesImagesThatDoNotFit) {
    EXPECT_THROW(promptPositions({1, I}, {}, I), c10::Error);
    EXPECT_THROW(promptPositions({1, I}, {{1, 1, 2}}, I), c10::Error);
    EXPECT_THROW(promptPositions({1}, {{1, 1, 1}}, I), c10::Error);
}

// Worked by hand: 3 x 3 merged tokens in windows of 2 x 2: four windows, the right and bottom ones cut.
TEST(Positions, WindowsOfACutGrid) {
    const VisionPlan plan = visionPlan({{1, 6, 6}}, 2, 14, 56);
    EXPECT_THAT(plan.order, ElementsAre(0, 1, 3, 4, 2, 5, 6, 7, 8));
    EXPECT_THAT(plan.window_lengths, ElementsAre(16, 8, 8, 4));
    EXPECT_THAT(plan.full_lengths, ElementsAre(36));
    EXPECT_THAT(std::vector(plan.rows.begin(), plan.rows.begin() + 8), ElementsAre(0, 0, 1, 1, 0, 0, 1, 1));
    EXPECT_THAT(std::vector(plan.columns.begin(), plan.columns.begin() + 8), ElementsAre(0, 1, 0, 1, 2, 3, 2, 3));
}

TEST(Positions, ImagesHaveTheirOwnWindows) {
    const VisionPlan plan = visionPlan({{1, 2, 2}, {1, 2, 4}}, 2, 14, 112);
    EXPECT_THAT(plan.order, ElementsAre(0, 1, 2));
    EXPECT_THAT(plan.window_lengths, ElementsAre(4, 8));
    EXPECT_THAT(plan.full_lengths, ElementsAre(4, 8));
}

TEST(Positions, ExpandsImageTokens) {
    EXPECT_THAT(expandImageTokens({1, I, 2, I}, {3, 1}, I), ElementsAre(1, I, I, I, 2, I));
}

} // namespace
} // namespace egt::judge
