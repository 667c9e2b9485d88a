// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts in the published forms, their instructions in words of our own.
#include "formats/comparison.h"

#include <gtest/gtest.h>

namespace egt::formats {
namespace {

void expectTask(const std::string& prompt, const std::string& question, const std::string& first,
                const std::string& second) {
    const auto task = comparisonOf(prompt);
    ASSERT_TRUE(task) << prompt;
    EXPECT_EQ(task->question, question);
    EXPECT_EQ(task->first, first);
    EXPECT_EQ(task->second, second);
}

TEST(Comparison, R1Reward) {
    expectTask("Judge the two. Output \"1\" if Response 1 is better.\n\n###### **Input:**  \n###### [Question]:\nHow "
               "many\ncats?  \n\n###### [Response 1]:\nTwo.  \n\n###### [Response 2]:\nThree [or so].  \n\n###### "
               "**Output Format (strictly follow):**  \n<think>here</think><answer>1/2</answer>",
               "How many\ncats?", "Two.", "Three [or so].");
    expectTask("**Input**\n###### [Question]:\nq\n\n###### [Response 1]:\na\n\n###### [Response 2]:\nb\n\n**Output "
               "format**\n<think>x</think><answer>1 or 2</answer>",
               "q", "a", "b");
}

TEST(Comparison, UnifiedReward) {
    const std::string example = "<think>\nTotal score:\nAnswer 1: 9+8=17\nAnswer 2: 7+7=14\n</think>\n<answer>Answer 1 "
                                "is better</answer>\n\n";
    expectTask(example + "Your task is:\nQuestion: [What [sic] is it?]\nAnswer 1: [A cat.\nIt sleeps.]\nAnswer 2: [A "
                         "dog.]",
               "What [sic] is it?", "A cat.\nIt sleeps.", "A dog.");
    expectTask("<image>\nSay which is better, such as 'Answer 1 is better'.\n\nQuestion: What is it?\nAnswer 1: A "
               "cat.\nAnswer 2: A dog.\n",
               "What is it?", "A cat.", "A dog.");
    EXPECT_TRUE(comparisonOf("Question: [q]\nAnswer 1: [a]\nAnswer 2: [b]")->says_answer);
}

TEST(Comparison, LlavaCritic) {
    for (const auto& [first, second] : {std::pair{"Response 1", "Response 2"}, std::pair{"Response A", "Response B"},
                                        std::pair{"The first response", "The second response"}})
        expectTask("Judge. Here they are.\nQuestion: [What?]\n" + std::string(first) + ": [A.]\n" + second + ": [B.]\n",
                   "What?", "A.", "B.");
    expectTask("<|User Prompt|>\nWhat?\n\n<|The Start of Assistant A's Answer|>\nA.\n<|The End of Assistant A's "
               "Answer|>\n\n<|The Start of Assistant B's Answer|>\nB.\n<|The End of Assistant B's Answer|>",
               "What?", "A.", "B.");
    expectTask("[Question]\nWhat?\n\n[Assistant 1]\nA.\n\n[End of Assistant 1]\n\n[Assistant 2]\nB.\n\n[End of "
               "Assistant 2]\n\n[System]\nGive points.",
               "What?", "A.", "B.");
    EXPECT_FALSE(comparisonOf("Question: [q]\nResponse 1: [a]\nResponse 2: [b]")->says_answer);
}

TEST(Comparison, NoComparison) {
    EXPECT_FALSE(comparisonOf("What is in the picture?"));
    EXPECT_FALSE(comparisonOf("Question: [q]\nAnswer 2: [b]\nAnswer 1: [a]"));
    EXPECT_FALSE(comparisonOf("The words Question: [q] within a line Answer 1: [a] Answer 2: [b]"));
    EXPECT_FALSE(comparisonOf(""));
    EXPECT_TRUE(comparesPictures("Say 'Image 1 is better' or 'Image 2 is better'."));
    EXPECT_FALSE(comparesPictures("Say 'Answer 1 is better'."));
}

TEST(Verdict, EveryForm) {
    EXPECT_EQ(labelOfVerdict("<answer>2</answer>"), Label::b);
    EXPECT_EQ(labelOfVerdict("<think>1 is nice</think><answer> 1 </answer>"), Label::a);
    EXPECT_EQ(labelOfVerdict("<think>…</think>\n<answer>Answer 2 is better</answer>"), Label::b);
    EXPECT_EQ(labelOfVerdict("Answer 1 is better"), Label::a);
    EXPECT_EQ(labelOfVerdict("Both are good, but Answer 2 is better because it counts."), Label::b);
    EXPECT_EQ(labelOfVerdict("The better response: [1]. It names the cat."), Label::a);
    EXPECT_EQ(labelOfVerdict("The better response: [B]\nIt names the cat."), Label::b);
    EXPECT_EQ(labelOfVerdict("The better response: [second]"), Label::b);
    EXPECT_EQ(labelOfVerdict("Two responses are equally good."), Label::tie);
    EXPECT_EQ(labelOfVerdict("My final verdict is: [[B>>A]]"), Label::b);
    EXPECT_EQ(labelOfVerdict("[[A=B]]"), Label::tie);
    EXPECT_EQ(labelOfVerdict("8 6\nThe first one is fuller."), Label::a);
    EXPECT_EQ(labelOfVerdict("7.5 7.5\nAlike."), Label::tie);
    EXPECT_EQ(labelOfVerdict("2"), Label::b);
}

TEST(Verdict, NoneIsNotGuessed) {
    EXPECT_EQ(labelOfVerdict(""), Label::none);
    EXPECT_EQ(labelOfVerdict("<answer>3</answer> Answer 1 is better"), Label::none);
    EXPECT_EQ(labelOfVerdict("Answer 1 is better, or Answer 2 is better."), Label::none);
    EXPECT_EQ(labelOfVerdict("Final Score: 80"), Label::none);
    EXPECT_EQ(labelOfVerdict("The better response: [both]"), Label::none);
}

} // namespace
} // namespace egt::formats
