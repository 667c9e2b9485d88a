// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/trl.h"

#include <algorithm>

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

struct Message {
    std::string role;
    std::string text;
    bool operator==(const Message&) const = default;
};
using Messages = std::vector<Message>;

/// A text, or a list of parts: texts are joined by line ends, the images' own paths are collected.
Field<std::string> contentText(const std::string& field, dom::element content, std::vector<ImageRef>& images) {
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
            for (const char* key : {"image", "path", "url"})
                if (dom::element path; part.at_key(key).get(path) == simdjson::SUCCESS && path.is_string())
                    if (auto added = addImages(field, path, images); !added)
                        return tl::unexpected<Reject>(added.error());
        } else {
            return reject("type", field, "a part of a message is neither text nor image");
        }
    }
    return out;
}

/// A plain text is one message of `role`.
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
        auto text = contentText(field, content, images);
        if (!text) return tl::unexpected<Reject>(text.error());
        out.push_back({std::string(who), std::move(*text)});
    }
    return out;
}

bool onlyBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// What the assistant says after the last word of anyone else.
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

/// Our own exports carry the unknown fields of the first import as one text, so that a column has one type.
void mergeOwnExtra(JsonRow& row, PairRecord& pair) {
    std::string_view text;
    if (!row.has("egt_extra") || row.take("egt_extra").get(text) != simdjson::SUCCESS) return;
    pair.extra = mergedObjects(row.extra(), std::string(text));
}

} // namespace

Field<PairRecord> TrlReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    std::vector<ImageRef> images;
    std::vector<ImageRef> repeated; // conversations that contain the prompt name its images again
    const bool has_prompt = row.has("prompt");
    auto prompt = has_prompt ? messagesOf(row, "prompt", "user", images) : Messages{};
    if (!prompt) return tl::unexpected<Reject>(prompt.error());
    auto chosen = messagesOf(row, "chosen", "assistant", has_prompt ? repeated : images);
    if (!chosen) return tl::unexpected<Reject>(chosen.error());
    auto rejected = messagesOf(row, "rejected", "assistant", repeated);
    if (!rejected) return tl::unexpected<Reject>(rejected.error());
    if (!has_prompt) {
        const auto apart = std::mismatch(chosen->begin(), chosen->end(), rejected->begin(), rejected->end()).first;
        prompt = Messages(chosen->begin(), apart);
        if (prompt->empty()) return reject("missing", "prompt", "the field is missing");
    }
    pair.question = questionOf(*prompt);
    pair.answer_a = answerOf(*chosen);
    pair.answer_b = answerOf(*rejected);
    for (const auto& [field, text] : {std::pair{"prompt", &pair.question}, std::pair{"chosen", &pair.answer_a},
                                      std::pair{"rejected", &pair.answer_b}})
        if (onlyBlank(*text)) return reject("empty", field, "the field is empty");
    if (!row.has("images") && !row.has("image")) pair.images = std::move(images);
    const std::string original =
        has_prompt && prompt->size() > 1 ? simdjson::minify(row.take("prompt")) : std::string{};
    if (auto done = takeCommon(row, pair); !done) return tl::unexpected<Reject>(done.error());
    mergeOwnExtra(row, pair);
    if (!original.empty())
        pair.extra = pair.extra.substr(0, pair.extra.size() - 1) + (pair.extra == "{}" ? "" : ",") +
                     "\"prompt\":" + original + "}";
    return pair;
}

double TrlReader::fit(const JsonRow& row) const {
    JsonRow fields = row;
    for (const char* field : {"prompt", "chosen", "rejected"})
        if (fields.take(field).is_array()) return 1.0;
    if (row.has("images")) return 0.9;
    return row.has("image") || row.has("video") || row.has("id") ? 0.4 : 0.7;
}

} // namespace egt::formats
