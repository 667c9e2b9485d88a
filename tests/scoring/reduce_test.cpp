// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gmock/gmock.h>

#include "scoring/reduce.h"

namespace egt::scoring {
namespace {

/// "<think>ab c</think><answer>1</answer>" as seven tokens: the marks, "ab", " c" and the digit.
struct Example {
    std::string text = "<think>ab c</think><answer>1</answer>";
    std::vector<std::uint32_t> ends = {7, 9, 11, 19, 27, 28, 37};
    std::vector<float> entropies = {0.1F, 0.5F, 0.7F, 0.0F, 0.2F, 0.9F, 0.3F};
};

TEST(Summarise, HandWorked) {
    const Example e;
    const EntropySummary s = summarise(e.entropies, e.ends, parseResponse(e.text, VerdictForm::digit));
    EXPECT_NEAR(s.sum, 2.7, 1e-6);
    EXPECT_NEAR(s.mean, 2.7 / 7, 1e-6);
    EXPECT_FLOAT_EQ(s.max, 0.9F);
    EXPECT_NEAR(s.top_fifth, (0.9 + 0.7) / 2, 1e-6); // ceil(7 / 5) = 2 tokens
    EXPECT_NEAR(s.think, (0.5 + 0.7) / 2, 1e-6);
    EXPECT_FLOAT_EQ(s.answer, 0.9F);
    EXPECT_FLOAT_EQ(s.verdict, 0.9F);
}

TEST(Summarise, TopFifthTakesAtLeastOneToken) {
    for (std::size_t n = 1; n <= 11; ++n) {
        std::vector<float> h;
        std::vector<std::uint32_t> ends;
        for (std::size_t i = 0; i < n; ++i) {
            h.push_back(static_cast<float>(i));
            ends.push_back(static_cast<std::uint32_t>(i + 1));
        }
        const auto count = static_cast<double>(std::ceil(0.2 * static_cast<double>(n)));
        const double expected = static_cast<double>(n) - 1 - (count - 1) / 2; // mean of the highest `count` integers
        EXPECT_NEAR(summarise(h, ends, {}).top_fifth, expected, 1e-6) << n;
    }
}

TEST(Summarise, UnparsedHasNoVerdictEntropy) {
    const std::string text = "<think>ab c</think>";
    const EntropySummary s =
        summarise(std::vector<float>{1, 2}, std::vector<std::uint32_t>{7, 19}, parseResponse(text, VerdictForm::digit));
    EXPECT_TRUE(std::isnan(s.verdict));
    EXPECT_TRUE(std::isnan(s.answer));
    EXPECT_FLOAT_EQ(s.mean, 1.5F);
}

TEST(Summarise, EmptyResponse) {
    const EntropySummary s = summarise({}, {}, {});
    EXPECT_TRUE(std::isnan(s.mean));
    EXPECT_EQ(s.sum, 0.0F);
}

TEST(TokenAt, FindsTheTokenThatHoldsTheByte) {
    const std::vector<std::uint32_t> ends = {3, 3, 5};
    EXPECT_EQ(tokenAt(ends, 0), 0);
    EXPECT_EQ(tokenAt(ends, 2), 0);
    EXPECT_EQ(tokenAt(ends, 3), 2); // the empty token in between holds nothing
    EXPECT_EQ(tokenAt(ends, 5), -1);
}

TEST(LabelProbability, LooksAtTheShownPosition) {
    EXPECT_FLOAT_EQ(labelProbability(Label::a, Order::stored, true, 0.6F, 0.2F), 0.75F);
    EXPECT_FLOAT_EQ(labelProbability(Label::a, Order::swapped, true, 0.6F, 0.2F), 0.25F);
    EXPECT_FLOAT_EQ(labelProbability(Label::b, Order::swapped, true, 0.6F, 0.2F), 0.75F);
    EXPECT_FLOAT_EQ(labelProbability(Label::b, Order::stored, false, 0.6F, 0.2F), 0.5F);
    EXPECT_FLOAT_EQ(labelProbability(Label::b, Order::stored, true, 0, 0), 0.5F);
    EXPECT_TRUE(std::isnan(labelProbability(Label::tie, Order::stored, true, 0.6F, 0.2F)));
    EXPECT_TRUE(std::isnan(labelProbability(Label::none, Order::stored, true, 0.6F, 0.2F)));
}

ResponseRecord response(Order order, std::int32_t sample, Verdict verdict, float p_label, float mean) {
    ResponseRecord r;
    r.order = order;
    r.sample = sample;
    r.verdict = verdict;
    r.p_label = p_label;
    r.entropies = {mean, mean};
    r.entropy.mean = mean;
    r.entropy.verdict = verdict == Verdict::unparsed ? std::nanf("") : mean;
    return r;
}

TEST(ReducePair, HandWorked) {
    // Two samples in both orders: A A | A B | then one unparsed in swapped order.
    const std::vector<ResponseRecord> all = {
        response(Order::stored, 0, Verdict::a, 0.9F, 0.1F), response(Order::swapped, 0, Verdict::a, 0.8F, 0.2F),
        response(Order::stored, 1, Verdict::a, 0.7F, 0.3F), response(Order::swapped, 1, Verdict::b, 0.2F, 0.4F),
        response(Order::stored, 2, Verdict::b, 0.4F, 0.5F), response(Order::swapped, 2, Verdict::unparsed, 0.5F, 0.6F)};
    std::vector<const ResponseRecord*> pointers;
    for (const auto& r : all)
        pointers.push_back(&r);
    const ScoreRecord s = reducePair(7, Label::a, pointers);
    EXPECT_EQ(s.pair, 7);
    EXPECT_EQ(s.responses, 6);
    EXPECT_NEAR(s.entropy.mean, 0.35, 1e-6);
    EXPECT_NEAR(s.entropy.verdict, (0.1 + 0.2 + 0.3 + 0.4 + 0.5) / 5, 1e-6); // the unparsed one has none
    EXPECT_NEAR(s.p_label, (0.9 + 0.8 + 0.7 + 0.2 + 0.4 + 0.5) / 6, 1e-6);
    EXPECT_NEAR(s.vote_share, 3.0 / 5, 1e-6);
    EXPECT_NEAR(s.vote_entropy, -(0.6 * std::log(0.6) + 0.4 * std::log(0.4)), 1e-6);
    EXPECT_NEAR(s.consistency, 1.0 / 3, 1e-6);
    // First shown: stored A (yes), swapped A (no), stored A (yes), swapped B (yes), stored B (no).
    EXPECT_NEAR(s.first_rate, 3.0 / 5, 1e-6);
    EXPECT_NEAR(s.agreement, 3.0 / 6, 1e-6);
    EXPECT_NEAR(s.unparsed, 1.0 / 6, 1e-6);
    EXPECT_FLOAT_EQ(s.tokens, 2);
    EXPECT_EQ(s.verdict, 1);
}

TEST(ReducePair, NothingParsed) {
    const ResponseRecord r = response(Order::stored, 0, Verdict::unparsed, 0.5F, 1);
    const ScoreRecord s = reducePair(1, Label::none, {&r});
    EXPECT_TRUE(std::isnan(s.vote_share));
    EXPECT_TRUE(std::isnan(s.vote_entropy));
    EXPECT_TRUE(std::isnan(s.consistency));
    EXPECT_TRUE(std::isnan(s.agreement));
    EXPECT_EQ(s.verdict, 0);
    EXPECT_EQ(s.unparsed, 1.0F);
}

TEST(ReducePair, BracketsAreAveragedEndByEnd) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    ResponseRecord x = response(Order::stored, 0, Verdict::a, 1, nan);
    ResponseRecord y = response(Order::swapped, 0, Verdict::a, 1, nan);
    ResponseRecord without = response(Order::stored, 1, Verdict::a, 1, nan);
    for (ResponseRecord* r : {&x, &y, &without})
        r->entropies.clear();
    x.bracket = {true, 0.25F, 0.5F};
    x.entropies_low = {0.25F, 0.25F, 0.25F};
    y.bracket = {true, 0.75F, 1.5F};
    y.entropies_low = {0.75F};
    const ScoreRecord s = reducePair(1, Label::a, {&y, &x, &without});
    EXPECT_EQ(s.bracket, (EntropyBracket{true, 0.5F, 1.0F})) << "the response without log-probs counts for nothing";
    EXPECT_TRUE(std::isnan(s.entropy.mean)) << "a bracket never looks exact";
    EXPECT_FLOAT_EQ(s.tokens, 4.0F / 3);
    EXPECT_FALSE(reducePair(1, Label::a, {&without}).bracket.known);
}

TEST(ReducePair, EqualVotesAreSplit) {
    const ResponseRecord x = response(Order::stored, 0, Verdict::a, 0.5F, 1);
    const ResponseRecord y = response(Order::swapped, 0, Verdict::b, 0.5F, 1);
    const ScoreRecord s = reducePair(1, Label::a, {&y, &x});
    EXPECT_EQ(s.verdict, 3);
    EXPECT_FLOAT_EQ(s.vote_share, 0.5F);
    EXPECT_FLOAT_EQ(s.consistency, 0);
    EXPECT_FLOAT_EQ(s.first_rate, 1); // always the answer shown first
}

} // namespace
} // namespace egt::scoring
