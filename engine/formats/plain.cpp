// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/plain.h"

#include <array>

#include "base/json.h"
#include "records/serialize.h"

namespace egt::formats {
namespace {

using Target = std::pair<const char*, std::string*>;

Field<void> takeTexts(JsonRow& row, PairRecord& pair) {
    for (const auto& [field, target] : std::array<Target, 3>{
             {{"question", &pair.question}, {"answer_a", &pair.answer_a}, {"answer_b", &pair.answer_b}}}) {
        auto text = row.text(field);
        if (!text) return tl::unexpected<Reject>(text.error());
        *target = std::move(*text);
    }
    for (const auto& [field, target] : std::array<Target, 5>{{{"id", &pair.source_id},
                                                              {"source", &pair.source},
                                                              {"split", &pair.split},
                                                              {"reason_a", &pair.reason_a},
                                                              {"reason_b", &pair.reason_b}}}) {
        auto text = row.optionalText(field);
        if (!text) return tl::unexpected<Reject>(text.error());
        *target = std::move(*text);
    }
    return {};
}

Field<Label> takeLabel(JsonRow& row) {
    const auto text = row.optionalText("label");
    if (!text) return tl::unexpected<Reject>(text.error());
    if (text->empty()) return Label::none;
    for (const Label label : {Label::none, Label::a, Label::b, Label::tie})
        if (egt::name(label) == *text) return label;
    return reject("type", "label", "the label is none of A, B, tie, none");
}

/// An object, or the text of one: a table has one type for its column. Empty: something else.
std::string objectIn(simdjson::dom::element value) {
    std::string_view text;
    if (value.is_object()) return simdjson::minify(value);
    if (value.get(text) != simdjson::SUCCESS) return {};
    const auto parsed = parseJson(text);
    return parsed && parsed->is_object() ? std::string(text) : std::string();
}

} // namespace

Field<PairRecord> plainPairOf(JsonRow& row) {
    PairRecord pair;
    if (auto done = takeTexts(row, pair); !done) return tl::unexpected<Reject>(done.error());
    if (pair.split == "train") pair.split.clear();
    if (pair.answer_a == pair.answer_b) return reject("same_answers", "answer_b", "both answers are the same");
    const auto label = takeLabel(row);
    if (!label) return tl::unexpected<Reject>(label.error());
    pair.label = *label;
    auto images = row.images();
    if (!images) return tl::unexpected<Reject>(images.error());
    pair.images = std::move(*images);
    const std::string own = objectIn(row.look("extra"));
    if (!own.empty()) row.take("extra");
    pair.extra = row.extra();
    if (!own.empty()) pair.extra = mergedObjects(pair.extra, own);
    return pair;
}

Field<PairRecord> PlainReader::pairOf(JsonRow& row) const {
    return plainPairOf(row);
}

double PlainReader::fit(const JsonRow& row) const {
    if (row.has("problem")) return 0.9; // a judge's task that carries its pair
    return row.has("answer_a") && row.has("answer_b") ? 1.0 : 0.0;
}

} // namespace egt::formats
