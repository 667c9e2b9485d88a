// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace egt {

/// How a judge is asked. From `judge_prompt.json` in the judge's folder, or the R1-Reward form when there is none.
/// Placeholders in `template_text`: {image} {question} {answer_1} {answer_2}. {image} stands for the model's image
/// marks.
struct JudgePrompt {
    std::string name;          ///< "demo-short", "r1-reward"
    std::string template_text; ///< whole prompt, chat marks included
    std::int32_t max_new_tokens = 1024;

    /// Errors: judge.bad_prompt.
    static Result<JudgePrompt> load(const std::filesystem::path& judge_folder);
    static JudgePrompt demoShort();
    static JudgePrompt r1Reward();
    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] std::string hash() const; ///< content hash of the template

    /// Text of the prompt; each image becomes "<|vision_start|><|image_pad|><|vision_end|>" (one pad; the judge repeats
    /// it to the number of merged patches). "<|" in a question or answer becomes "< |": data cannot close a turn or
    /// stand for an image.
    [[nodiscard]] std::string render(std::string_view question, std::string_view answer_1, std::string_view answer_2,
                                     std::size_t images) const;
};

/// A strictly parsed response. Valid: optional blanks, <think>…</think>, optional blanks, <answer>1|2</answer> (blanks
/// around the digit allowed), optional blanks, optional end mark; each mark exactly once, in this order.
struct ParsedResponse {
    int answer = 0;  ///< 1 or 2; 0 = unparsed
    std::string why; ///< short reason when unparsed, empty when parsed: "no_think", "no_answer",
                     ///< "repeated_mark", "wrong_order", "text_before", "text_between", "not_1_or_2", "text_after"
    std::size_t think_begin = 0, think_end = 0;   ///< bytes between the marks; equal when absent
    std::size_t answer_begin = 0, answer_end = 0; ///< bytes between the marks; equal when absent
    std::size_t digit = std::string::npos;        ///< byte of the digit
};
ParsedResponse parseResponse(std::string_view text);

} // namespace egt
