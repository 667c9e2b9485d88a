// SPDX-License-Identifier: GPL-3.0-or-later
// Each protocol on rows whose numbers are worked out by hand.
#include <cmath>

#include "evaluation/bench_fixture.h"

namespace egt::evaluation {
namespace {

using namespace test;

BenchRules rulesFor(BenchProtocol protocol, std::int32_t votes = 0) {
    BenchRequest request;
    request.protocol = protocol;
    request.votes = votes;
    request.run = 3;
    return rulesOf(request);
}

PairRecord mm(PairId number, const std::string& id, const std::string& path) {
    PairRecord pair = pairWith(number, id);
    pair.images.push_back({path, {}, 0, 0});
    return pair;
}

// K = 3, stored order so that the votes are ours to choose. By hand, after cal.py:
//   RLAIF-V-1   R R W  2 of 3 agree            -> agree
//   RLHF-V-2    R R R                          -> agree
//   halluc…-3   R W W                          -> reject      hallucination 2/3
//   mathverse_4 R U R  has an unparsed vote    -> filtered out
//   mmmu_5      W W W                          -> reject      reasoning 0/1
//   wildvision  R R R                          -> agree
//   svit-7      W W R                          -> reject      general 1/2
//   overall 3/6; macro (2/3 + 0/1 + 1/2) / 3 = 7/18
TEST(VlRewardBench, VotesMacroAndMicroByHand) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 3);
    rules.order = BenchOrder::stored;
    const BenchResult r = counted(rules, {{pairWith(1, "RLAIF-V-1"), "RRW"},
                                          {pairWith(2, "RLHF-V-2", Label::b), "RRR"},
                                          {pairWith(3, "hallucination_pair-3"), "RWW"},
                                          {pairWith(4, "mathverse_4"), "RUR"},
                                          {pairWith(5, "mmmu_5", Label::b), "WWW"},
                                          {pairWith(6, "wildvision-6"), "RRR"},
                                          {pairWith(7, "svit-7"), "WWR"}});
    EXPECT_NEAR(r.overall.accuracy, 3.0 / 6, 1e-12);
    EXPECT_NEAR(r.macro, 7.0 / 18, 1e-12);
    EXPECT_EQ(r.overall.pairs, 7);
    EXPECT_EQ(r.overall.left, 1);
    EXPECT_EQ(rowOf(r, "hallucination").right, 2);
    EXPECT_EQ(rowOf(r, "hallucination").trials, 3);
    EXPECT_EQ(rowOf(r, "reasoning").left, 1);
    EXPECT_EQ(rowOf(r, "reasoning").accuracy, 0);
    EXPECT_EQ(rowOf(r, "general").accuracy, 0.5);
    EXPECT_EQ(r.votes, 3);
    EXPECT_NEAR(r.unparsed_rate, 1.0 / 21, 1e-12);
    EXPECT_TRUE(std::isnan(r.consistency)) << "one order says nothing about it";
}

// Two votes that disagree are cal.py's "other": in neither class, so out of the denominator; wrong elsewhere.
TEST(VlRewardBench, ATiedVoteLeaves) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 2);
    rules.order = BenchOrder::stored;
    const std::vector<Case> cases{{pairWith(1, "svit-1"), "RW"}, {pairWith(2, "svit-2"), "RR"}};
    EXPECT_EQ(counted(rules, cases).overall.accuracy, 1.0);
    rules = rulesFor(BenchProtocol::mm_rlhf_rewardbench, 2);
    EXPECT_EQ(counted(rules, cases).overall.accuracy, 0.5);
}

// A judge that always names the answer shown first. Parity: the answers have 16 + 6 = 22 characters (stored: right) or
// 17 + 6 = 23 with a number of two digits (swapped: wrong).
TEST(VlRewardBench, ParityTakesTheOrderFromTheLength) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 1);
    rules.order = BenchOrder::parity;
    const PairRecord even = pairWith(1, "svit-1");
    ASSERT_EQ(codePoints(even.answer_a) + codePoints(even.answer_b), 22U);
    const BenchResult r =
        counted(rules, {{even, "Rw"}, {pairWith(12, "svit-2"), "Rw"}, {pairWith(13, "svit-3"), "Rw"}});
    EXPECT_NEAR(r.overall.accuracy, 1.0 / 3, 1e-12);
    EXPECT_EQ(r.first_rate, 1.0);
}

TEST(VlRewardBench, TheCoinTakesEachVoteFromItsOrder) {
    const BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 5);
    const PairRecord pair = pairWith(1, "svit-1");
    const auto trials = trialsOfAll(rules, {{pair, "RRRRRwwwww"}}); // right in stored order only
    ASSERT_EQ(trials.size(), 1U);
    std::int32_t stored = 0;
    for (std::int32_t vote = 0; vote < 5; ++vote) {
        EXPECT_EQ(trials[0].votes[static_cast<std::size_t>(vote)].order, orderOfVote(rules, pair, vote));
        EXPECT_EQ(trials[0].votes[static_cast<std::size_t>(vote)].sample, vote);
        stored += orderOfVote(rules, pair, vote) == Order::stored ? 1 : 0;
    }
    EXPECT_EQ(trials[0].right_votes, stored);
    EXPECT_EQ(trials[0].outcome, stored >= 3 ? Outcome::right : Outcome::wrong);
}

// Each order on its own: pair 1 right in both, pair 2 in one, pair 3 in none but the same answer twice.
//   accuracy (2 + 1 + 0) / 6; Acc+ 1/3; consistent: pairs 1 and 3; first answer named: R of 1, R and w of 2, W is not
//   the first of 3 (label a) and its swapped w is: 1 + 2 + 1 of 6 votes.
TEST(VlRewardBench, BothOrdersByHand) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 1);
    rules.order = BenchOrder::both;
    const BenchResult r =
        counted(rules, {{pairWith(1, "svit-1"), "Rr"}, {pairWith(2, "svit-2"), "Rw"}, {pairWith(3, "svit-3"), "Ww"}});
    EXPECT_NEAR(r.overall.accuracy, 0.5, 1e-12);
    EXPECT_EQ(r.overall.trials, 6);
    EXPECT_EQ(r.overall.pairs, 3);
    EXPECT_NEAR(r.overall.acc_plus, 1.0 / 3, 1e-12);
    EXPECT_NEAR(r.consistency, 2.0 / 3, 1e-12);
    EXPECT_NEAR(r.first_rate, 4.0 / 6, 1e-12);
}

// Rows 2, 3 and 5 can't be read. Python's generator with seed 123 gives .052, .087, .407: three times "A". The labels
// are A, B and A: right, wrong, right. With rows 1 right and 4 wrong: 3/5; reasoning/math 2/2, vqa 1/3.
TEST(MultimodalRewardBench, GuessesAsItsScriptDoes) {
    const BenchRules rules = rulesFor(BenchProtocol::multimodal_rewardbench);
    std::vector<Case> cases{{pairWith(1, "mathvista_1"), "R"},
                            {pairWith(2, "mathvista_2", Label::a), "U"},
                            {pairWith(3, "seed_3", Label::b), "U"},
                            {pairWith(4, "seed_4"), "W"},
                            {pairWith(5, "seed_5", Label::a), "U"}};
    for (Case& one : cases)
        one.pair.source = one.pair.source_id.starts_with("math") ? "reasoning" : "vqa";
    const BenchResult r = counted(rules, cases);
    EXPECT_NEAR(r.overall.accuracy, 3.0 / 5, 1e-12);
    EXPECT_EQ(rowOf(r, "reasoning/math").accuracy, 1.0);
    EXPECT_NEAR(rowOf(r, "vqa").accuracy, 1.0 / 3, 1e-12);
    EXPECT_NEAR(r.macro, (1.0 + 1.0 / 3) / 2, 1e-12) << "categories without pairs are in no mean";
    EXPECT_TRUE(std::isnan(rowOf(r, "knowledge").accuracy));
    EXPECT_NEAR(r.unparsed_rate, 3.0 / 5, 1e-12);
}

// A guess names a place: for a pair shown in swapped order "A" is answer B.
TEST(MultimodalRewardBench, AGuessIsOfThePlace) {
    BenchRules rules = rulesFor(BenchProtocol::multimodal_rewardbench);
    rules.order = BenchOrder::both;
    const auto trials = trialsOfAll(rules, {{pairWith(1, "x", Label::a), "Uu"}}); // .052 and .087: "A" twice
    ASSERT_EQ(trials.size(), 2U);
    EXPECT_EQ(trials[0].outcome, Outcome::right);
    EXPECT_EQ(trials[1].outcome, Outcome::wrong);
}

// id x: mcq right, right; id y: long right, wrong, right; id z: video unparsed = wrong.
//   Acc 4/6, Acc+ 1/3; mcq 1 and 1/1, long 2/3 and 0/1, video 0 and 0/1.
// The interval of Acc by hand: residuals of the ids 2 - 2*2/3 = 2/3, 2 - 3*2/3 = 0, 0 - 2/3; squares 8/9; times 3/2
// over 36 = 1/27; 2/3 * 1/3 * 27 = 6 independent answers: Wilson of 4 in 6 is .29999 to .90323.
TEST(MmRlhfRewardBench, AccAndAccPlusByHand) {
    const BenchRules rules = rulesFor(BenchProtocol::mm_rlhf_rewardbench);
    const BenchResult r = counted(rules, {{mm(1, "x", "mcq/1.png"), "R"},
                                          {mm(2, "x", "mcq/1.png"), "R"},
                                          {mm(3, "y", "long/2.png"), "R"},
                                          {mm(4, "y", "long/2.png"), "W"},
                                          {mm(5, "y", "long/2.png"), "R"},
                                          {mm(6, "z", "video/3"), "U"}});
    EXPECT_NEAR(r.overall.accuracy, 4.0 / 6, 1e-12);
    EXPECT_NEAR(r.overall.acc_plus, 1.0 / 3, 1e-12);
    EXPECT_EQ(r.overall.groups, 3);
    EXPECT_NEAR(r.overall.low, 0.29999, 1e-5);
    EXPECT_NEAR(r.overall.high, 0.90323, 1e-5);
    EXPECT_EQ(rowOf(r, "mcq").acc_plus, 1.0);
    EXPECT_NEAR(rowOf(r, "long").accuracy, 2.0 / 3, 1e-12);
    EXPECT_EQ(rowOf(r, "long").acc_plus, 0.0);
    EXPECT_EQ(rowOf(r, "video").accuracy, 0.0);
    EXPECT_NEAR(r.macro, (1.0 + 2.0 / 3 + 0) / 3, 1e-12);
}

TEST(MmRlhfRewardBench, PathsWithoutAWordCountOverallAlone) {
    const BenchResult r = counted(rulesFor(BenchProtocol::mm_rlhf_rewardbench),
                                  {{mm(1, "x", "mcq/1.png"), "R"}, {mm(2, "y", "other/1.png"), "W"}});
    EXPECT_EQ(r.overall.accuracy, 0.5);
    EXPECT_EQ(r.macro, 1.0);
    EXPECT_EQ(r.categories.back().category, kNoCategory);
}

TEST(BenchTrials, UnparsedPoliciesByHand) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 3);
    rules.order = BenchOrder::stored;
    const std::vector<Case> cases{
        {pairWith(1, "svit-1"), "RUR"}, {pairWith(2, "svit-2"), "UUR"}, {pairWith(3, "svit-3"), "RRR"}};
    EXPECT_EQ(counted(rules, cases).overall.left, 2);
    rules.unparsed = UnparsedPolicy::wrong; // R U R is 2 to 1, U U R is 1 to 2
    EXPECT_NEAR(counted(rules, cases).overall.accuracy, 2.0 / 3, 1e-12);
    rules.unparsed = UnparsedPolicy::guess; // .052, .087, .407: A = right each time
    EXPECT_EQ(counted(rules, cases).overall.accuracy, 1.0);
}

Error errorOf(const BenchRules& rules, const std::string& votes) {
    PythonRandom guesses(1);
    const PairRecord pair = pairWith(8, "svit-1");
    const auto trials = trialsOf(rules, pair, saidOf(pair, votes), guesses);
    EXPECT_FALSE(trials);
    return trials ? Error{} : trials.error();
}

TEST(BenchTrials, SaysWhatTheRunLacks) {
    BenchRules rules = rulesFor(BenchProtocol::vl_rewardbench, 1);
    rules.order = BenchOrder::both;
    Error error = errorOf(rules, "R");
    EXPECT_EQ(error.code, "bench.one_order");
    EXPECT_EQ(error.field, "order");
    EXPECT_NE(error.message().find("Run 3 has one order"), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("swapped"), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("--orders both"), std::string::npos) << error.message();
    rules.votes = 4;
    error = errorOf(rules, "RRRrrr");
    EXPECT_EQ(error.code, "bench.few_votes");
    EXPECT_NE(error.message().find("3 responses"), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("--samples 4"), std::string::npos) << error.message();
    rules.order = BenchOrder::stored;
    rules.votes = 1;
    EXPECT_EQ(errorOf(rules, "r").code, "bench.one_order");
}

} // namespace
} // namespace egt::evaluation
