// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/bench_layouts.h"

#include <array>
#include <cmath>

#include "base/json.h"
#include "base/numbers.h"
#include "formats/conversation.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;

Field<std::array<std::string, 2>> twoTexts(JsonRow& row, const char* field) {
    dom::array list;
    const dom::element value = row.take(field);
    if (value.is_null()) return reject("missing", field, "the field is missing");
    if (value.get(list) != simdjson::SUCCESS || list.size() != 2)
        return reject("type", field, "the field is not a list of two texts");
    std::array<std::string, 2> out;
    for (std::size_t i = 0; i < 2; ++i) {
        std::string_view text;
        if (list.at(i).get(text) != simdjson::SUCCESS)
            return reject("type", field, "the field is not a list of two texts");
        out[i] = text;
    }
    return out;
}

/// Ranks: the lower one is better.
Field<Label> labelOfRanks(JsonRow& row, const char* field) {
    dom::array list;
    const dom::element value = row.take(field);
    if (value.is_null()) return Label::none;
    double first = 0, second = 0;
    if (value.get(list) != simdjson::SUCCESS || list.size() != 2 || list.at(0).get(first) != simdjson::SUCCESS ||
        list.at(1).get(second) != simdjson::SUCCESS)
        return reject("type", field, "the field is not a list of two ranks");
    return first < second ? Label::a : first > second ? Label::b : Label::tie;
}

/// takeCommon sets the label that rows with chosen and rejected have; these say theirs themselves.
Field<void> finish(JsonRow& row, PairRecord& pair, Label label) {
    if (auto done = takeCommon(row, pair); !done) return done;
    takeOwnExtra(row, pair);
    pair.label = label;
    return {};
}

struct Rated {
    std::size_t place = 0;
    std::string response, model;
    double rating = 0;
};

/// The mean of the three ratings; nothing where one of them is no number.
std::optional<double> ratingOf(dom::element completion) {
    double sum = 0;
    for (const char* aspect : {"Helpfulness", "Ethical Considerations", "Visual Faithfulness"}) {
        dom::element rating;
        if (completion.at_key("annotations").at_key(aspect).at_key("Rating").get(rating) != simdjson::SUCCESS)
            return std::nullopt;
        double number = 0;
        std::string_view text;
        if (rating.get(text) == simdjson::SUCCESS) {
            const auto parsed = parseNumber<double>(std::string(text));
            if (!parsed) return std::nullopt;
            number = *parsed;
        } else if (rating.get(number) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        if (!std::isfinite(number)) return std::nullopt;
        sum += number;
    }
    return sum / 3;
}

Field<std::vector<Rated>> ratedAnswers(JsonRow& row) {
    const dom::element value = row.take("completions");
    if (value.is_null()) return reject("missing", "completions", "the field is missing");
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return reject("type", "completions", "the field is not a list");
    std::vector<Rated> out;
    std::size_t place = 0;
    for (const dom::element completion : list) {
        const std::size_t own = place++;
        std::string_view response, model;
        if (completion.at_key("response").get(response) != simdjson::SUCCESS)
            return reject("type", "completions", "a completion has no response");
        if (completion.at_key("model").get(model) != simdjson::SUCCESS) model = {};
        const auto rating = ratingOf(completion);
        if (!rating || response.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
        out.push_back({own, std::string(response), std::string(model), *rating});
    }
    return out;
}

PairRecord pairOfRated(const PairRecord& common, const Rated& better, const Rated& worse) {
    PairRecord pair = common;
    pair.answer_a = better.response;
    pair.answer_b = worse.response;
    pair.label = Label::a;
    pair.source_id += ":" + std::to_string(better.place) + "-" + std::to_string(worse.place);
    const Json more = {
        {"model_a", better.model}, {"model_b", worse.model}, {"rating_a", better.rating}, {"rating_b", worse.rating}};
    pair.extra = mergedObjects(pair.extra, dumpJson(more));
    return pair;
}

} // namespace

Field<PairRecord> VlRewardBenchReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    auto query = row.text("query");
    if (!query) return Rejected(query.error());
    pair.question = withoutImageMarks(std::move(*query));
    auto responses = twoTexts(row, "response");
    if (!responses) return Rejected(responses.error());
    pair.answer_a = std::move((*responses)[0]);
    pair.answer_b = std::move((*responses)[1]);
    if (auto done = checkTexts(pair, "query", "response", "response"); !done) return Rejected(done.error());
    const auto label = labelOfRanks(row, "human_ranking");
    if (!label) return Rejected(label.error());
    if (auto done = finish(row, pair, *label); !done) return Rejected(done.error());
    return pair;
}

double VlRewardBenchReader::fit(const JsonRow& row) const {
    return row.has("human_ranking") ? 1.0 : 0.6;
}

bool VlRewardBenchReader::meansToBe(const JsonRow& row) const {
    return row.has("query") && row.has("response");
}

Field<PairRecord> MultimodalRewardBenchReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    for (const auto& [field, target] : {std::pair{"Text", &pair.question}, std::pair{"Output1", &pair.answer_a},
                                        std::pair{"Output2", &pair.answer_b}}) {
        auto text = row.text(field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    if (auto done = checkTexts(pair, "Text", "Output1", "Output2"); !done) return Rejected(done.error());
    const auto better = row.optionalText("Better");
    if (!better) return Rejected(better.error());
    if (!better->empty() && *better != "Output1" && *better != "Output2")
        return reject("type", "Better", "the field is neither Output1 nor Output2");
    for (const auto& [field, target] : {std::pair{"ID", &pair.source_id}, std::pair{"Category", &pair.source}}) {
        auto text = row.optionalText(field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    if (auto added = addImages("Image", row.take("Image"), pair.images, row.keepImage()); !added)
        return Rejected(added.error());
    pair.label = better->empty() ? Label::none : *better == "Output1" ? Label::a : Label::b;
    pair.extra = row.extra();
    return pair;
}

double MultimodalRewardBenchReader::fit(const JsonRow&) const {
    return 1.0;
}

bool MultimodalRewardBenchReader::meansToBe(const JsonRow& row) const {
    return row.has("Output1") && row.has("Output2");
}

Field<std::vector<PairRecord>> VlFeedbackReader::pairsOf(JsonRow& row) const {
    PairRecord common;
    auto prompt = row.text("prompt");
    if (!prompt) return Rejected(prompt.error());
    common.question = withoutImageMarks(std::move(*prompt));
    const auto rated = ratedAnswers(row);
    if (!rated) return Rejected(rated.error());
    auto id = row.optionalText("id");
    if (!id) return Rejected(id.error());
    common.source_id = std::move(*id);
    for (const char* field : {"img_path", "image"})
        if (auto added = addImages(field, row.take(field), common.images, row.keepImage()); !added)
            return Rejected(added.error());
    common.extra = row.extra();
    std::vector<PairRecord> out;
    for (std::size_t i = 0; i < rated->size(); ++i)
        for (std::size_t j = i + 1; j < rated->size(); ++j) {
            const Rated& a = (*rated)[i];
            const Rated& b = (*rated)[j];
            if (a.rating == b.rating || a.response == b.response) continue;
            out.push_back(a.rating > b.rating ? pairOfRated(common, a, b) : pairOfRated(common, b, a));
        }
    if (out.empty()) return reject("no_pair", "completions", "no two answers have different ratings");
    return out;
}

double VlFeedbackReader::fit(const JsonRow&) const {
    return 1.0;
}

bool VlFeedbackReader::meansToBe(const JsonRow& row) const {
    return row.has("completions");
}

} // namespace egt::formats
