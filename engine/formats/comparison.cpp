// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/comparison.h"

#include <algorithm>
#include <array>

#include "base/numbers.h"

namespace egt::formats {
namespace {

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin));
}

/// Marks before question, first and second answer, and what may stand after the second.
struct Form {
    std::string_view question, first, second, end;
    bool brackets = false; ///< each text stands in [ ]
};

constexpr std::array<Form, 9> kForms = {{
    {"[Question]:", "[Response 1]:", "[Response 2]:", "**Output", false},
    {"Question: [", "Answer 1: [", "Answer 2: [", {}, true},
    {"Question: [", "Response 1: [", "Response 2: [", {}, true},
    {"Question: [", "Response A: [", "Response B: [", {}, true},
    {"Question: [", "The first response: [", "The second response: [", {}, true},
    {"<|User Prompt|>", "<|The Start of Assistant A's Answer|>", "<|The Start of Assistant B's Answer|>",
     "<|The End of Assistant B's Answer|>", false},
    {"[Question]", "[Assistant 1]", "[Assistant 2]", "[End of Assistant 2]", false},
    {"Question: ", "Answer 1: ", "Answer 2: ", {}, false},
    {"Question:\n", "Answer 1:\n", "Answer 2:\n", {}, false},
}};

/// A heading's number signs and the mark that closes the text before.
std::string_view withoutHeading(std::string_view text) {
    constexpr std::array<std::string_view, 2> closing = {"<|The End of Assistant A's Answer|>", "[End of Assistant 1]"};
    for (;;) {
        const std::size_t end = text.find_last_not_of(" \t\r\n#");
        text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
        const auto mark =
            std::find_if(closing.begin(), closing.end(), [text](std::string_view m) { return text.ends_with(m); });
        if (mark == closing.end()) return text;
        text.remove_suffix(mark->size());
    }
}

std::string textOf(std::string_view part, bool brackets) {
    if (!brackets) return trimmed(withoutHeading(part));
    const std::size_t close = part.rfind(']');
    return close == std::string_view::npos ? std::string() : trimmed(part.substr(0, close));
}

/// A mark begins a line: the words may also stand within a sentence.
std::size_t findMark(std::string_view text, std::string_view mark, std::size_t from) {
    for (std::size_t at = text.find(mark, from); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        std::size_t before = at;
        while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '#' || text[before - 1] == '*'))
            --before;
        if (before == 0 || text[before - 1] == '\n') return at;
    }
    return std::string_view::npos;
}

std::optional<Comparison> inForm(std::string_view prompt, const Form& form) {
    const std::size_t question = findMark(prompt, form.question, 0);
    if (question == std::string_view::npos) return std::nullopt;
    const std::size_t first = findMark(prompt, form.first, question + form.question.size());
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = findMark(prompt, form.second, first + form.first.size());
    if (second == std::string_view::npos) return std::nullopt;
    std::size_t end = form.end.empty() ? std::string_view::npos : prompt.rfind(form.end);
    if (end == std::string_view::npos || end < second) end = prompt.size();
    const auto part = [&](std::size_t begin, std::size_t stop) {
        return textOf(prompt.substr(begin, stop - begin), form.brackets);
    };
    return Comparison{part(question + form.question.size(), first), part(first + form.first.size(), second),
                      part(second + form.second.size(), end), form.first.starts_with("Answer 1:")};
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

Label labelOfWord(std::string_view word) {
    const std::string w = lower(trimmed(word));
    if (w == "1" || w == "a" || w == "first" || w == "answer 1 is better" || w == "response 1 is better")
        return Label::a;
    if (w == "2" || w == "b" || w == "second" || w == "answer 2 is better" || w == "response 2 is better")
        return Label::b;
    return Label::none;
}

/// Between the last `open` and the `close` after it.
std::optional<std::string_view> between(std::string_view text, std::string_view open, std::string_view close) {
    const std::size_t at = text.rfind(open);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t begin = at + open.size();
    const std::size_t end = text.find(close, begin);
    if (end == std::string_view::npos) return std::nullopt;
    return text.substr(begin, end - begin);
}

Label labelOfArena(std::string_view verdict) {
    if (verdict == "A>>B" || verdict == "A>B" || verdict == "A") return Label::a;
    if (verdict == "B>>A" || verdict == "B>A" || verdict == "B") return Label::b;
    return verdict == "A=B" || verdict == "C" ? Label::tie : Label::none;
}

/// "8 6" on the first line: points of the first and of the second answer.
Label labelOfPoints(std::string_view text) {
    const std::string line = trimmed(text.substr(0, text.find('\n')));
    const std::size_t gap = line.find(' ');
    if (gap == std::string::npos) return Label::none;
    const auto first = parseNumber<double>(line.substr(0, gap));
    const auto second = parseNumber<double>(trimmed(std::string_view(line).substr(gap)));
    if (!first || !second) return Label::none;
    return *first > *second ? Label::a : *first < *second ? Label::b : Label::tie;
}

Label labelOfSentence(std::string_view text) {
    const bool first = text.find("Answer 1 is better") != std::string_view::npos;
    const bool second = text.find("Answer 2 is better") != std::string_view::npos;
    if (first == second) return Label::none;
    return first ? Label::a : Label::b;
}

} // namespace

std::optional<Comparison> comparisonOf(std::string_view prompt) {
    for (const Form& form : kForms)
        if (auto found = inForm(prompt, form)) return found;
    return std::nullopt;
}

Label labelOfVerdict(std::string_view text) {
    if (const auto answer = between(text, "<answer>", "</answer>")) return labelOfWord(*answer);
    if (const auto better = between(text, "The better response: [", "]")) return labelOfWord(*better);
    if (const auto arena = between(text, "[[", "]]"); arena && labelOfArena(*arena) != Label::none)
        return labelOfArena(*arena);
    if (const Label bare = labelOfWord(text); bare != Label::none) return bare;
    if (text.find("equally good") != std::string_view::npos) return Label::tie;
    if (const Label points = labelOfPoints(text); points != Label::none) return points;
    return labelOfSentence(text);
}

bool comparesPictures(std::string_view prompt) {
    const auto has = [prompt](std::string_view words) { return prompt.find(words) != std::string_view::npos; };
    return (has("Image 1 is better") && has("Image 2 is better")) ||
           (has("Video 1 is better") && has("Video 2 is better"));
}

} // namespace egt::formats
