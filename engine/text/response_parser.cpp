// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/judge_prompt.h"

namespace egt {
namespace {

bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t skipBlanks(std::string_view text, std::size_t at) {
    while (at < text.size() && blank(text[at]))
        ++at;
    return at;
}

std::size_t count(std::string_view text, std::string_view mark) {
    std::size_t n = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size()))
        ++n;
    return n;
}

constexpr std::string_view think_open = "<think>", think_close = "</think>", answer_open = "<answer>",
                           answer_close = "</answer>";

// The bytes between two marks, if both are there in this order. Spans are told also for a response that is refused.
bool between(std::string_view text, std::string_view open, std::string_view close, std::size_t& begin,
             std::size_t& end) {
    const std::size_t from = text.find(open);
    if (from == std::string_view::npos) return false;
    const std::size_t to = text.find(close, from + open.size());
    if (to == std::string_view::npos) return false;
    begin = from + open.size();
    end = to;
    return true;
}

bool onlyEnd(std::string_view text, std::size_t at) {
    at = skipBlanks(text, at);
    for (const std::string_view mark : {"<|im_end|>", "<|endoftext|>"})
        if (text.substr(at, mark.size()) == mark) return skipBlanks(text, at + mark.size()) == text.size();
    return at == text.size();
}

// Place of the digit of a verdict that fills [begin, end) but for blanks; npos when it is none of the form's two.
std::size_t digitOf(std::string_view text, std::size_t begin, std::size_t end, VerdictForm form) {
    const std::string_view before = form == VerdictForm::sentence ? "Answer " : "";
    const std::string_view after = form == VerdictForm::sentence ? " is better" : "";
    const std::size_t from = skipBlanks(text, begin);
    const std::size_t digit = from + before.size();
    if (digit >= end || text.substr(from, before.size()) != before) return std::string::npos;
    if (text[digit] != '1' && text[digit] != '2') return std::string::npos;
    if (text.substr(digit + 1, after.size()) != after) return std::string::npos;
    return skipBlanks(text, digit + 1 + after.size()) == end ? digit : std::string::npos;
}

std::string refuse(std::string_view text, VerdictForm form, ParsedResponse& parsed) {
    const bool think = between(text, think_open, think_close, parsed.think_begin, parsed.think_end);
    const bool answer = between(text, answer_open, answer_close, parsed.answer_begin, parsed.answer_end);
    if (!think) return "no_think";
    if (!answer) return "no_answer";
    for (const std::string_view mark : {think_open, think_close, answer_open, answer_close})
        if (count(text, mark) != 1) return "repeated_mark";
    if (parsed.answer_begin < parsed.think_end) return "wrong_order";
    if (skipBlanks(text, 0) != parsed.think_begin - think_open.size()) return "text_before";
    if (skipBlanks(text, parsed.think_end + think_close.size()) != parsed.answer_begin - answer_open.size())
        return "text_between";
    const std::size_t digit = digitOf(text, parsed.answer_begin, parsed.answer_end, form);
    if (digit == std::string::npos) return "not_1_or_2";
    if (!onlyEnd(text, parsed.answer_end + answer_close.size())) return "text_after";
    parsed.digit = digit;
    parsed.answer = text[digit] - '0';
    return {};
}

} // namespace

ParsedResponse parseResponse(std::string_view text, VerdictForm form) {
    ParsedResponse parsed;
    parsed.why = refuse(text, form, parsed);
    return parsed;
}

} // namespace egt
