// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/label_studio.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/json.h"
#include "formats/choice_words.h"
#include "formats/task_fields.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;
using Kind = Opinion::Kind;

constexpr std::array<const char*, 7> kBookkeeping{"id",         "annotator", "annotation_id", "created_at",
                                                  "updated_at", "lead_time", "agreement"};

// --- images ----------------------------------------------------------------------------------------------------------

std::string percentDecoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const char* digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The value of a query's key, decoded.
std::string queryValue(std::string_view query, std::string_view key) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view part = query.substr(0, end);
        if (part.size() > key.size() && part.starts_with(key) && part[key.size()] == '=')
            return percentDecoded(part.substr(key.size() + 1));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

/// Where a file lies that Label Studio serves under this address; another address as it is.
std::string servedFile(const std::string& reference) {
    std::string_view path = reference;
    if (const std::size_t scheme = path.find("://"); scheme != std::string_view::npos) {
        if (!path.starts_with("http")) return reference;
        path.remove_prefix(std::min(path.find('/', scheme + 3), path.size()));
    }
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::size_t mark = std::min(path.find('?'), path.size());
    const std::string_view query = path.substr(std::min(mark + 1, path.size()));
    const std::string_view place = path.substr(0, mark);
    std::string out;
    if (place.starts_with("data/local-files"))
        out = queryValue(query, "d");
    else if (place.starts_with("storage-data/uploaded"))
        out = queryValue(query, "filepath");
    else if (place.starts_with("data/upload/"))
        out = percentDecoded(place.substr(5));
    else if (place.starts_with("upload/") && mark == path.size() && path.size() < reference.size())
        out = percentDecoded(place); // "/upload/3/1.jpg"
    return out.empty() ? reference : out;
}

// --- results ---------------------------------------------------------------------------------------------------------

std::string textAt(dom::element object, const char* key) {
    std::string_view text;
    return object.is_object() && object.at_key(key).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

bool flagAt(dom::element object, const char* key) {
    bool flag = false;
    return object.at_key(key).get(flag) == simdjson::SUCCESS && flag;
}

/// One annotator's result for one control, from its value.
struct Control {
    std::string name;
    std::string target; ///< to_name
    std::optional<std::size_t> item;
};

std::optional<std::size_t> placeOfName(std::string_view name, const std::vector<std::string>& names) {
    const std::string plain = plainName(name);
    const auto at = std::find_if(names.begin(), names.end(), [&](const auto& one) { return plainName(one) == plain; });
    return at == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - names.begin()));
}

std::optional<Opinion> comparison(std::string_view selected, const Control& control,
                                  const std::vector<std::string>& names) {
    if (names.size() != 2) return std::nullopt;
    std::size_t left = 0;
    if (const std::size_t comma = control.target.find(','); comma != std::string::npos)
        left = placeOfName(std::string_view(control.target).substr(0, comma), names).value_or(0);
    if (selected == "left") return bestOf(Kind::comparison, control.name, left);
    if (selected == "right") return bestOf(Kind::comparison, control.name, 1 - left);
    const auto named = placeOfName(selected, names);
    return named ? std::optional(bestOf(Kind::comparison, control.name, *named)) : std::nullopt;
}

/// Ids of the items, the best first.
std::optional<Opinion> ranking(dom::element ranker, const Control& control, const std::vector<std::string>& names) {
    dom::element list = ranker;
    if (dom::object buckets; ranker.get(buckets) == simdjson::SUCCESS) {
        if (buckets.size() != 1) return std::nullopt;
        list = (*buckets.begin()).value;
    }
    dom::array ids;
    if (list.get(ids) != simdjson::SUCCESS) return std::nullopt;
    Opinion out{Kind::ranking, control.name, std::vector<double>(names.size(), std::nan("")), {}};
    double rank = 0;
    for (const dom::element id : ids) {
        --rank;
        std::string_view text;
        const std::string word = id.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(id);
        const auto at = std::find(names.begin(), names.end(), word);
        if (at != names.end()) out.worth[static_cast<std::size_t>(at - names.begin())] = rank;
    }
    return out;
}

std::optional<Opinion> rating(double stars, const Control& control, const std::vector<std::string>& names) {
    auto place = control.item;
    if (!place && !control.target.empty()) place = placeIn(control.target, names);
    if (!place) place = placeIn(control.name, names);
    if (!place || *place >= names.size()) return std::nullopt;
    return ratingOf(control.name, *place, names.size(), stars);
}

/// Both of two answers chosen is a tie.
std::optional<Opinion> choices(dom::array list, const Control& control, const std::vector<std::string>& names) {
    std::vector<Opinion> said;
    for (const dom::element item : list)
        if (std::string_view text; item.get(text) == simdjson::SUCCESS)
            if (auto opinion = opinionOfWords(text, control.name, names)) said.push_back(std::move(*opinion));
    if (said.size() == 1) return said.front();
    if (said.size() == 2 && names.size() == 2 && said[0].best && said[1].best && said[0].best != said[1].best)
        return tieOf(Kind::choice, control.name, 2);
    return std::nullopt;
}

void addValue(dom::element value, const Control& control, const std::vector<std::string>& names, Annotation& out) {
    const auto add = [&out](std::optional<Opinion> opinion) {
        if (opinion) out.opinions.push_back(std::move(*opinion));
    };
    if (!value.is_object()) return;
    if (std::string_view side; value.at_key("selected").get(side) == simdjson::SUCCESS)
        add(comparison(side, control, names));
    if (dom::array list; value.at_key("choices").get(list) == simdjson::SUCCESS) add(choices(list, control, names));
    if (dom::element ranker; value.at_key("ranker").get(ranker) == simdjson::SUCCESS)
        add(ranking(ranker, control, names));
    if (double stars = 0; value.at_key("rating").get(stars) == simdjson::SUCCESS) add(rating(stars, control, names));
}

/// False: the result is no list.
bool addResults(dom::element annotation, const std::vector<std::string>& names, Annotation& out) {
    dom::element all;
    if (annotation.at_key("result").get(all) != simdjson::SUCCESS || all.is_null()) return true;
    dom::array results;
    if (all.get(results) != simdjson::SUCCESS) return false;
    for (const dom::element result : results) {
        if (!result.is_object()) return false;
        Control control{textAt(result, "from_name"), textAt(result, "to_name"), {}};
        if (std::uint64_t item = 0; result.at_key("item_index").get(item) == simdjson::SUCCESS) control.item = item;
        if (dom::element inner; result.at_key("value").get(inner) == simdjson::SUCCESS)
            addValue(inner, control, names, out);
    }
    return true;
}

Field<std::vector<Annotation>> annotationsOf(JsonRow& row, const std::vector<std::string>& names) {
    const char* field = row.has("annotations") ? "annotations" : "completions";
    const dom::element value = row.look(field);
    std::vector<Annotation> out;
    if (value.is_null()) return out;
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return reject("type", field, "the field is not a list of annotations");
    for (const dom::element one : list) {
        if (!one.is_object()) return reject("type", field, "an annotation is not an object");
        if (flagAt(one, "was_cancelled") || flagAt(one, "skipped")) continue;
        Annotation annotation;
        annotation.truth = flagAt(one, "ground_truth");
        if (!addResults(one, names, annotation))
            return reject("type", std::string(field) + ".result", "the result of an annotation is not a list");
        out.push_back(std::move(annotation));
    }
    return out;
}

/// What a field of a flat row says: a control's value as it is, or as the text of a table.
void addFlat(dom::element value, const Control& control, const std::vector<std::string>& names, Annotation& out) {
    if (dom::array list; value.get(list) == simdjson::SUCCESS)
        for (const dom::element item : list)
            addValue(item, control, names, out);
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return;
    if (text.starts_with("[{") || text.starts_with('{')) {
        dom::parser parser;
        dom::element inner;
        if (parser.parse(text.data(), text.size()).get(inner) != simdjson::SUCCESS) return;
        inner.is_object() ? addValue(inner, control, names, out) : addFlat(inner, control, names, out);
    } else if (auto opinion = opinionOfWords(text, control.name, names)) {
        out.opinions.push_back(std::move(*opinion));
    }
}

bool isFlat(const JsonRow& row) {
    int found = 0;
    for (const auto& [key, value, used] : row.members())
        found += key == "annotator" || key == "annotation_id" || key == "lead_time" ? 1 : 0;
    return found == 3; // there, though null where nobody annotated
}

bool isTask(const JsonRow& row) {
    return row.look("data").is_object();
}

void mapImages(PairRecord& pair) {
    for (ImageRef& image : pair.images)
        if (image.path.empty()) image.reference = servedFile(image.reference);
}

Field<std::vector<PairRecord>> fromTask(JsonRow& row) {
    dom::object object;
    if (row.take("data").get(object) != simdjson::SUCCESS)
        return reject("type", "data", "the field is not a JSON object");
    JsonRow data(object, row.keepImage());
    auto task = taskFieldsOf(data);
    if (!task) {
        task.error().field = "data." + task.error().field;
        return Rejected(task.error());
    }
    auto id = row.optionalText("id");
    if (!id) return Rejected(id.error());
    const auto annotations = annotationsOf(row, task->names);
    if (!annotations) return Rejected(annotations.error());
    task->common.source_id = std::move(*id);
    task->common.extra = row.extra();
    if (const std::string rest = data.extra(); rest != "{}")
        task->common.extra = mergedObjects(task->common.extra, "{\"data\":" + rest + "}");
    mapImages(task->common);
    return pairsOfTask(*task, *annotations);
}

Field<std::vector<PairRecord>> fromFlat(JsonRow& row) {
    auto task = taskFieldsOf(row);
    if (!task) return Rejected(task.error());
    auto id = row.optionalText("id");
    if (!id) return Rejected(id.error());
    task->common.source_id = std::move(*id);
    task->common.extra = row.extra();
    mapImages(task->common);
    Annotation annotation;
    if (row.has("annotation_id")) {
        for (const auto& [key, value, used] : row.members())
            if (!used && std::find(kBookkeeping.begin(), kBookkeeping.end(), key) == kBookkeeping.end())
                addFlat(value, {std::string(key), {}, {}}, task->names, annotation);
    }
    return pairsOfTask(*task, {annotation});
}

} // namespace

Field<std::vector<PairRecord>> LabelStudioReader::pairsOf(JsonRow& row) const {
    if (isTask(row)) return fromTask(row);
    if (isFlat(row)) return fromFlat(row);
    return reject("missing", "data", "the field is missing");
}

double LabelStudioReader::fit(const JsonRow& row) const {
    if (isFlat(row)) return 1.0;
    for (const char* field : {"annotations", "completions", "predictions"})
        if (row.look(field).is_array()) return 1.0;
    return 0.6; // a task that was never in a project
}

bool LabelStudioReader::meansToBe(const JsonRow& row) const {
    return isTask(row) ? row.look("annotations").is_array() : isFlat(row);
}

} // namespace egt::formats
