// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows that are a judge's task: a prompt with a question and two answers in it, and a verdict. Private to the readers.

#include <optional>
#include <string>
#include <string_view>

#include "records/records.h"

namespace egt::formats {

struct Comparison {
    std::string question, first, second;
    bool says_answer = false; ///< its prompt speaks of "Answer 1", as UnifiedReward's does
};

/// Takes question and answers out of a prompt. Forms that are known:
///  - "###### [Question]:", "###### [Response 1]:", "###### [Response 2]:", then the "**Output Format" block
///    (R1-Reward, inference/VL-Reward-Bench/r1_reward.py make_conv_rm, and our own prompt of that name);
///  - "Question: […]", "Answer 1: […]", "Answer 2: […]" in brackets at the end (UnifiedReward-Think,
///    inference_qwen/image_understanding/qwen_infer_cot_image_understanding.py, and ours), or without brackets
///    (UnifiedReward, benchmark_evaluation/LLaVA_evaluation/test_llava_vlrewardbench.py);
///  - "Question: […]", then "Response 1|A: […]" or "The first response: […]" and its partner (LLaVA-Critic-113k,
///    pairwise; arXiv 2410.02712 and the card of lmms-lab/llava-critic-7b);
///  - "<|User Prompt|>" and "<|The Start of Assistant A's Answer|>" (WildVision's arena prompt) and "[Question]",
///    "[Assistant 1]" (LLaVA-in-the-wild's), both in LLaVA-Critic-113k.
/// Nothing: none of them.
std::optional<Comparison> comparisonOf(std::string_view prompt);

/// Who is better, by what a judge ends with: <answer>1</answer>, <answer>Answer 1 is better</answer> or that sentence,
/// "The better response: [1|A|first]", "Two responses are equally good", "[[A>B]]", a first line of two numbers
/// (points), or the bare digit. a = the first answer. Label::none: no verdict, or two that differ.
Label labelOfVerdict(std::string_view text);

/// The prompt compares pictures or videos ("Image 1", "Video 1"), not answers.
bool comparesPictures(std::string_view prompt);

} // namespace egt::formats
