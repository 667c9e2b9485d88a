// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gmock/gmock.h>

#include "scoring/planner.h"

namespace egt::scoring {
namespace {

using testing::ElementsAre;

TEST(PlanUnits, AllAnswersToAPairSitInOneUnit) {
    std::vector<PlannedPair> pairs;
    for (PairId id = 1; id <= 11; ++id)
        pairs.push_back({id, 100 - id % 3});
    const auto units = planUnits(pairs, ordersOf(Orders::both), 2, 16);
    std::vector<PairId> seen;
    for (const ScoreUnit& unit : units) {
        EXPECT_LE(unit.pairs.size() * unit.responsesPerPair(), 16U);
        seen.insert(seen.end(), unit.pairs.begin(), unit.pairs.end());
    }
    EXPECT_EQ(units.size(), 3U);                           // four pairs a unit
    EXPECT_THAT(units[0].pairs, ElementsAre(2, 5, 8, 11)); // the shortest ones together
    std::sort(seen.begin(), seen.end());
    EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
}

TEST(PlanUnits, OnePairEvenWhenItsAnswersExceedTheBatch) {
    const auto units = planUnits({{1, 1}, {2, 1}}, {Order::stored}, 8, 4);
    ASSERT_EQ(units.size(), 2U);
    EXPECT_THAT(units[1].pairs, ElementsAre(2));
}

TEST(ScoreUnit, ReadsBackEqual) {
    const ScoreUnit unit{{5, 3, 9}, {Order::swapped}, 4};
    const auto back = ScoreUnit::fromJson(unit.toJson());
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, unit);
    EXPECT_EQ(ScoreUnit::fromJson("{\"pairs\": 3}").error().code, "score.bad_plan");
    EXPECT_EQ(ScoreUnit::fromJson("not json").error().code, "score.bad_plan");
}

} // namespace
} // namespace egt::scoring
