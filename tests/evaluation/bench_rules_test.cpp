// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/bench_rules.h"

#include <set>

#include <gtest/gtest.h>

#include "evaluation/bench_fixture.h"

namespace egt::evaluation {
namespace {

using test::pairWith;

std::string vlCategory(const std::string& id) {
    return categoryOf(BenchProtocol::vl_rewardbench, pairWith(1, id));
}

TEST(BenchRules, VlCategoriesFollowTheIdsPrefix) {
    // Ids of the published set, one of each kind.
    EXPECT_EQ(vlCategory("RLAIF-V-14"), "hallucination");
    EXPECT_EQ(vlCategory("RLHF-V-76"), "hallucination");
    EXPECT_EQ(vlCategory("hallucination_pair-1003"), "hallucination");
    EXPECT_EQ(vlCategory("mathverse_234"), "reasoning");
    EXPECT_EQ(vlCategory("mmmu_val-7"), "reasoning");
    EXPECT_EQ(vlCategory("wildvision-battle-3"), "general");
    EXPECT_EQ(vlCategory("LRVInstruction-000000007746"), "general");
    EXPECT_EQ(vlCategory("rlaif-v-1"), "general") << "the prefix is compared as it is written";
    EXPECT_EQ(vlCategory(""), "general");
    EXPECT_EQ(vlDataset("hallucination_pair-1"), "povid");
    EXPECT_EQ(vlDataset("svit"), "vlfeedback");
}

TEST(BenchRules, MultimodalCategoriesArePartedByTheId) {
    const auto category = [](const std::string& id, const std::string& own) {
        PairRecord pair = pairWith(1, id);
        pair.source = own;
        return categoryOf(BenchProtocol::multimodal_rewardbench, pair);
    };
    EXPECT_EQ(category("MathVista_1", "reasoning"), "reasoning/math");
    EXPECT_EQ(category("emma_coding_1", "reasoning"), "reasoning/coding");
    EXPECT_EQ(category("PAIRS_1", "safety"), "safety/bias");
    EXPECT_EQ(category("hateful_1", "safety"), "safety/toxicity");
    EXPECT_EQ(category("pairs_1", "vqa"), "vqa");
    PairRecord other = pairWith(1, "math_1");
    other.source = "my-file";
    other.extra = R"({"Category": "reasoning"})";
    EXPECT_EQ(categoryOf(BenchProtocol::multimodal_rewardbench, other), "reasoning/math");
}

TEST(BenchRules, MmRlhfTakesTheFirstWordInItsOrder) {
    const auto category = [](std::vector<std::string> references) {
        PairRecord pair = pairWith(1, "x");
        for (const std::string& reference : references)
            pair.images.push_back({reference, {}, 0, 0});
        return categoryOf(BenchProtocol::mm_rlhf_rewardbench, pair);
    };
    EXPECT_EQ(category({"mcq/042494.png"}), "mcq");
    EXPECT_EQ(category({"safety/long_tail.jpg"}), "long") << "long stands before safety in the script";
    EXPECT_EQ(category({"short/mcq_1.png"}), "mcq");
    EXPECT_EQ(category({"video/277", "video/278"}), "video");
    EXPECT_EQ(category({"video/277/long_1.png", "video/277/long_2.png"}), "video") << "frames are one folder";
    EXPECT_EQ(category({"photos/1.png"}), kNoCategory);
    EXPECT_EQ(category({}), kNoCategory);
}

TEST(BenchRules, EachProtocolHasItsOwnDefaults) {
    BenchRequest request;
    BenchRules rules = rulesOf(request);
    EXPECT_EQ(rules.order, BenchOrder::coin);
    EXPECT_EQ(rules.unparsed, UnparsedPolicy::leave);
    EXPECT_TRUE(rules.ties_leave);
    request.protocol = BenchProtocol::multimodal_rewardbench;
    rules = rulesOf(request);
    EXPECT_EQ(rules.order, BenchOrder::stored);
    EXPECT_EQ(rules.unparsed, UnparsedPolicy::guess);
    EXPECT_EQ(rules.votes, 1);
    request.protocol = BenchProtocol::mm_rlhf_rewardbench;
    request.order = BenchOrder::both;
    request.unparsed = UnparsedPolicy::leave;
    rules = rulesOf(request);
    EXPECT_EQ(rules.order, BenchOrder::both) << "what is asked for wins";
    EXPECT_EQ(rules.unparsed, UnparsedPolicy::leave);
    EXPECT_TRUE(rules.groups_by_id);
}

TEST(BenchRules, ParityCountsCharactersNotBytes) {
    BenchRules rules;
    rules.order = BenchOrder::parity;
    PairRecord pair = pairWith(1, "x");
    pair.answer_a = "né";   // two characters, three bytes
    pair.answer_b = "图像"; // two characters, six bytes
    EXPECT_EQ(orderOfVote(rules, pair, 0), Order::stored);
    pair.answer_b = "🙂"; // one character, four bytes
    EXPECT_EQ(orderOfVote(rules, pair, 0), Order::swapped);
    EXPECT_EQ(orderOfVote(rules, pair, 1), Order::swapped) << "every vote alike";
}

TEST(BenchRules, TheCoinIsFairAndFollowsTheContent) {
    BenchRules rules;
    rules.order = BenchOrder::coin;
    int swapped = 0;
    for (int i = 0; i < 2000; ++i)
        for (int vote = 0; vote < 2; ++vote)
            swapped += orderOfVote(rules, pairWith(i, "id-" + std::to_string(i)), vote) == Order::swapped ? 1 : 0;
    EXPECT_NEAR(swapped, 2000, 95); // three standard deviations of 4,000 fair coins
    const PairRecord pair = pairWith(5, "same");
    PairRecord elsewhere = pair;
    elsewhere.id = 900;
    PairRecord twin = pair; // the id repeats, the answers don't
    twin.answer_a = "A bird.";
    PairRecord turned = pair;
    std::swap(turned.answer_a, turned.answer_b);
    EXPECT_EQ(contentKey(pair), contentKey(elsewhere));
    EXPECT_EQ(contentKey(pair), contentKey(turned));
    EXPECT_NE(contentKey(pair), contentKey(twin));
    std::string coins, twins, other_seed;
    for (int vote = 0; vote < 64; ++vote) {
        coins += orderOfVote(rules, pair, vote) == Order::swapped ? '1' : '0';
        twins += orderOfVote(rules, twin, vote) == Order::swapped ? '1' : '0';
        EXPECT_EQ(orderOfVote(rules, elsewhere, vote), orderOfVote(rules, pair, vote));
    }
    rules.seed = 7;
    for (int vote = 0; vote < 64; ++vote)
        other_seed += orderOfVote(rules, pair, vote) == Order::swapped ? '1' : '0';
    EXPECT_NE(coins, twins);
    EXPECT_NE(coins, other_seed);
}

// Python 3.11: random.seed(123); [random.random() for _ in range(5)], and so on.
TEST(PythonRandomTest, DrawsThePythonsNumbers) {
    PythonRandom a(123);
    for (const double wanted :
         {0.052363598850944326, 0.08718667752263232, 0.4072417636703983, 0.10770023493843905, 0.9011988779516946})
        EXPECT_EQ(a.uniform(), wanted);
    PythonRandom b(1);
    EXPECT_EQ(b.uniform(), 0.13436424411240122);
    EXPECT_EQ(b.uniform(), 0.8474337369372327);
    PythonRandom c((std::uint64_t{1} << 40) + 5); // two words of key
    EXPECT_EQ(c.uniform(), 0.5043802970418443);
    EXPECT_EQ(c.uniform(), 0.2686044399723282);
}

} // namespace
} // namespace egt::evaluation
