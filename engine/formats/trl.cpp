// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/trl.h"

#include "formats/conversation.h"

namespace egt::formats {
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
        prompt = commonBeginning(*chosen, *rejected);
        if (prompt->empty()) return reject("missing", "prompt", "the field is missing");
    }
    pair.question = questionOf(*prompt);
    pair.answer_a = answerOf(*chosen);
    pair.answer_b = answerOf(*rejected);
    if (auto done = checkTexts(pair, "prompt", "chosen", "rejected"); !done)
        return tl::unexpected<Reject>(done.error());
    if (!row.has("images") && !row.has("image")) pair.images = std::move(images);
    const std::string original =
        has_prompt && prompt->size() > 1 ? simdjson::minify(row.take("prompt")) : std::string{};
    if (auto done = takeCommon(row, pair); !done) return tl::unexpected<Reject>(done.error());
    takeOwnExtra(row, pair);
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
