// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/conversation.h"

#include <algorithm>

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

/// A text, or a list of parts: texts are joined by line ends, the images' own paths are collected.
Field<std::string> contentText(const std::string& field, dom::element content, std::vector<ImageRef>& images,
                               const KeepImage* keep) {
    if (std::string_view text; content.get(text) == simdjson::SUCCESS) return std::string(text);
    dom::array parts;
    if (content.get(parts) != simdjson::SUCCESS)
        return reject("type", field, "a message's content is not a text or a list");
    std::string out;
    for (const dom::element part : parts) {
        std::string_view type;
        if (part.at_key("type").get(type) != simdjson::SUCCESS)
            return reject("type", field, "a part of a message has no type");
        if (type == "text") {
            std::string_view text;
            if (part.at_key("text").get(text) != simdjson::SUCCESS)
                return reject("type", field, "a text part of a message has no text");
            if (!out.empty()) out += '\n';
            out += text;
        } else if (type == "image" || type == "image_url") {
            for (const char* key : {"image", "path", "url", "image_url"})
                if (dom::element path; part.at_key(key).get(path) == simdjson::SUCCESS && !path.is_null())
                    if (auto added = addImages(field, path, images, keep); !added)
                        return tl::unexpected<Reject>(added.error());
        } else {
            return reject("type", field, "a part of a message is neither text nor image");
        }
    }
    return out;
}

bool onlyBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// The names that ShareGPT files use; another name is kept.
std::string roleOf(std::string_view from) {
    if (from == "human" || from == "user") return "user";
    if (from == "gpt" || from == "assistant" || from == "llava" || from == "bot") return "assistant";
    return std::string(from);
}

} // namespace

Field<Messages> messagesOf(JsonRow& row, const std::string& field, const char* role, std::vector<ImageRef>& images) {
    const dom::element value = row.take(field);
    if (value.is_null()) return reject("missing", field, "the field is missing");
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return Messages{{role, std::string(text)}};
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS)
        return reject("type", field, "the field is not a text or a list of messages");
    Messages out;
    for (const dom::element item : list) {
        std::string_view who;
        dom::element content;
        if (item.at_key("role").get(who) != simdjson::SUCCESS ||
            item.at_key("content").get(content) != simdjson::SUCCESS)
            return reject("type", field, "a message lacks its role or its content");
        auto text = contentText(field, content, images, row.keepImage());
        if (!text) return tl::unexpected<Reject>(text.error());
        out.push_back({std::string(who), std::move(*text)});
    }
    return out;
}

Field<Messages> turnsOf(JsonRow& row, const std::string& field) {
    const dom::element value = row.take(field);
    if (value.is_null()) return reject("missing", field, "the field is missing");
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return reject("type", field, "the field is not a list of turns");
    Messages out;
    for (const dom::element item : list) {
        std::string_view from, text;
        if (item.at_key("from").get(from) != simdjson::SUCCESS || item.at_key("value").get(text) != simdjson::SUCCESS)
            return reject("type", field, "a turn lacks its “from” or its “value”");
        out.push_back({roleOf(from), withoutImageMarks(std::string(text))});
    }
    if (out.empty()) return reject("empty", field, "the conversation has no turn");
    return out;
}

Field<std::string> turnText(JsonRow& row, const std::string& field) {
    const dom::element value = row.take(field);
    if (value.is_null()) return reject("missing", field, "the field is missing");
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS && value.at_key("value").get(text) != simdjson::SUCCESS)
        return reject("type", field, "the field is neither a text nor a turn with a “value”");
    std::string out(text);
    if (onlyBlank(out)) return reject("empty", field, "the field is empty");
    return out;
}

std::string answerOf(const Messages& messages) {
    std::size_t begin = messages.size();
    while (begin > 0 && messages[begin - 1].role == "assistant")
        --begin;
    std::string out;
    for (std::size_t i = begin; i < messages.size(); ++i)
        out += (out.empty() ? "" : "\n") + messages[i].text;
    return out;
}

std::string questionOf(const Messages& messages) {
    if (messages.size() == 1) return messages[0].text;
    std::string out;
    for (const Message& message : messages)
        out += (out.empty() ? "" : "\n\n") + message.role + ": " + message.text;
    return out;
}

Messages commonBeginning(const Messages& a, const Messages& b) {
    return {a.begin(), std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first};
}

std::string withoutImageMarks(std::string text) {
    constexpr std::string_view kMark = "<image>";
    bool found = false;
    const auto trim = [&] {
        const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
        text.erase(0, begin);
        text.erase(text.find_last_not_of(" \t\r\n") + 1);
    };
    for (;;) {
        std::string_view bare = text;
        bare.remove_prefix(std::min(bare.find_first_not_of(" \t\r\n"), bare.size()));
        bare = bare.substr(0, bare.find_last_not_of(" \t\r\n") + 1);
        if (!bare.starts_with(kMark) && !bare.ends_with(kMark)) break;
        trim();
        found = true;
        if (text.starts_with(kMark))
            text.erase(0, kMark.size());
        else
            text.erase(text.size() - kMark.size());
    }
    if (found) trim();
    return text;
}

Field<void> checkTexts(const PairRecord& pair, const char* question, const char* chosen, const char* rejected) {
    for (const auto& [field, text] :
         {std::pair{question, &pair.question}, std::pair{chosen, &pair.answer_a}, std::pair{rejected, &pair.answer_b}})
        if (onlyBlank(*text)) return reject("empty", field, "the field is empty");
    if (pair.answer_a == pair.answer_b) return reject("same_answers", rejected, "both answers are the same");
    return {};
}

} // namespace egt::formats
