// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in prompts. The forms are those of the published judges; the words are our own.
#include "text/judge_prompt.h"

namespace egt {
namespace {

// Form of R1-Reward (yfzhang114/r1_reward): role, reasoning in <think>, no tie, one digit in <answer>, question and two
// responses under headings.
constexpr std::string_view r1_content =
    "{image}"
    "You judge answers fairly and with great care. Below are a question about the image and two responses to it, each "
    "written by a large multimodal model. Decide which response is better.\n"
    "First compare the two responses step by step against the image and the question: whether what they say is true, "
    "complete, to the point and clear. Write this reasoning between <think> and </think>. One response must win; a tie "
    "is not permitted.\n"
    "Then write the number of the better response, 1 or 2 and nothing else, between <answer> and </answer>.\n\n"
    "**Input**\n###### [Question]:\n{question}\n\n###### [Response 1]:\n{answer_1}\n\n###### [Response "
    "2]:\n{answer_2}\n\n"
    "**Output format**\n<think>your reasoning</think><answer>1 or 2</answer>";

// Form of UnifiedReward-Think (CodeGoat24/UnifiedReward, image understanding): three named dimensions and others where
// they matter, points from 1 to 10 for both answers, totals, reasoning in <think>, a fixed sentence in <answer>, the
// pair at the end in brackets.
constexpr std::string_view unified_content =
    "{image}"
    "Compare two answers to a question about the image above and find the better one.\n"
    "Go through these dimensions one after the other:\n"
    "1. Semantic accuracy: does the answer say what the image really shows?\n"
    "2. Correctness: is it right in its logic and its facts, and does it answer what was asked?\n"
    "3. Clarity: is it easy to follow, without needless words?\n"
    "Add further dimensions where this question calls for them. For every dimension say why, and give each answer from "
    "1 "
    "(poor) to 10 (excellent) points. Then add up the points of each answer and state both totals. Do not let the "
    "order "
    "of the answers sway you; one of them must win.\n"
    "Write all of this between <think> and </think>. After it write between <answer> and </answer> exactly one of the "
    "two "
    "sentences: Answer 1 is better, or: Answer 2 is better.\n\n"
    "Output format:\n<think>dimension by dimension, then the totals</think>\n<answer>Answer 1 is better</answer> or "
    "<answer>Answer 2 is better</answer>\n\n"
    "Question: [{question}]\nAnswer 1: [{answer_1}]\nAnswer 2: [{answer_2}]";

} // namespace

JudgePrompt JudgePrompt::demoShort() {
    return {"demo-short", "{image}{question} A1: {answer_1} A2: {answer_2}<judge>", 24, VerdictForm::digit};
}

JudgePrompt JudgePrompt::r1Reward(const ChatTemplate& chat) {
    return {"r1-reward", chat.frame(r1_content), 1024, VerdictForm::digit};
}

JudgePrompt JudgePrompt::unifiedRewardThink(const ChatTemplate& chat) {
    return {"unified-reward-think", chat.frame(unified_content), 4096, VerdictForm::sentence};
}

} // namespace egt
