// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "text/judge_prompt.h"

namespace egt {
namespace {

struct Case {
    const char* text;
    int answer;
    const char* why;
};

TEST(ResponseParser, Table) {
    const Case cases[] = {
        {"<think>red</think><answer>1</answer>", 1, ""},
        {"<think>red</think><answer>2</answer><|im_end|>", 2, ""},
        {" \n<think>a\nb</think>\n <answer> 2 </answer> \n<|im_end|>\n", 2, ""},
        {"<think></think><answer>1</answer><|endoftext|>", 1, ""},
        {"", 0, "no_think"},
        {"<answer>1</answer>", 0, "no_think"},
        {"<think>red<answer>1</answer>", 0, "no_think"},
        {"<think>red</think>", 0, "no_answer"},
        {"<think>red</think><answer>1", 0, "no_answer"},
        {"<think>red</think>1", 0, "no_answer"},
        {"<think>a</think><think>b</think><answer>1</answer>", 0, "repeated_mark"},
        {"<think>a</think><answer>1</answer><answer>2</answer>", 0, "repeated_mark"},
        {"<think>use <answer>1</answer></think><answer>2</answer>", 0, "repeated_mark"},
        {"<answer>1</answer><think>a</think>", 0, "wrong_order"},
        {"<think><answer>1</answer></think>", 0, "wrong_order"},
        {"so <think>a</think><answer>1</answer>", 0, "text_before"},
        {"<think>a</think> so <answer>1</answer>", 0, "text_between"},
        {"<think>a</think><answer>3</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>12</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>1 2</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer></answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>one</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>1</answer>.", 0, "text_after"},
        {"<think>a</think><answer>1</answer><|im_end|>x", 0, "text_after"},
    };
    for (const Case& c : cases) {
        const ParsedResponse parsed = parseResponse(c.text, VerdictForm::digit);
        EXPECT_EQ(parsed.answer, c.answer) << c.text;
        EXPECT_EQ(parsed.why, c.why) << c.text;
    }
}

TEST(ResponseParser, SentenceForm) {
    const Case cases[] = {
        {"<think>sum 17 to 12</think>\n<answer>Answer 1 is better</answer>", 1, ""},
        {"<think>a</think><answer> Answer 2 is better\n</answer><|im_end|>", 2, ""},
        {"<think>a</think><answer>1</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>Answer 3 is better</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>Answer 12 is better</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>answer 1 is better</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>Answer 1 is better, Answer 2 is better</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>Answer 1</answer>", 0, "not_1_or_2"},
        {"<think>a</think><answer>Answer </answer>", 0, "not_1_or_2"},
        {"<think>Answer 1 is better</think>", 0, "no_answer"},
        {"<answer>Answer 1 is better</answer>", 0, "no_think"},
        {"<think>a</think><answer>Answer 1 is better</answer> indeed", 0, "text_after"},
    };
    for (const Case& c : cases) {
        const ParsedResponse parsed = parseResponse(c.text, VerdictForm::sentence);
        EXPECT_EQ(parsed.answer, c.answer) << c.text;
        EXPECT_EQ(parsed.why, c.why) << c.text;
        if (c.answer != 0) {
            EXPECT_EQ(c.text[parsed.digit] - '0', c.answer);
        }
    }
    EXPECT_EQ(parseResponse("<think>a</think><answer>Answer 1 is better</answer>", VerdictForm::digit).why,
              "not_1_or_2");
}

TEST(ResponseParser, TellsTheSpans) {
    const std::string text = " <think>top-left</think><answer> 2</answer>";
    const ParsedResponse parsed = parseResponse(text, VerdictForm::digit);
    EXPECT_EQ(text.substr(parsed.think_begin, parsed.think_end - parsed.think_begin), "top-left");
    EXPECT_EQ(text.substr(parsed.answer_begin, parsed.answer_end - parsed.answer_begin), " 2");
    EXPECT_EQ(text.at(parsed.digit), '2');
}

TEST(ResponseParser, TellsTheSpansOfARefusedResponse) {
    const std::string text = "<think>a</think><answer>9</answer>";
    const ParsedResponse parsed = parseResponse(text, VerdictForm::digit);
    EXPECT_EQ(text.substr(parsed.answer_begin, parsed.answer_end - parsed.answer_begin), "9");
    EXPECT_EQ(parsed.digit, std::string::npos);
    const ParsedResponse none = parseResponse("nothing", VerdictForm::digit);
    EXPECT_EQ(none.think_begin, none.think_end);
    EXPECT_EQ(none.answer_begin, none.answer_end);
}

} // namespace
} // namespace egt
