// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/choice_words.h"

#include <algorithm>
#include <array>

namespace egt::formats {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Words in small letters; a number within one is a word of its own ("answer1"), and so are > < =.
std::vector<std::string> wordsOf(std::string_view text) {
    enum class Sort { none, letter, digit, sign };
    std::vector<std::string> out;
    Sort before = Sort::none;
    for (const char raw : text) {
        const char c = lower(raw);
        const Sort sort = isDigit(c)                         ? Sort::digit
                          : isLetter(c)                      ? Sort::letter
                          : c == '>' || c == '<' || c == '=' ? Sort::sign
                                                             : Sort::none;
        if (sort != Sort::none) {
            if (sort == before)
                out.back() += c;
            else
                out.emplace_back(1, c);
        }
        before = sort;
    }
    return out;
}

template <std::size_t N> bool oneOf(const std::string& word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

constexpr std::array<std::string_view, 26> kTies{"tie",
                                                 "a tie",
                                                 "tied",
                                                 "draw",
                                                 "equal",
                                                 "equally good",
                                                 "same",
                                                 "the same",
                                                 "about the same",
                                                 "similar",
                                                 "both",
                                                 "both good",
                                                 "both are good",
                                                 "both equal",
                                                 "both are equal",
                                                 "equivalent",
                                                 "no preference",
                                                 "no difference",
                                                 "not different",
                                                 "both are equally good",
                                                 "equal quality",
                                                 "same quality",
                                                 "they are equal",
                                                 "both same",
                                                 "both are the same",
                                                 "both are similar"};
constexpr std::array<std::string_view, 12> kNeither{
    "neither",        "none",           "none of them",         "neither is good", "both bad", "both are bad",
    "both are wrong", "both incorrect", "both are equally bad", "equally bad",     "bad tie",  "tie bothbad"};
/// What stands beside the name of an answer without changing what is said.
constexpr std::array<std::string_view, 30> kFiller{
    "is",         "the",       "much",      "slightly",  "significantly", "clearly",    "far",    "somewhat",
    "strongly",   "better",    "best",      "preferred", "prefer",        "wins",       "winner", "won",
    "choose",     "one",       "answer",    "response",  "model",         "output",     "option", "text",
    "completion", "assistant", "candidate", "reply",     "generation",    "generations"};
constexpr std::array<std::string_view, 4> kFirst{"1", "a", "left", "first"};
constexpr std::array<std::string_view, 4> kSecond{"2", "b", "right", "second"};

/// Which of two. Where the answers are counted from 0 ("generations-0"), a digit may mean either and says nothing.
std::optional<std::size_t> sideOf(const std::string& word, const std::vector<std::string>& names) {
    if (isDigit(word.front()) && names.front().ends_with('0')) return std::nullopt;
    if (oneOf(word, kFirst)) return 0;
    if (oneOf(word, kSecond)) return 1;
    return std::nullopt;
}

/// "A > B", "A>>B", "A=B".
std::optional<Choice> compared(const std::vector<std::string>& words, const std::vector<std::string>& names) {
    if (words.size() != 3) return std::nullopt;
    const auto left = sideOf(words[0], names), right = sideOf(words[2], names);
    if (!left || !right || *left == *right) return std::nullopt;
    const char sign = words[1].front();
    if (words[1].find_first_not_of(sign) != std::string::npos) return std::nullopt;
    if (sign == '=') return Choice{Choice::Kind::tie};
    return sign == '>' || sign == '<' ? std::optional(Choice{Choice::Kind::one, sign == '>' ? *left : *right})
                                      : std::nullopt;
}

} // namespace

std::string plainName(std::string_view name) {
    std::string out;
    for (const char c : name)
        if (c != ' ' && c != '_' && c != '-') out += lower(c);
    return out;
}

bool asksPreference(std::string_view control) {
    constexpr std::array<std::string_view, 17> kStems{"prefer", "better", "best", "winner",  "compar", "choice",
                                                      "choose", "chosen", "pair", "select",  "rank",   "verdict",
                                                      "label",  "judg",   "vote", "overall", "favo"};
    const std::string name = plainName(control);
    return std::any_of(kStems.begin(), kStems.end(),
                       [&](std::string_view stem) { return name.find(stem) != std::string::npos; });
}

std::optional<Choice> choiceOf(std::string_view text, const std::vector<std::string>& names, std::string_view control) {
    constexpr std::size_t kLongest = 80; // a choice is a few words; a rationale is none
    if (text.size() > kLongest) return std::nullopt;
    const std::string plain = plainName(text);
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!plain.empty() && plain == plainName(names[i])) return Choice{Choice::Kind::one, i};
    const std::vector<std::string> words = wordsOf(text);
    const std::string all = joined(words);
    if (oneOf(all, kTies)) return Choice{Choice::Kind::tie};
    if (oneOf(all, kNeither)) return Choice{Choice::Kind::none};
    if (names.size() != 2) return std::nullopt; // first and second of more than two would be a guess
    if (const auto choice = compared(words, names)) return choice;
    std::vector<std::string> rest;
    for (const std::string& word : words)
        if (!oneOf(word, kFiller)) rest.push_back(word);
    if (rest.size() != 1) return std::nullopt;
    const auto side = sideOf(rest.front(), names);
    if (!side) return std::nullopt;
    const bool bare = words.size() == 1 && rest.front().size() == 1;
    if (bare && !asksPreference(control)) return std::nullopt;
    return Choice{Choice::Kind::one, *side};
}

std::optional<std::size_t> placeIn(std::string_view control, const std::vector<std::string>& names) {
    const std::string plain = plainName(control);
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = plainName(names[i]);
        if (name.size() < 2 || plain.find(name) == std::string::npos) continue;
        if (found) return std::nullopt;
        found = i;
    }
    if (found || names.size() != 2) return found;
    for (const std::string& word : wordsOf(control)) {
        const auto side = sideOf(word, names);
        if (!side) continue;
        if (found && *found != *side) return std::nullopt;
        found = side;
    }
    return found;
}

} // namespace egt::formats
