// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Conversations as the data sets write them. Private to the readers.

#include <string>
#include <vector>

#include "formats/json_row.h"

namespace egt::formats {

struct Message {
    std::string role; ///< "system", "user", "assistant"
    std::string text;
    bool operator==(const Message&) const = default;
};
using Messages = std::vector<Message>;

/// [{"role", "content"}], the content a text or a list of parts; a plain text is one message of `role`. The images that
/// parts name are added to `images`. Reject: missing, type.
Field<Messages> messagesOf(JsonRow& row, const std::string& field, const char* role, std::vector<ImageRef>& images);
/// [{"from": "human" | "gpt" | …, "value"}] (ShareGPT). Reject: missing, type.
Field<Messages> turnsOf(JsonRow& row, const std::string& field);
/// One turn {"from", "value"}, or a plain text. Reject: missing, type, empty.
Field<std::string> turnText(JsonRow& row, const std::string& field);

/// What the assistant says after the last word of anyone else.
std::string answerOf(const Messages& messages);
/// Everything as one text; a single message stands alone, several are named by their roles.
std::string questionOf(const Messages& messages);
/// What two conversations begin with alike.
Messages commonBeginning(const Messages& a, const Messages& b);
/// Texts mark an image by <image>; those at the beginning and at the end go, for images have a field of their own.
/// Within a text a mark says something and stays.
std::string withoutImageMarks(std::string text);
/// The three texts of a pair, none of which may be blank. Reject: empty, same_answers.
Field<void> checkTexts(const PairRecord& pair, const char* question, const char* chosen, const char* rejected);

} // namespace egt::formats
