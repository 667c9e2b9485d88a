// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/judge_prompt.h"

#include <system_error>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"

namespace egt {
namespace {

constexpr std::int32_t most_new_tokens = 65536;

// The chat frame is Qwen2.5-VL's own; the instruction has the form of R1-Reward (yfzhang114/r1_reward: role, reasoning
// in <think>, no tie, one digit in <answer>, question and two responses under headings) in our own words.
constexpr const char* r1_template =
    "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n{image}"
    "You judge answers fairly and with great care. Below are a question about the image and two responses to it, each "
    "written by a large multimodal model. Decide which response is better.\n"
    "First compare the two responses step by step against the image and the question: whether what they say is true, "
    "complete, to the point and clear. Write this reasoning between <think> and </think>. One response must win; a tie "
    "is not permitted.\n"
    "Then write the number of the better response, 1 or 2 and nothing else, between <answer> and </answer>.\n\n"
    "**Input**\n###### [Question]:\n{question}\n\n###### [Response 1]:\n{answer_1}\n\n###### [Response "
    "2]:\n{answer_2}\n\n"
    "**Output format**\n<think>your reasoning</think><answer>1 or 2</answer><|im_end|>\n<|im_start|>assistant\n";

// A data set's text must not be able to open or close turns or to stand for an image: "<|" gets a blank.
void appendText(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        out.push_back(text[i]);
        if (text[i] == '<' && i + 1 < text.size() && text[i + 1] == '|') out.push_back(' ');
    }
}

tl::unexpected<Error> bad(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_prompt", EGT_TEXT("engine", "The judge's prompt in %1 cannot be used: field %2 %3."),
                {file, field, why}, file, 0, field);
}

} // namespace

Result<JudgePrompt> JudgePrompt::load(const std::filesystem::path& judge_folder) {
    const std::filesystem::path path = judge_folder / "judge_prompt.json";
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return r1Reward();
    EGT_ASSIGN(const std::string text, readFile(path));
    EGT_ASSIGN(const Json json, parseJson(text, path.string()));
    if (!json.is_object()) return bad(path.string(), "name", "is missing");
    JudgePrompt prompt;
    for (const auto& [field, target] :
         {std::pair{"name", &prompt.name}, std::pair{"template", &prompt.template_text}}) {
        if (!json.contains(field) || !json[field].is_string()) return bad(path.string(), field, "must be a text");
        *target = json[field].get<std::string>();
    }
    for (const char* place : {"{question}", "{answer_1}", "{answer_2}"})
        if (prompt.template_text.find(place) == std::string::npos)
            return bad(path.string(), "template", std::string("must contain ") + place);
    if (const auto limit = json.find("max_new_tokens"); limit != json.end()) {
        if (!limit->is_number_integer() || limit->get<std::int64_t>() < 1 ||
            limit->get<std::int64_t>() > most_new_tokens)
            return bad(path.string(), "max_new_tokens",
                       "must be a whole number from 1 to " + std::to_string(most_new_tokens));
        prompt.max_new_tokens = limit->get<std::int32_t>();
    }
    return prompt;
}

JudgePrompt JudgePrompt::demoShort() {
    return {"demo-short", "{image}{question} A1: {answer_1} A2: {answer_2}<judge>", 24};
}

JudgePrompt JudgePrompt::r1Reward() {
    return {"r1-reward", r1_template, 1024};
}

std::string JudgePrompt::toJson() const {
    const OrderedJson json = {{"name", name}, {"template", template_text}, {"max_new_tokens", max_new_tokens}};
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string JudgePrompt::hash() const {
    return contentHash(template_text);
}

std::string JudgePrompt::render(std::string_view question, std::string_view answer_1, std::string_view answer_2,
                                std::size_t images) const {
    std::string out;
    const std::string_view text = template_text;
    for (std::size_t at = 0; at < text.size();) {
        const auto here = [&](std::string_view mark) { return text.substr(at, mark.size()) == mark; };
        const auto fill = [&](std::string_view mark, std::string_view value) {
            appendText(out, value);
            at += mark.size();
        };
        if (here("{image}")) {
            for (std::size_t i = 0; i < images; ++i)
                out += "<|vision_start|><|image_pad|><|vision_end|>";
            at += 7;
        } else if (here("{question}")) {
            fill("{question}", question);
        } else if (here("{answer_1}")) {
            fill("{answer_1}", answer_1);
        } else if (here("{answer_2}")) {
            fill("{answer_2}", answer_2);
        } else {
            out.push_back(text[at++]);
        }
    }
    return out;
}

} // namespace egt
