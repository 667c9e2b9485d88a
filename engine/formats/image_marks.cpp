// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/image_marks.h"

#include <string_view>

#include "formats/conversation.h"

namespace egt::formats {
namespace {

constexpr std::string_view kMark = "<image>";

std::size_t countOf(std::string_view mark, std::string_view text) {
    std::size_t n = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size()))
        ++n;
    return n;
}

bool hasOtherMarks(const std::string& text) {
    return countOf("<video>", text) + countOf("<audio>", text) > 0;
}

} // namespace

bool marksFit(const PairRecord& pair, std::size_t images) {
    for (const std::string* text : {&pair.question, &pair.answer_a, &pair.answer_b})
        if (hasOtherMarks(*text)) return false;
    return countOf(kMark, pair.question) <= images && countOf(kMark, pair.answer_a) == 0 &&
           countOf(kMark, pair.answer_b) == 0;
}

std::string withImageMarks(const std::string& text, std::size_t images) {
    std::string out;
    for (std::size_t there = countOf(kMark, text); there < images; ++there)
        out += kMark;
    return out + text;
}

std::string questionToKeep(const std::string& question, std::size_t images) {
    return withoutImageMarks(withImageMarks(question, images)) == question ? std::string{} : question;
}

} // namespace egt::formats
