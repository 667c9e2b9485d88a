// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/judge_prompt.h"

#include "base/hash.h"
#include "base/json.h"

namespace egt {
namespace {

// A data set's text must not be able to open or close turns or to stand for an image: "<|" gets a blank.
void appendText(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        out.push_back(text[i]);
        if (text[i] == '<' && i + 1 < text.size() && text[i + 1] == '|') out.push_back(' ');
    }
}

} // namespace

std::string JudgePrompt::toJson() const {
    OrderedJson json = {{"name", name}, {"template", template_text}, {"max_new_tokens", max_new_tokens}};
    if (verdict != VerdictForm::digit) json["verdict"] = nameOf(verdict);
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string JudgePrompt::hash() const {
    return contentHash(verdict == VerdictForm::digit ? template_text : template_text + '\0' + nameOf(verdict));
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
                out += image_marks;
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
