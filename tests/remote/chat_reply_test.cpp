// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/chat_reply.h"

#include <cmath>

#include <gtest/gtest.h>

namespace egt::remote {
namespace {

Json token(const std::string& text, const Json& logprob, const Json& top = Json::array(), const Json& bytes = nullptr) {
    return {{"token", text}, {"logprob", logprob}, {"bytes", bytes}, {"top_logprobs", top}};
}
Json listed(const std::string& text, const Json& logprob) {
    return {{"token", text}, {"logprob", logprob}, {"bytes", nullptr}};
}
Json reply(const std::string& content, const Json& tokens) {
    return {{"model", "m"},
            {"choices",
             {{{"finish_reason", "stop"}, {"message", {{"content", content}}}, {"logprobs", {{"content", tokens}}}}}}};
}
ChatReply read(const Json& json) {
    auto out = readChatReply(json, "http://x");
    EXPECT_TRUE(out) << (out ? "" : out.error().message());
    return std::move(*out);
}
using Ends = std::vector<std::uint32_t>;

TEST(ChatReply, ReadsWhatTheReferenceDescribes) {
    const ChatReply r = read(reply("Hi", {token("H", -0.5, {listed("H", -0.5), listed("J", -1.5)}, {72}),
                                          token("i", -0.25, {listed("i", -0.25), listed("e", -3)})}));
    EXPECT_EQ(r.content, "Hi");
    EXPECT_EQ(r.model, "m");
    EXPECT_FALSE(r.cut_off);
    ASSERT_EQ(r.tokens.size(), 2U);
    EXPECT_EQ(r.tokens[0].list.chosen, -0.5);
    EXPECT_EQ(r.tokens[0].list.others, std::vector<double>{-1.5}) << "the chosen one is listed once";
    EXPECT_EQ(r.tokens[1].top[1].text, "e");
    EXPECT_EQ(placeTokens(r).ends, (Ends{1, 2}));
}

TEST(ChatReply, SortsOutSentinelsRepeatsAndMissingFields) {
    const ChatReply r =
        read(reply("ab", {token("a", -9999.0, {listed("c", -2), listed("a", -1), listed("a", -1), listed("d", -9999)}),
                          Json{{"token", "b"}}, token("", nullptr, {listed("x", nullptr), Json{{"token", "y"}}, 7})}));
    ASSERT_EQ(r.tokens.size(), 3U);
    EXPECT_FALSE(r.tokens[0].list.chosen);
    EXPECT_EQ(r.tokens[0].list.others, (std::vector<double>{-1, -2})) << "likeliest first, the repeat once";
    EXPECT_EQ(r.tokens[0].list.repeated, -1) << "and what was dropped is remembered";
    EXPECT_EQ(r.tokens[1].list.repeated, -std::numeric_limits<double>::infinity());
    EXPECT_FALSE(r.tokens[1].list.chosen || r.tokens[2].list.chosen);
    EXPECT_TRUE(r.tokens[1].list.others.empty() && r.tokens[2].list.others.empty());
}

TEST(ChatReply, NoLogProbsAndNoMessage) {
    EXPECT_TRUE(read({{"choices", {{{"message", {{"content", "x"}}}, {"logprobs", nullptr}}}}}).tokens.empty());
    EXPECT_TRUE(read({{"choices", {{{"message", {{"content", nullptr}}}}}}}).content.empty());
    for (const char* text : {"{}", "[]", "null", R"({"choices": []})", R"({"choices": [{"text": "x"}]})",
                             R"({"error": {"message": "no"}})", R"({"choices": {"message": 1}})"})
        EXPECT_EQ(readChatReply(Json::parse(text), "http://x").error().code, "server.bad_reply") << text;
}

TEST(ChatReply, PutsASplitReasoningBack) {
    Json json = reply("<answer>1</answer>", {token("<think>", 0), token("why", 0), token("</think>", 0),
                                             token("<answer>", 0), token("1", 0), token("</answer>", 0)});
    json["choices"][0]["message"]["reasoning_content"] = "why";
    const ChatReply r = read(json);
    EXPECT_EQ(r.content, "<think>why</think><answer>1</answer>");
    EXPECT_EQ(placeTokens(r).ends, (Ends{7, 10, 18, 26, 27, 36}));
}

TEST(ChatReply, TokensOutsideTheContentHaveNoBytes) {
    // An end mark that the content lacks, and blanks that the server took off.
    const ChatReply r =
        read(reply("one two", {token(" ", 0), token("one", 0), token(" two", 0), token("<|im_end|>", 0)}));
    const PlacedTokens placed = placeTokens(r);
    EXPECT_TRUE(placed.joined);
    EXPECT_EQ(placed.ends, (Ends{0, 3, 7, 7}));
}

TEST(ChatReply, PiecesThatDoNotJoinAreLookedFor) {
    // Halves of a character as U+FFFD, bytes null.
    const ChatReply r = read(reply("a图b", {token("a", 0), token("\uFFFD", 0), token("\uFFFD", 0), token("b", 0)}));
    const PlacedTokens placed = placeTokens(r);
    EXPECT_FALSE(placed.joined);
    EXPECT_EQ(placed.ends, (Ends{1, 1, 1, 5}));
    // The same with the bytes told: exact.
    const ChatReply exact = read(reply("a图b", {token("a", 0), token("\uFFFD", 0, Json::array(), {0xE5, 0x9B}),
                                                token("\uFFFD", 0, Json::array(), {0xBE}), token("b", 0)}));
    EXPECT_TRUE(placeTokens(exact).joined);
    EXPECT_EQ(placeTokens(exact).ends, (Ends{1, 3, 4, 5}));
    const ChatReply odd =
        read(reply("ab", {token("a", 0, Json::array(), {0, 300}), token("b", 0, Json::array(), "x")}));
    EXPECT_EQ(placeTokens(odd).ends, (Ends{1, 2})) << "bytes that are none: the text counts";
}

TEST(ChatReply, NullBytesAreTextLikeAnyOther) {
    const std::string nul("x\0y", 3);
    const ChatReply r = read(reply(nul, {token(std::string("x\0", 2), 0), token("y", 0)}));
    EXPECT_EQ(r.content, nul);
    EXPECT_EQ(placeTokens(r).ends, (Ends{2, 3}));
}

TEST(VerdictProbabilities, AreSummedOverSpellingsAndBoundedWhenNotListed) {
    const auto of = [](const Json& json, std::size_t digit) {
        return verdictProbabilities(read(reply("1", Json::array({json}))).tokens.at(0), digit);
    };
    const double l6 = std::log(0.6);
    const double l3 = std::log(0.3);
    const double l05 = std::log(0.05);
    const auto both = of(token("1", l6, {listed("1", l6), listed("2", l3), listed("1.", l05)}), 0);
    EXPECT_NEAR(*both.one.told, 0.65, 1e-12);
    EXPECT_NEAR(*both.two.told, 0.3, 1e-12);
    const auto one = of(token("1", l6, {listed("1", l6), listed("x", l3)}), 0);
    EXPECT_FALSE(one.two.told);
    EXPECT_NEAR(one.two.bound, 0.1, 1e-12) << "what is left, which is less than the smallest listed";
    const auto capped = of(token("1", l3, {listed("1", l3), listed("x", l05)}), 0);
    EXPECT_NEAR(capped.two.bound, 0.05, 1e-12) << "no more than the smallest listed";
    const auto inside = of(token(">2", l6, {listed(">2", l6), listed(">1", l3), listed("1", l05)}), 1);
    EXPECT_NEAR(*inside.two.told, 0.6, 1e-12);
    EXPECT_NEAR(*inside.one.told, 0.3, 1e-12) << "other spellings of another place do not count";
    const auto outside = of(token("1", l05, {listed("2", l6), listed("x", l3)}), 0);
    EXPECT_NEAR(*outside.one.told, 0.05, 1e-12) << "chosen but not listed";
}

} // namespace
} // namespace egt::remote
