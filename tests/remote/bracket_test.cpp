// SPDX-License-Identifier: GPL-3.0-or-later
// Against distributions whose entropy is known in double.
#include "remote/bracket.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.h"

namespace egt::remote {
namespace {

double entropyOf(const std::vector<double>& p) {
    double sum = 0;
    for (const double one : p)
        if (one > 0) sum -= one * std::log(one);
    return sum;
}

/// Highest first.
std::vector<double> distribution(Random& random, std::size_t count, double sharpness) {
    std::vector<double> p(count);
    for (double& one : p)
        one = std::exp(sharpness * random.normal());
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    for (double& one : p)
        one /= sum;
    std::sort(p.begin(), p.end(), std::greater<>());
    return p;
}

TEST(Bracket, HandWorked) {
    // V = 4, two known: 1/2 and 1/4. A quarter is left for two tokens of at most 1/4 each.
    // Known: 1/2 ln 2 + 1/4 ln 4 = ln 2. Least: one token of 1/4 adds 1/4 ln 4. Most: two of 1/8 add 1/4 ln 8.
    const std::vector<double> known = {0.5, 0.25};
    const Bracket b = entropyBracket(known, 0.25, 4);
    const double ln2 = std::log(2.0);
    EXPECT_NEAR(b.low, 1.5 * ln2, 1e-15);
    EXPECT_NEAR(b.high, 1.75 * ln2, 1e-15);
}

TEST(Bracket, HandWorkedWithARemainder) {
    // V = 10, one known of 0.3: 0.7 is left in tokens of at most 0.3: two of 0.3 and one of 0.1; or nine of 0.7/9.
    const std::vector<double> known = {0.3};
    const Bracket b = entropyBracket(known, 0.3, 10);
    EXPECT_NEAR(b.low, -3 * 0.3 * std::log(0.3) - 0.1 * std::log(0.1), 1e-15);
    EXPECT_NEAR(b.high, -0.3 * std::log(0.3) - 0.7 * std::log(0.7 / 9), 1e-15);
}

TEST(Bracket, HoldsTheTrueEntropyOfRandomDistributions) {
    Random random(1);
    double narrowest = 1e9;
    for (int round = 0; round < 20'000; ++round) {
        const std::size_t count = 2 + random.below(60);
        const std::vector<double> p = distribution(random, count, random.uniform(0, 8));
        const std::size_t k = 1 + random.below(count);
        const std::vector<double> known(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(k));
        const double h = entropyOf(p);
        const Bracket b = entropyBracket(known, known.back(), static_cast<std::int64_t>(count));
        ASSERT_LE(b.low, h + 1e-12) << count << " " << k;
        ASSERT_GE(b.high, h - 1e-12) << count << " " << k;
        ASSERT_LE(b.high, std::log(static_cast<double>(count)) + 1e-12);
        if (k < count) continue;
        ASSERT_NEAR(b.high - b.low, 0, 1e-12) << "everything is known";
        narrowest = std::min(narrowest, b.high - b.low);
    }
    EXPECT_LT(narrowest, 1e-12) << "the case of k = V came up";
}

TEST(Bracket, BothEndsAreReached) {
    Random random(2);
    for (int round = 0; round < 2000; ++round) {
        const std::vector<double> known = distribution(random, 12, random.uniform(0, 3));
        const std::vector<double> head(known.begin(), known.begin() + 5);
        const double rest = 1 - std::accumulate(head.begin(), head.end(), 0.0);
        const double cap = head.back();
        const auto needed = static_cast<std::size_t>(std::floor(rest / cap)) + 1;
        const std::size_t others = needed + random.below(20);
        const Bracket b = entropyBracket(head, cap, static_cast<std::int64_t>(5 + others));
        std::vector<double> packed = head;
        double left = rest;
        for (std::size_t i = 0; i < needed; ++i, left -= cap)
            packed.push_back(std::min(left, cap));
        EXPECT_NEAR(entropyOf(packed), b.low, 1e-9);
        std::vector<double> even = head;
        even.insert(even.end(), others, rest / static_cast<double>(others));
        EXPECT_NEAR(entropyOf(even), b.high, 1e-12);
    }
}

TEST(TokenBracket, Float32LogProbsOfAWholeVocabulary) {
    Random random(3);
    constexpr std::size_t vocabulary = 152'064;
    for (const double sharpness : {0.0, 0.5, 2.0, 4.0, 8.0, 20.0}) {
        const std::vector<double> p = distribution(random, vocabulary, sharpness);
        TokenList list;
        list.chosen = static_cast<float>(std::log(p[0]));
        for (std::size_t i = 1; i < 20; ++i)
            list.others.push_back(static_cast<float>(std::log(p[i])));
        const auto b = tokenBracket(list, vocabulary);
        ASSERT_TRUE(b);
        const double h = entropyOf(p);
        EXPECT_LE(b->low, h) << sharpness;
        EXPECT_GE(b->high, h) << sharpness;
        const double tail = 1 - std::accumulate(p.begin(), p.begin() + 20, 0.0);
        EXPECT_LE(b->high - b->low, tail * std::log(vocabulary / std::max(tail, 1e-9)) + 1e-4) << "width";
        // A larger vocabulary than the real one only widens it.
        const auto wider = tokenBracket(list, 2 * vocabulary);
        EXPECT_LE(wider->low, b->low + 1e-12);
        EXPECT_GE(wider->high, b->high);
    }
}

TEST(TokenBracket, AChosenTokenOutsideTheListIsNotTheSmallestListedOne) {
    // The true distribution: eight tokens. The server lists the sampled one (the least likely) and the two likeliest.
    const std::vector<double> p = {0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.04, 0.01};
    const auto b = tokenBracket({std::log(0.01), {std::log(0.3), std::log(0.2)}}, 8);
    ASSERT_TRUE(b);
    EXPECT_LE(b->low, entropyOf(p));
    EXPECT_GE(b->high, entropyOf(p));
    // 0.49 is left in five tokens of at most 0.2: two of 0.2 and one of 0.09 at least.
    const std::vector<double> packed = {0.3, 0.2, 0.01, 0.2, 0.2, 0.09};
    EXPECT_NEAR(b->low, entropyOf(packed), 1e-4);
}

TEST(TokenBracket, WhatServersSendInPlaceOfNumbers) {
    const double infinity = std::numeric_limits<double>::infinity();
    const double most = std::log(100.0);
    const auto nothing = tokenBracket({-9999.0, {-9999.0, -infinity, std::nan("")}}, 100);
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->low, 0);
    EXPECT_EQ(nothing->high, most);
    // Only the chosen token is known: at least the entropy of {0.6, 0.4}, at most 0.4 spread over 99.
    const auto chosen = tokenBracket({std::log(0.6), {}}, 100);
    ASSERT_TRUE(chosen);
    EXPECT_NEAR(chosen->low, -0.6 * std::log(0.6) - 0.4 * std::log(0.4), 1e-4);
    EXPECT_NEAR(chosen->high, -0.6 * std::log(0.6) - 0.4 * std::log(0.4 / 99), 1e-4);
    // Rounding above zero and above one in sum.
    const auto sure = tokenBracket({2e-7, {-17.5}}, 100);
    ASSERT_TRUE(sure);
    EXPECT_EQ(sure->low, 0);
    EXPECT_LT(sure->high, 1e-4);
    EXPECT_FALSE(tokenBracket({25.5, {24.0, 3.0}}, 100)) << "logits";
    EXPECT_FALSE(tokenBracket({std::log(0.9), {std::log(0.8)}}, 100)) << "they add up to 1.7";
}

// p = {.4, .4, .1, .05, .05} over five tokens, where the two likeliest look alike and one of them was dropped.
TEST(TokenBracket, ADroppedLookAlikeMayBeATokenOfItsOwn) {
    const double truth = entropyOf({0.4, 0.4, 0.1, 0.05, 0.05});
    const auto blind = tokenBracket({std::log(0.4), {std::log(0.1)}}, 100);
    ASSERT_TRUE(blind);
    EXPECT_GT(blind->low, truth) << "without the note of it the bracket would be wrong";
    const auto bracket = tokenBracket({std::log(0.4), {std::log(0.1)}, std::log(0.4)}, 100);
    ASSERT_TRUE(bracket);
    EXPECT_LE(bracket->low, truth);
    EXPECT_GE(bracket->high, truth);
}

} // namespace
} // namespace egt::remote
