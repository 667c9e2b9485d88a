// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "base/json.h"
#include "formats/embedded_image.h"
#include "formats/reading.h"

namespace egt::test {
namespace {

const std::string kFields = R"("prompt": "Which bird?", "response-1": "A wren.", "response-2": "A robin.")";
const std::string kPng = "\x89PNG\r\n\x1A\n not whole, but a picture by its first bytes";

std::string nested(const std::string& responses, const std::string& suggestions = "{}",
                   const std::string& fields = kFields) {
    return R"([{"id": "r1", "fields": {)" + fields + R"(}, "metadata": {"model": "m"}, "suggestions": )" + suggestions +
           R"(, "responses": )" + responses + R"(, "vectors": {}, "status": "completed", "_server_id": "s"}])";
}
std::string flat(const std::string& columns, const std::string& fields = kFields) {
    return R"({"id": "r1", "status": "pending", "_server_id": "s", )" + fields + columns + "}";
}
std::string first(const std::string& column, const std::string& suggestion = "null",
                  const std::string& question = "preference") {
    return "{" + kFields + R"(, ")" + question + R"(": )" + column + R"(, ")" + question + R"(-suggestion": )" +
           suggestion + R"(, ")" + question +
           R"(-suggestion-metadata": {"type": null, "score": null, "agent": null}, "external_id": "e1", "metadata": "{}"})";
}
Label label(const std::string& text) {
    return onePair(text, "argilla").label;
}
/// One question of version 2 as columns.
std::string asked(const std::string& question, const std::string& values, const std::string& status) {
    std::string users;
    for (std::size_t i = 0; i < Json::parse(values).size(); ++i)
        users += (users.empty() ? "\"u" : ", \"u") + std::to_string(i) + "\"";
    return R"(, ")" + question + R"(.responses": )" + values + R"(, ")" + question + R"(.responses.users": [)" + users +
           R"(], ")" + question + R"(.responses.status": )" + status;
}

TEST(Argilla, NestedRecord) {
    const PairRecord pair = onePair(
        nested(
            R"({"preference": [{"value": "response-2", "user_id": "u"}], "why": [{"value": "left", "user_id": "u"}]})",
            "{}", kFields + R"(, "image": "birds/1.jpg", "lang": "en")"),
        "argilla", 1.0);
    EXPECT_EQ(pair.question, "Which bird?");
    EXPECT_EQ(pair.answer_a, "A wren.");
    EXPECT_EQ(pair.answer_b, "A robin.");
    EXPECT_EQ(pair.source_id, "r1");
    ASSERT_EQ(pair.images.size(), 1U);
    EXPECT_EQ(pair.images[0].reference, "birds/1.jpg");
    const Json extra = Json::parse(pair.extra);
    EXPECT_EQ(extra["fields"], Json::parse(R"({"lang": "en"})"));
    EXPECT_EQ(extra["metadata"]["model"], "m");
    EXPECT_EQ(extra["responses"]["preference"][0]["value"], "response-2");
    EXPECT_EQ(extra["_server_id"], "s");
    EXPECT_FALSE(extra.contains("label_from"));
}

TEST(Argilla, NestedLabels) {
    const auto said = [](const std::string& value) {
        return label(nested(R"({"preference": [{"value": )" + value + R"(, "user_id": "u"}]})"));
    };
    EXPECT_EQ(said(R"("response-1")"), Label::a);
    EXPECT_EQ(said(R"("Response 2")"), Label::b);
    EXPECT_EQ(said(R"("tie")"), Label::tie);
    EXPECT_EQ(said(R"(["response-2"])"), Label::b) << "one of several labels";
    EXPECT_EQ(said(R"("both bad")"), Label::none);
    EXPECT_EQ(said(R"(["response-2", "response-1"])"), Label::none) << "names of a ranking without their ranks";
    EXPECT_EQ(said("null"), Label::none);
    EXPECT_EQ(label(nested("{}")), Label::none);
    EXPECT_EQ(label(nested("{}", "{}", R"("prompt": "q", "chosen": "a", "rejected": "b")")), Label::none);
}

TEST(Argilla, NestedImageInsideTheRecord) {
    const ReadRows read = readText(
        nested("{}", "{}", kFields + R"(, "image": "data:image/png;base64,)" + formats::toBase64(kPng) + "\""));
    ASSERT_EQ(read.pairs.size(), 1U);
    EXPECT_EQ(read.kept.at(read.pairs[0].images.at(0).path), kPng);
}

TEST(Argilla, ChatFields) {
    const PairRecord pair = onePair(
        nested("{}", "{}",
               R"("prompt": [{"role": "user", "content": "Hi"}], "chosen": [{"role": "assistant", "content": "a"}],)"
               R"( "rejected": [{"role": "assistant", "content": "b"}])"),
        "argilla");
    EXPECT_EQ(pair.question, "Hi");
    EXPECT_EQ(pair.answer_b, "b");
}

TEST(Argilla, OnlySubmittedResponsesCount) {
    const PairRecord pair =
        onePair(flat(asked("preference", R"(["response-1", "response-2", "response-2", "response-1"])",
                           R"(["discarded", "submitted", "submitted", "draft"])") +
                     R"(, "model": "m", "preference.suggestion": "response-1",)"
                     R"( "preference.suggestion.score": 0.9, "preference.suggestion.agent": "x")"),
                "argilla");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_EQ(pair.source_id, "r1");
    const Json extra = Json::parse(pair.extra);
    EXPECT_EQ(extra["votes"], Json::parse(R"({"A": 0, "B": 2, "tie": 0})"));
    EXPECT_EQ(extra["preference.responses"].size(), 4U);
    EXPECT_EQ(extra["model"], "m");
    EXPECT_EQ(label(flat(asked("preference", R"(["response-1"])", R"(["discarded"])"))), Label::none);
    EXPECT_EQ(label(flat(asked("preference", R"(["response-1"])", R"(["draft"])"))), Label::none);
    EXPECT_EQ(label(flat(asked("preference", R"(["response-1", "response-2"])", R"(["submitted", "submitted"])"))),
              Label::none)
        << "an even split";
    EXPECT_EQ(label(flat(R"(, "preference.responses": ["response-1"])")), Label::a) << "of unknown status";
    EXPECT_EQ(label(flat(R"(, "preference.responses": null, "preference.responses.users": null)")), Label::none);
    EXPECT_EQ(label(flat("")), Label::none) << "nobody answered anything";
}

TEST(Argilla, ASuggestionCountsWhereNobodyAnswered) {
    const std::string suggestion = R"(, "preference.suggestion": "response-1")";
    const PairRecord pair = onePair(flat(suggestion), "argilla");
    EXPECT_EQ(pair.label, Label::a);
    EXPECT_EQ(Json::parse(pair.extra)["label_from"], "suggestion");
    EXPECT_EQ(label(flat(asked("preference", R"(["response-2"])", R"(["draft"])") + suggestion)), Label::a);
    EXPECT_EQ(label(flat(asked("preference", R"(["response-2"])", R"(["discarded"])") + suggestion)), Label::none)
        << "someone saw the record and threw it out";
    EXPECT_EQ(label(flat(asked("quality", R"(["bad"])", R"(["submitted"])") + suggestion)), Label::none)
        << "someone submitted it without an answer";
    const std::string nested_one = R"({"preference": {"value": "response-2", "score": 0.5, "agent": "m"}})";
    EXPECT_EQ(label(nested("{}", nested_one)), Label::b);
    EXPECT_EQ(label(nested(R"({"preference": [{"value": "response-1", "user_id": "u"}]})", nested_one)), Label::a);
}

TEST(Argilla, RatingsOfEachAnswer) {
    const auto rated = [](const std::string& a, const std::string& b) {
        return label(flat(asked("rating-response-1", a, R"(["submitted", "submitted"])") +
                          asked("rating-response-2", b, R"(["submitted", "submitted"])")));
    };
    EXPECT_EQ(rated("[4, 4]", "[2, 1]"), Label::a);
    EXPECT_EQ(rated("[3, 1]", "[3, 2]"), Label::none) << "a tie and a vote for the second";
    EXPECT_EQ(rated("[3, 3]", "[3, 3]"), Label::tie);
    const std::string generations = R"("instruction": "q", "generations-0": "a", "generations-1": "b", )"
                                    R"("generations-2": "c")";
    const ReadRows read =
        readText(nested("{}",
                        R"({"generations-0-rating": {"value": 2}, "generations-1-rating": {"value": 5},
                                              "generations-2-rating": {"value": 2},
                                              "generations-0-rationale": {"value": "It is the best."}})",
                        generations));
    ASSERT_EQ(read.pairs.size(), 3U);
    EXPECT_EQ(read.pairs[0].source_id, "r1:0-1");
    EXPECT_EQ(read.pairs[0].label, Label::b);
    EXPECT_EQ(read.pairs[1].label, Label::tie);
    EXPECT_EQ(read.pairs[2].label, Label::a);
}

TEST(Argilla, ANumberThatChoosesAndOneThatGrades) {
    EXPECT_EQ(label(flat(asked("choose-best", "[2]", R"(["submitted"])"))), Label::b);
    EXPECT_EQ(label(flat(asked("response_ranking", "[1]", R"(["submitted"])"))), Label::a);
    EXPECT_EQ(label(flat(asked("choose-best", "[3]", R"(["submitted"])"))), Label::none);
    EXPECT_EQ(label(flat(asked("quality", "[2]", R"(["submitted"])"))), Label::none);
    EXPECT_EQ(label(flat(asked("preference", "[2]", R"(["submitted"])"))), Label::none)
        << "may be a scale from one answer to the other";
}

TEST(Argilla, FirstVersion) {
    const auto answered = [](const std::string& value, const std::string& status = "submitted") {
        return R"([{"user_id": "u", "value": )" + value + R"(, "status": ")" + status + "\"}]";
    };
    const std::string ranks = R"([{"value": "response-1", "rank": 2}, {"value": "response-2", "rank": 1}])";
    const PairRecord pair = onePair(first(answered(ranks)), "argilla");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_EQ(pair.source_id, "e1");
    EXPECT_EQ(Json::parse(pair.extra)["preference"][0]["status"], "submitted");
    EXPECT_EQ(label(first(answered(R"([{"value": "response-1", "rank": 1}, {"value": "response-2", "rank": 1}])"))),
              Label::tie);
    EXPECT_EQ(label(first(answered(R"({"rank": [1, 2], "value": ["response-1", "response-2"]})"))), Label::a);
    EXPECT_EQ(label(first(answered(R"("response-2")"))), Label::b);
    EXPECT_EQ(label(first(answered("2"), "null", "choose-best")), Label::b);
    EXPECT_EQ(label(first(answered(ranks, "discarded"), ranks)), Label::none);
    EXPECT_EQ(label(first("[]", ranks)), Label::b) << "a suggestion";
    EXPECT_EQ(label(first("[]")), Label::none);
    EXPECT_EQ(label(first(R"({"user_id": ["u", "v"], "value": ["response-1", "response-2"],)"
                          R"( "status": ["submitted", "discarded"]})")),
              Label::a)
        << "lists in place of a list";
}

TEST(Argilla, WhatIsRefused) {
    const auto refused = [](const std::string& row) { return oneReject(row, "argilla"); };
    EXPECT_EQ(refused(flat("", R"("prompt": "q", "response-1": "a")")).field, "response-2");
    EXPECT_EQ(refused(flat("", R"("response-1": "a", "response-2": "b")")).field, "prompt");
    EXPECT_EQ(refused(flat("", R"("prompt": "q", "response-1": "a", "response-2": "a")")).code, "same_answers");
    EXPECT_EQ(refused(flat("", R"("prompt": "q", "response-1": " ", "response-2": "a")")).code, "empty");
    EXPECT_EQ(refused(flat("", R"("prompt": 7, "response-1": "a", "response-2": "b")")).code, "type");
    EXPECT_EQ(refused(flat(R"(, "preference.responses": 7)")).field, "preference.responses");
    EXPECT_EQ(refused(nested("{}", "{}", R"("prompt": "q")")).field, "fields.answer1");
    EXPECT_EQ(refused(nested(R"({"preference": 7})")).field, "responses.preference");
    EXPECT_EQ(refused(first("7")).field, "preference");
    EXPECT_EQ(refused(R"({"prompt": "q", "response-1": "a", "response-2": "b"})").field, "responses");
}

} // namespace
} // namespace egt::test
