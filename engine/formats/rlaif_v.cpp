// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/rlaif_v.h"

#include "base/json.h"
#include "formats/conversation.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;

Field<void> takeTexts(JsonRow& row, PairRecord& pair) {
    for (const auto& [field, target] : {std::pair{"question", &pair.question}, std::pair{"chosen", &pair.answer_a},
                                        std::pair{"rejected", &pair.answer_b}}) {
        auto text = row.text(field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    pair.question = withoutImageMarks(std::move(pair.question));
    return checkTexts(pair, "question", "chosen", "rejected");
}

/// What both sets have beside the texts.
Field<void> takeRest(JsonRow& row, PairRecord& pair) {
    const auto path = row.optionalText("image_path");
    if (!path) return Rejected(path.error());
    const bool has_id = row.has("id");
    auto idx = has_id ? Field<std::string>(std::string()) : row.optionalText("idx");
    if (!idx) return Rejected(idx.error());
    if (auto done = takeCommon(row, pair); !done) return done;
    takeOwnExtra(row, pair);
    if (!has_id) pair.source_id = std::move(*idx);
    if (path->empty()) return {};
    if (pair.images.empty())
        pair.images.push_back({*path, {}, 0, 0});
    else if (!pair.images.front().path.empty() && pair.images.front().reference == pair.images.front().path)
        pair.images.front().reference = *path; // bytes without a name of their own
    else
        pair.extra = mergedObjects(pair.extra, dumpJson(Json{{"image_path", *path}}));
    return {};
}

} // namespace

Field<PairRecord> RlaifVReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    if (auto done = takeTexts(row, pair); !done) return Rejected(done.error());
    if (auto done = takeRest(row, pair); !done) return Rejected(done.error());
    return pair;
}

double RlaifVReader::fit(const JsonRow& row) const {
    return row.has("ds_name") || row.has("origin_dataset") ? 1.0 : 0.8;
}

bool RlaifVReader::meansToBe(const JsonRow& row) const {
    return row.has("question") && (row.has("chosen") || row.has("rejected"));
}

Field<PairRecord> RlhfVReader::pairOf(JsonRow& row) const {
    dom::element value = row.take("text");
    if (value.is_null()) return reject("missing", "text", "the field is missing");
    dom::parser parser;
    if (std::string_view text; value.get(text) == simdjson::SUCCESS)
        if (parser.parse(text.data(), text.size()).get(value) != simdjson::SUCCESS)
            return reject("json", "text", "the field is not JSON");
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return reject("type", "text", "the field is not a JSON object");
    JsonRow inner(object);
    PairRecord pair;
    if (auto done = takeTexts(inner, pair); !done) {
        done.error().field = "text." + done.error().field;
        return Rejected(done.error());
    }
    if (auto done = takeRest(row, pair); !done) return Rejected(done.error());
    if (const std::string more = inner.extra(); more != "{}")
        pair.extra = mergedObjects(pair.extra, "{\"text\":" + more + "}");
    return pair;
}

double RlhfVReader::fit(const JsonRow&) const {
    return 1.0;
}

bool RlhfVReader::meansToBe(const JsonRow& row) const {
    return row.has("text") && (row.has("ds_name") || row.has("origin_dataset"));
}

} // namespace egt::formats
