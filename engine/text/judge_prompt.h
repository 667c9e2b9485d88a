// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "text/chat_template.h"

namespace egt {

/// In which words a judge gives its verdict, after its reasoning in <think>…</think>.
enum class VerdictForm {
    digit,   ///< <answer>1</answer> (R1-Reward, and the demo judge)
    sentence ///< <answer>Answer 1 is better</answer> (UnifiedReward-Think)
};

/// How a judge is asked. Placeholders in `template_text`: {image} {question} {answer_1} {answer_2}. {image} stands for
/// the model's image marks.
struct JudgePrompt {
    std::string name;          ///< "demo-short", "r1-reward", "unified-reward-think", or the name of a file
    std::string template_text; ///< whole prompt, chat marks included
    std::int32_t max_new_tokens = 1024;
    VerdictForm verdict = VerdictForm::digit;

    /// From `judge_prompt.json` in the judge's folder, or the R1-Reward form in the folder's chat template when there
    /// is none. Errors: judge.bad_prompt, judge.bad_chat_template.
    static Result<JudgePrompt> load(const std::filesystem::path& judge_folder);
    /// The prompt that a user names: "" (load), "r1-reward", "unified-reward-think", or the path of a template file. A
    /// file is a text: one user turn, framed by the folder's chat template unless it holds chat marks itself; without
    /// {image} the images come first; {{ and }} write a brace; it is read in the sentence form when it says
    /// "Answer 1 is better". A file that ends in .json has the fields of judge_prompt.json.
    /// Errors: judge.bad_prompt (file, line, field = placeholder), judge.unknown_prompt, judge.bad_chat_template.
    static Result<JudgePrompt> named(const std::string& form_or_file, const std::filesystem::path& judge_folder);

    /// The same for a server, which puts its own marks around the turns; "" is the R1-Reward form.
    static Result<JudgePrompt> forServer(const std::string& form_or_file);

    static JudgePrompt demoShort();
    static JudgePrompt r1Reward(const ChatTemplate& chat = {});
    static JudgePrompt unifiedRewardThink(const ChatTemplate& chat = {});
    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] std::string hash() const; ///< content hash of the template and, where it is not a digit, the form

    /// Text of the prompt; each image becomes image_marks (one pad; the judge repeats it to the number of merged
    /// patches). "<|" in a question or answer becomes "< |": data cannot close a turn or stand for an image.
    [[nodiscard]] std::string render(std::string_view question, std::string_view answer_1, std::string_view answer_2,
                                     std::size_t images) const;
};

/// "digit", "sentence"; as judge_prompt.json has them in the field `verdict`.
const char* nameOf(VerdictForm form);

/// A strictly parsed response. Valid: optional blanks, <think>…</think>, optional blanks, <answer>VERDICT</answer>
/// (blanks around the verdict allowed), optional blanks, optional end mark; each mark exactly once, in this order. The
/// verdict is 1 or 2, or the sentence "Answer 1 is better" or "Answer 2 is better".
struct ParsedResponse {
    int answer = 0;  ///< 1 or 2; 0 = unparsed
    std::string why; ///< short reason when unparsed, empty when parsed: "no_think", "no_answer",
                     ///< "repeated_mark", "wrong_order", "text_before", "text_between", "not_1_or_2", "text_after"
    std::size_t think_begin = 0, think_end = 0;   ///< bytes between the marks; equal when absent
    std::size_t answer_begin = 0, answer_end = 0; ///< bytes between the marks; equal when absent
    std::size_t digit = std::string::npos;        ///< byte of the digit
};
ParsedResponse parseResponse(std::string_view text, VerdictForm form);

} // namespace egt
