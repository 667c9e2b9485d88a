// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "training/curriculum.h"

namespace egt::training {
namespace {

using testing::ElementsAre;

std::vector<CurriculumItem> items() {
    return {{1, 0.5}, {2, 0.1}, {3, 0.9}, {4, 0.1}, {5, 0.7}, {6, 0.3}};
}

TEST(Curriculum, SortsBothWaysWithTiesById) {
    EXPECT_THAT(planCurriculum(items(), CurriculumOrder::low_to_high, 0, 6, 1).sequence, ElementsAre(2, 4, 6, 1, 5, 3));
    EXPECT_THAT(planCurriculum(items(), CurriculumOrder::high_to_low, 0, 6, 1).sequence, ElementsAre(3, 5, 1, 6, 2, 4));
}

TEST(Curriculum, PassesRepeat) {
    const CurriculumPlan plan = planCurriculum(items(), CurriculumOrder::low_to_high, 0, 8, 1);
    EXPECT_THAT(plan.sequence, ElementsAre(2, 4, 6, 1, 5, 3, 2, 4));
    EXPECT_EQ(plan.epochs, 2);
}

TEST(Curriculum, AShortRunStillSpansTheWholeOrder) {
    EXPECT_THAT(planCurriculum(items(), CurriculumOrder::low_to_high, 0, 3, 1).sequence, ElementsAre(2, 6, 5));
}

TEST(Curriculum, StagesAreBandsOfEqualCount) {
    std::vector<CurriculumItem> many;
    for (PairId id = 0; id < 100; ++id)
        many.push_back({id, static_cast<double>(id)});
    const CurriculumPlan plan = planCurriculum(many, CurriculumOrder::low_to_high, 4, 100, 9);
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(plan.stage[i], static_cast<std::int32_t>(i / 25) + 1);
        EXPECT_EQ(plan.sequence[i] / 25, static_cast<PairId>(i / 25));
    }
    EXPECT_FALSE(std::is_sorted(plan.sequence.begin(), plan.sequence.begin() + 25)); // shuffled inside
}

TEST(Curriculum, RandomVisitsEachPairOnceAPass) {
    const CurriculumPlan plan = planCurriculum(items(), CurriculumOrder::random, 3, 12, 5);
    EXPECT_EQ(std::set<PairId>(plan.sequence.begin(), plan.sequence.begin() + 6).size(), 6U);
    EXPECT_EQ(std::set<PairId>(plan.sequence.begin() + 6, plan.sequence.end()).size(), 6U);
    EXPECT_TRUE(plan.stage.empty());
    EXPECT_EQ(plan.sequence, planCurriculum(items(), CurriculumOrder::random, 3, 12, 5).sequence);
    EXPECT_NE(plan.sequence, planCurriculum(items(), CurriculumOrder::random, 3, 12, 6).sequence);
}

} // namespace
} // namespace egt::training
