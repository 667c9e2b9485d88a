// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/flags.h"

#include "curation/queue.h"
#include "table.h"

namespace egt::curation {
namespace {

using test::codeOf;
using test::must;
using test::Table;

Table scored() {
    Table table(8);
    table.reals("mean_entropy", {0.5F, 2.0F, test::kNoValue, 1.5F, 3.0F, 1.5F, 0.2F, 1.0F})
        .reals("p_label", {0.9F, 0.4F, test::kNoValue, 0.1F, 0.05F, 0.1F, test::kNoValue, 0.7F})
        .words("trained", test::kYesNoWords, {"no", "no", "", "no", "yes", "no", "no", "no"})
        .words("reviewed", test::kYesNoWords, {"no", "yes", "no", "no", "no", "no", "no", "yes"})
        .words("decision", test::kDecisionWords, {"none", "flip", "skip", "none", "none", "none", "none", "flag"})
        .words("flag", test::kFlagWords, {"none", "uncertain", "none", "both", "none", "none", "contradicted", "none"});
    return table;
}

std::vector<PairId> pairsOf(const std::vector<FlagRecord>& flags) {
    std::vector<PairId> out;
    for (const FlagRecord& flag : flags)
        out.push_back(flag.pair);
    return out;
}

TEST(Flags, UncertainAboveAValue) {
    const std::vector<FlagRecord> flags = must(flagPairs(scored(), FlagRule::uncertain, {std::nullopt, 1.0}));
    EXPECT_EQ(pairsOf(flags), (std::vector<PairId>{20, 40, 60})) << "50 was trained on, 80 is not above";
    EXPECT_EQ(flags[0], (FlagRecord{20, FlagRule::uncertain, 1, 2.0F, 1.0F}));
}

TEST(Flags, TopShareWithTiesToTheSmallerPair) {
    // Six pairs have a score and were not trained on; round(0.3 * 6) = 2.
    const std::vector<FlagRecord> flags = must(flagPairs(scored(), FlagRule::uncertain, {0.3, std::nullopt}));
    EXPECT_EQ(pairsOf(flags), (std::vector<PairId>{20, 40}));
    EXPECT_EQ(flags[0].cut, 1.5F) << "the value of the last that was flagged";
    EXPECT_TRUE(must(flagPairs(scored(), FlagRule::uncertain, {0.0, std::nullopt})).empty());
    EXPECT_EQ(must(flagPairs(scored(), FlagRule::uncertain, {1.0, std::nullopt})).size(), 6U);
}

TEST(Flags, AServersRunIsFlaggedByTheMidpointOnlyWhenAsked) {
    Table table = scored();
    table.reals("entropy_mid", {0.1F, 0.2F, test::kNoValue, 0.9F, 0.8F, 0.3F, 0.7F, 0.4F});
    table.snapshot().brackets = true;
    const auto plain = flagPairs(table, FlagRule::uncertain, {std::nullopt, 0.5});
    ASSERT_EQ(codeOf(plain), "curation.only_brackets");
    EXPECT_NE(plain.error().message().find("entropy_mid"), std::string::npos);
    const std::vector<FlagRecord> flags =
        must(flagPairs(table, FlagRule::uncertain, {std::nullopt, 0.5, "entropy_mid"}));
    EXPECT_EQ(pairsOf(flags), (std::vector<PairId>{40, 70}));
    EXPECT_EQ(flags[0].value, 0.9F);
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::contradicted, {std::nullopt, 0.5, "entropy_mid"})),
              "curation.bad_flag_column");
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::uncertain, {std::nullopt, 0.5, "flag"})), "curation.bad_flag_column");
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::uncertain, {std::nullopt, 0.5, "p_label"})), "curation.bad_flag_column")
        << "a number, but none of uncertainty";
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::uncertain, {std::nullopt, 0.5, "entorpy"})), "filter.unknown_column");
}

TEST(Flags, ContradictedIsLowProbabilityOfTheLabel) {
    EXPECT_EQ(pairsOf(must(flagPairs(scored(), FlagRule::contradicted, {std::nullopt, 0.5}))),
              (std::vector<PairId>{20, 40, 60}));
    const std::vector<FlagRecord> flags = must(flagPairs(scored(), FlagRule::contradicted, {0.2, std::nullopt}));
    EXPECT_EQ(flags, (std::vector<FlagRecord>{{40, FlagRule::contradicted, 1, 0.1F, 0.1F}})); // round(0.2 * 5)
}

TEST(Flags, NeedScoresAndAShare) {
    Table table = scored();
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::uncertain, {1.5, std::nullopt})), "curation.bad_share");
    table.snapshot().run = 0;
    EXPECT_EQ(codeOf(flagPairs(table, FlagRule::uncertain, {})), "curation.no_scores");
}

TEST(Queues, HaveTheirOrder) {
    Table table = scored();
    EXPECT_EQ(reviewQueue(table, Queue::uncertain), (std::vector<PairId>{50, 20, 40, 60, 80, 10, 70}));
    EXPECT_EQ(reviewQueue(table, Queue::uncertain, true), (std::vector<PairId>{50, 40, 60, 10, 70}));
    EXPECT_EQ(reviewQueue(table, Queue::contradicted), (std::vector<PairId>{50, 40, 60, 20, 80, 10}));
    EXPECT_EQ(reviewQueue(table, Queue::flagged), (std::vector<PairId>{20, 40, 70, 80}));
    EXPECT_EQ(reviewQueue(table, Queue::unreviewed), (std::vector<PairId>{10, 30, 40, 50, 60, 70}));
    EXPECT_EQ(reviewQueue(table, Queue::skipped), std::vector<PairId>{30});
    EXPECT_EQ(reviewQueue(table, Queue::all).size(), 8U);
    table.reals("entropy_mid", {0.1F, 0.2F, test::kNoValue, 0.9F, 0.8F, 0.3F, 0.7F, 0.4F});
    table.snapshot().brackets = true;
    EXPECT_EQ(reviewQueue(table, Queue::uncertain), (std::vector<PairId>{40, 50, 70, 80, 60, 20, 10}))
        << "a server's run waits for review by the middle of its brackets";
    for (const Queue queue :
         {Queue::uncertain, Queue::contradicted, Queue::flagged, Queue::unreviewed, Queue::skipped, Queue::all})
        EXPECT_EQ(queueFromName(name(queue)), queue);
    EXPECT_FALSE(queueFromName("nonsense").has_value());
}

} // namespace
} // namespace egt::curation
