// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/chat_layouts.h"

#include "base/json.h"
#include "formats/conversation.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;

/// The conversation as the file has it, where its text alone could not give it back.
void keep(const std::string& field, const std::string& original, PairRecord& pair) {
    pair.extra = mergedObjects(pair.extra, "{" + dumpJson(Json(field)) + ":" + original + "}");
}

/// What follows a common beginning: one answer, or a talk with its roles named.
std::string restOf(const Messages& messages, std::size_t begin) {
    return questionOf({messages.begin() + static_cast<std::ptrdiff_t>(begin), messages.end()});
}

Messages withoutLastAnswer(Messages messages) {
    while (!messages.empty() && messages.back().role == "assistant")
        messages.pop_back();
    return messages;
}

Field<void> finish(JsonRow& row, PairRecord& pair, const char* question, const char* chosen, const char* rejected) {
    if (auto done = checkTexts(pair, question, chosen, rejected); !done) return Rejected(done.error());
    if (auto done = takeCommon(row, pair); !done) return Rejected(done.error());
    takeOwnExtra(row, pair);
    return {};
}

Field<PairRecord> fromAlpaca(JsonRow& row) {
    PairRecord pair;
    auto instruction = row.text("instruction");
    if (!instruction) return Rejected(instruction.error());
    auto input = row.optionalText("input");
    if (!input) return Rejected(input.error());
    pair.question = withoutImageMarks(input->empty() ? *instruction : *instruction + "\n" + *input);
    for (const auto& [field, target] : {std::pair{"chosen", &pair.answer_a}, std::pair{"rejected", &pair.answer_b}}) {
        auto text = row.text(field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    if (auto done = finish(row, pair, "instruction", "chosen", "rejected"); !done) return Rejected(done.error());
    if (!input->empty()) {
        keep("instruction", dumpJson(Json(*instruction)), pair);
        keep("input", dumpJson(Json(*input)), pair);
    }
    return pair;
}

} // namespace

Field<PairRecord> LlamaFactoryReader::pairOf(JsonRow& row) const {
    if (!row.has("conversations")) return fromAlpaca(row);
    PairRecord pair;
    const auto turns = turnsOf(row, "conversations");
    if (!turns) return Rejected(turns.error());
    pair.question = questionOf(*turns);
    for (const auto& [field, target] : {std::pair{"chosen", &pair.answer_a}, std::pair{"rejected", &pair.answer_b}}) {
        auto text = turnText(row, field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    const std::string original = turns->size() > 1 ? simdjson::minify(row.take("conversations")) : std::string();
    if (auto done = finish(row, pair, "conversations", "chosen", "rejected"); !done) return Rejected(done.error());
    if (!original.empty()) keep("conversations", original, pair);
    return pair;
}

double LlamaFactoryReader::fit(const JsonRow&) const {
    return 1.0; // no other layout has these fields together
}

bool LlamaFactoryReader::meansToBe(const JsonRow& row) const {
    return (row.has("conversations") || row.has("instruction")) && (row.has("chosen") || row.has("rejected"));
}

Field<PairRecord> SwiftReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    std::vector<ImageRef> images, repeated;
    const auto messages = messagesOf(row, "messages", "user", images);
    if (!messages) return Rejected(messages.error());
    const Messages prompt = withoutLastAnswer(*messages);
    pair.question = withoutImageMarks(questionOf(prompt));
    pair.answer_a = answerOf(*messages);
    if (row.has("rejected_messages")) {
        const auto other = messagesOf(row, "rejected_messages", "assistant", repeated);
        if (!other) return Rejected(other.error());
        pair.answer_b = answerOf(*other);
    } else {
        auto text = row.text("rejected_response");
        if (!text) return Rejected(text.error());
        pair.answer_b = std::move(*text);
    }
    if (!row.has("images") && !row.has("image")) pair.images = std::move(images);
    const std::string original = prompt.size() > 1 ? simdjson::minify(row.take("messages")) : std::string();
    if (auto done = finish(row, pair, "messages", "messages", "rejected_response"); !done)
        return Rejected(done.error());
    if (!original.empty()) keep("messages", original, pair);
    return pair;
}

double SwiftReader::fit(const JsonRow&) const {
    return 1.0;
}

bool SwiftReader::meansToBe(const JsonRow& row) const {
    return row.has("messages") && (row.has("rejected_response") || row.has("rejected_messages"));
}

Field<PairRecord> LlavaRlhfReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    const auto turns = turnsOf(row, "conversations");
    if (!turns) return Rejected(turns.error());
    const Messages prompt = withoutLastAnswer(*turns);
    pair.question = questionOf(prompt);
    for (const auto& [field, target] : {std::pair{"output_1", &pair.answer_a}, std::pair{"output_2", &pair.answer_b}}) {
        auto text = turnText(row, field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    const auto preference = row.optionalText("preference");
    if (!preference) return Rejected(preference.error());
    if (*preference != "1" && *preference != "2" && !preference->empty())
        return reject("type", "preference", "the preference is neither 1 nor 2");
    const bool whole = turns->size() > 1;
    const std::string original = whole ? simdjson::minify(row.take("conversations")) : std::string();
    if (auto done = finish(row, pair, "conversations", "output_1", "output_2"); !done) return Rejected(done.error());
    pair.label = preference->empty() ? Label::none : *preference == "1" ? Label::a : Label::b;
    if (whole) keep("conversations", original, pair);
    return pair;
}

double LlavaRlhfReader::fit(const JsonRow&) const {
    return 1.0;
}

bool LlavaRlhfReader::meansToBe(const JsonRow& row) const {
    return row.has("output_1") && row.has("output_2");
}

Field<PairRecord> PovidReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    const auto chosen = turnsOf(row, "conversations");
    if (!chosen) return Rejected(chosen.error());
    const auto rejected = turnsOf(row, "rejected_conversations");
    if (!rejected) return Rejected(rejected.error());
    const Messages prompt = commonBeginning(*chosen, *rejected);
    pair.question = questionOf(prompt);
    pair.answer_a = restOf(*chosen, prompt.size());
    pair.answer_b = restOf(*rejected, prompt.size());
    const bool talk = prompt.size() > 1 || chosen->size() > prompt.size() + 1;
    const std::string first = talk ? simdjson::minify(row.take("conversations")) : std::string();
    const std::string second = talk ? simdjson::minify(row.take("rejected_conversations")) : std::string();
    if (auto done = finish(row, pair, "conversations", "conversations", "rejected_conversations"); !done)
        return Rejected(done.error());
    if (talk) {
        keep("conversations", first, pair);
        keep("rejected_conversations", second, pair);
    }
    return pair;
}

double PovidReader::fit(const JsonRow&) const {
    return 1.0;
}

bool PovidReader::meansToBe(const JsonRow& row) const {
    return row.has("rejected_conversations");
}

} // namespace egt::formats
