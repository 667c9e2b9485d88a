// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "formats/annotations.h"
#include "formats/choice_words.h"

namespace egt::formats {
namespace {

const std::vector<std::string> kNames{"response-1", "response-2"};

/// "1", "2", "tie", "neither", or nothing that is known.
std::string said(std::string_view text, const std::vector<std::string>& names = kNames,
                 std::string_view control = "quality") {
    const auto choice = choiceOf(text, names, control);
    if (!choice) return "?";
    if (choice->kind == Choice::Kind::one) return std::to_string(choice->place + 1);
    return choice->kind == Choice::Kind::tie ? "tie" : "neither";
}

TEST(ChoiceWords, NameAnAnswer) {
    for (const char* text :
         {"response-1", "Response 1", "response_1", "Answer A", "A is better", "Model A is much better", "left",
          "Left is better", "The first one", "Answer1", "a>>b", "A > B"})
        EXPECT_EQ(said(text), "1") << text;
    for (const char* text : {"response-2", "Assistant B wins", "right", "second", "B is slightly better", "a < b",
                             "text2", "Prefer Response 2", "option_b"})
        EXPECT_EQ(said(text), "2") << text;
}

TEST(ChoiceWords, TieAndNeither) {
    for (const char* text :
         {"tie", "Tie", "Both are good", "equal", "About the same", "A = B", "no-preference", "Draw"})
        EXPECT_EQ(said(text), "tie") << text;
    for (const char* text : {"neither", "Both bad", "both_are_bad", "None of them", "tie (bothbad)"})
        EXPECT_EQ(said(text), "neither") << text;
}

TEST(ChoiceWords, WhatSaysNothing) {
    for (const char* text : {"", "good", "4", "not A", "A is worse", "A and B", "yes", "category b", "answer 3",
                             "A is better because it names the red bird on the left, which the other one leaves out."})
        EXPECT_EQ(said(text), "?") << text;
}

TEST(ChoiceWords, ABareMarkNeedsAQuestionOfPreference) {
    EXPECT_EQ(said("2"), "?") << "may be a grade";
    EXPECT_EQ(said("B"), "?");
    EXPECT_EQ(said("2", kNames, "which_is_better"), "2");
    EXPECT_EQ(said("B", kNames, "Preference"), "2");
    EXPECT_EQ(said("3", kNames, "preference"), "?");
}

TEST(ChoiceWords, CountedFromNoughtADigitMayMeanEither) {
    const std::vector<std::string> names{"generations-0", "generations-1"};
    EXPECT_EQ(said("generations-1", names), "2");
    EXPECT_EQ(said("answer 1", names, "preference"), "?");
    EXPECT_EQ(said("B", names, "preference"), "2");
    EXPECT_EQ(placeIn("generations-0-rating", names), 0U);
    EXPECT_EQ(placeIn("generations-1-rating", names), 1U);
    EXPECT_EQ(placeIn("rating-1", names), std::nullopt);
}

TEST(ChoiceWords, OfSeveralOnlyNamesCount) {
    const std::vector<std::string> names{"response-1", "response-2", "response-3"};
    EXPECT_EQ(said("Response 3", names), "3");
    EXPECT_EQ(said("A is better", names, "preference"), "?");
    EXPECT_EQ(said("tie", names), "tie");
}

TEST(ChoiceWords, PlaceInTheNameOfAControl) {
    EXPECT_EQ(placeIn("rating_response-2", kNames), 1U);
    EXPECT_EQ(placeIn("rating_a", kNames), 0U);
    EXPECT_EQ(placeIn("rating2", kNames), 1U);
    EXPECT_EQ(placeIn("a_or_b", kNames), std::nullopt);
    EXPECT_EQ(placeIn("quality", kNames), std::nullopt);
}

Annotation chose(const std::string& control, const std::string& text) {
    return {{*opinionOfWords(text, control, kNames)}};
}
Label labelOf(const std::vector<Annotation>& annotations) {
    return majority(votesOf(annotations, 0, 1));
}

TEST(Annotations, TheMajorityDecidesAndAnEvenSplitSaysNothing) {
    const Annotation a = chose("p", "A wins"), b = chose("p", "B wins"), tie = chose("p", "tie");
    EXPECT_EQ(labelOf({}), Label::none);
    EXPECT_EQ(labelOf({b}), Label::b);
    EXPECT_EQ(labelOf({tie}), Label::tie);
    EXPECT_EQ(labelOf({a, b, a}), Label::a);
    EXPECT_EQ(labelOf({a, b}), Label::none);
    EXPECT_EQ(labelOf({a, tie, b}), Label::none);
    EXPECT_EQ(labelOf({a, tie, tie}), Label::tie);
    EXPECT_EQ(labelOf({chose("p", "neither"), b}), Label::b) << "neither is no vote";
    Annotation truth = b;
    truth.truth = true;
    EXPECT_EQ(labelOf({a, a, truth}), Label::b);
    truth.opinions.clear();
    EXPECT_EQ(labelOf({a, a, truth}), Label::a) << "a truth that says nothing";
}

TEST(Annotations, TheMostDirectStatementCounts) {
    const auto rated = [](std::size_t place, double rating, const std::string& control = "r") {
        return ratingOf(control, place, 2, rating);
    };
    EXPECT_EQ(labelOf({{{rated(0, 3), rated(1, 5)}}}), Label::b);
    EXPECT_EQ(labelOf({{{rated(0, 5), rated(1, 5)}}}), Label::tie);
    EXPECT_EQ(labelOf({{{rated(1, 5)}}}), Label::none) << "the other one has no rating";
    EXPECT_EQ(labelOf({{{rated(0, 1), rated(0, 5), rated(1, 4)}}}), Label::none) << "not rated as often";
    EXPECT_EQ(labelOf({{{rated(0, 1), rated(0, 4), rated(1, 3), rated(1, 3)}}}), Label::b) << "2.5 and 3";
    EXPECT_EQ(labelOf({{{rated(0, 1), rated(1, 5), *opinionOfWords("A is better", "c", kNames)}}}), Label::a);
    EXPECT_EQ(
        labelOf({{{*opinionOfWords("A is better", "helpful", kNames), *opinionOfWords("B is better", "Overall", kNames),
                   *opinionOfWords("A is better", "harmless", kNames)}}}),
        Label::b);
    EXPECT_EQ(labelOf({{{*opinionOfWords("A is better", "helpful", kNames),
                         *opinionOfWords("B is better", "harmless", kNames)}}}),
              Label::none);
}

TEST(Annotations, TheBestOfThreeSaysNothingOfTheOthers) {
    const std::vector<Annotation> one{{{bestOf(Opinion::Kind::choice, "c", 1)}}};
    EXPECT_EQ(majority(votesOf(one, 0, 1)), Label::b);
    EXPECT_EQ(majority(votesOf(one, 1, 2)), Label::a);
    EXPECT_EQ(majority(votesOf(one, 0, 2)), Label::none);
}

} // namespace
} // namespace egt::formats
