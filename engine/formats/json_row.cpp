// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/json_row.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "formats/data_rows.h"
#include "formats/embedded_image.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

/// A text in quotes.
std::string jsonText(std::string_view text) {
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F; });
    if (!plain) return dumpJson(Json(std::string(text)));
    std::string out;
    out.reserve(text.size() + 2);
    out += '"';
    out += text;
    out += '"';
    return out;
}

/// The word stands where a value does: a text may hold it too.
bool isValue(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t before = text.substr(0, at).find_last_not_of(" \t");
        if (before != std::string_view::npos && std::string_view(":[,-").find(text[before]) != std::string_view::npos)
            return true;
    }
    return false;
}

/// What a JSON parser's complaint means to the person who made the file.
std::string jsonReason(simdjson::error_code code, std::string_view text) {
    // Python writes these words for numbers that are none.
    if (code == simdjson::TAPE_ERROR || code == simdjson::NUMBER_ERROR)
        for (const std::string_view word : {"NaN", "Infinity"})
            if (isValue(text, word))
                return "the row has " + std::string(word) + ", which JSON does not have; write null in its place";
    switch (code) {
    case simdjson::UTF8_ERROR:
        return "the row is not valid UTF-8";
    case simdjson::UNCLOSED_STRING:
        return "the row is cut off inside a text";
    case simdjson::DEPTH_ERROR:
        return "the row is nested too deeply";
    case simdjson::NUMBER_ERROR:
        return "the row has a number that can't be read";
    case simdjson::STRING_ERROR:
        return "the row has an escape in a text that is no character, such as half a surrogate pair";
    case simdjson::UNESCAPED_CHARS:
        return "the row has a control character that is not escaped";
    default:
        return "the row is not JSON, or cut off";
    }
}

/// Parsers differ in which of two values they take; a pair must not hang on that.
std::optional<std::string_view> repeatedField(dom::object object) {
    std::vector<std::string_view> names;
    for (const auto& [key, value] : object)
        names.push_back(key);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    return twice == names.end() ? std::nullopt : std::optional(*twice);
}

Field<dom::object> parseRow(dom::parser& parser, const Line& line) {
    if (line.too_long) return reject("json", {}, "the row is longer than 32 MB");
    if (!line.problem.empty()) return reject("columns", {}, std::string(line.problem));
    dom::element element;
    if (const auto code = parser.parse(line.text.data(), line.text.size()).get(element); code != simdjson::SUCCESS)
        return reject("json", {}, jsonReason(code, line.text));
    dom::object object;
    if (element.get(object) != simdjson::SUCCESS) return reject("type", {}, "the row is not a JSON object");
    if (const auto twice = repeatedField(object))
        return reject("repeated", std::string(*twice), "the field stands twice in the row");
    return object;
}

dom::element nullElement() {
    static dom::parser parser;
    static const dom::element element = parser.parse(std::string_view("null")).value();
    return element;
}

} // namespace

JsonRow::JsonRow(dom::object object, const KeepImage* keep) : m_keep(keep) {
    m_members.reserve(object.size());
    for (const auto& [key, value] : object)
        m_members.push_back({key, value});
}

bool JsonRow::has(std::string_view field) const {
    return !look(field).is_null();
}

dom::element JsonRow::take(std::string_view field) {
    for (Member& member : m_members)
        if (member.key == field) member.used = true;
    return look(field);
}

dom::element JsonRow::look(std::string_view field) const {
    const auto found =
        std::find_if(m_members.begin(), m_members.end(), [field](const Member& m) { return m.key == field; });
    return found == m_members.end() ? nullElement() : found->value;
}

Field<std::string> JsonRow::text(std::string_view field) {
    const dom::element value = take(field);
    if (value.is_null()) return reject("missing", std::string(field), "the field is missing");
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return reject("type", std::string(field), "the field is not a text");
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return reject("empty", std::string(field), "the field is empty");
    return std::string(text);
}

Field<std::string> JsonRow::optionalText(std::string_view field) {
    const dom::element value = take(field);
    if (value.is_null()) return std::string{};
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return std::string(text);
    if (value.is_number()) return simdjson::minify(value);
    return reject("type", std::string(field), "the field is not a text");
}

Field<bool> JsonRow::optionalFlag(std::string_view field) {
    const dom::element value = take(field);
    if (value.is_null()) return false;
    if (bool flag = false; value.get(flag) == simdjson::SUCCESS) return flag;
    if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS && (number == 0 || number == 1))
        return number == 1;
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) {
        if (text == "true" || text == "True") return true;
        if (text.empty() || text == "false" || text == "False") return false;
    }
    return reject("type", std::string(field), "the field is not true or false");
}

Field<void> addImageBytes(std::string_view field, std::string_view bytes, std::string reference,
                          std::vector<ImageRef>& out, const KeepImage* keep) {
    auto name = keep != nullptr && *keep ? (*keep)(bytes) : std::optional<std::string>(kNotKept);
    if (!name) return reject("image", std::string(field), "the image could not be stored");
    if (reference.empty()) reference = *name;
    out.push_back({std::move(reference), std::move(*name), 0, 0});
    return {};
}

namespace {

/// Several paths in a field of a text table: ["a.jpg", "b.jpg"].
bool listed(std::string_view text, std::vector<ImageRef>& out) {
    if (text == "[]") return true;
    if (!text.starts_with("[\"") || !text.ends_with("]")) return false;
    const auto list = parseJson(text);
    if (!list || !std::all_of(list->begin(), list->end(), [](const Json& item) { return item.is_string(); }))
        return false;
    for (const Json& item : *list)
        out.push_back({item.get<std::string>(), {}, 0, 0});
    return true;
}

/// {"egt_image": name}, what a columnar row has in place of bytes.
std::optional<std::string_view> embeddedName(dom::element value) {
    std::string_view name;
    if (!value.is_object() || value.at_key(kEmbeddedImage).get(name) != simdjson::SUCCESS) return std::nullopt;
    return name;
}

/// {"bytes", "path"} of `datasets`, {"egt_image"}, or {"path" | "image" | "url": text}.
Field<void> addImageObject(std::string_view field, dom::element object, std::vector<ImageRef>& out,
                           const KeepImage* keep) {
    std::string_view path;
    dom::element bytes;
    const bool has_path = object.at_key("path").get(path) == simdjson::SUCCESS && !path.empty();
    const bool has_bytes = object.at_key("bytes").get(bytes) == simdjson::SUCCESS;
    auto name = embeddedName(object);
    if (has_bytes && !name) name = embeddedName(bytes);
    if (name) {
        out.push_back({std::string(has_path ? path : *name), std::string(*name), 0, 0});
        return {};
    }
    for (const char* key : {"path", "image", "url"})
        if (dom::element inner; object.at_key(key).get(inner) == simdjson::SUCCESS && inner.is_string())
            return addImages(field, inner, out, keep);
    if (has_bytes && bytes.is_null()) return {}; // both are null: no picture
    return reject("type", std::string(field), "the field is not a path or a list of paths");
}

} // namespace

Field<void> addImages(std::string_view field, dom::element value, std::vector<ImageRef>& out, const KeepImage* keep) {
    if (value.is_null()) return {};
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) {
        if (text.substr(0, 5) == "data:") {
            const auto bytes = bytesOfDataUrl(text);
            if (!bytes || imageExtension(*bytes).empty())
                return reject("type", std::string(field), "the data URL is damaged or holds no picture in base64");
            return addImageBytes(field, *bytes, {}, out, keep);
        }
        if (listed(text, out)) return {};
        if (!text.empty()) out.push_back({std::string(text), {}, 0, 0});
        return {};
    }
    if (dom::array list; value.get(list) == simdjson::SUCCESS) {
        for (const dom::element item : list)
            if (auto added = addImages(field, item, out, keep); !added) return added;
        return {};
    }
    if (value.is_object()) return addImageObject(field, value, out, keep);
    return reject("type", std::string(field), "the field is not a path or a list of paths");
}

Field<std::vector<ImageRef>> JsonRow::images() {
    std::vector<ImageRef> out;
    for (const char* field : {"image", "images", "video"})
        if (auto added = addImages(field, take(field), out, m_keep); !added)
            return tl::unexpected<Reject>(added.error());
    return out;
}

std::string JsonRow::extra() const {
    std::string out = "{";
    for (const Member& member : m_members) {
        if (member.used) continue;
        if (out.size() > 1) out += ',';
        out += jsonText(member.key);
        out += ':';
        out += simdjson::minify(member.value);
    }
    out += '}';
    return out;
}

std::string mergedObjects(const std::string& under, const std::string& over) {
    auto all = parseJson(under);
    const auto more = parseJson(over);
    if (!all || !all->is_object()) return more && more->is_object() ? over : "{}";
    if (more && more->is_object()) all->update(*more);
    return dumpJson(*all);
}

Field<void> takeCommon(JsonRow& row, PairRecord& pair) {
    const auto into = [&row](std::string_view field, std::string& target) -> Field<void> {
        auto value = row.optionalText(field);
        if (!value) return tl::unexpected<Reject>(value.error());
        target = std::move(*value);
        return {};
    };
    if (auto done = into("id", pair.source_id); !done) return done;
    if (auto done = into("split", pair.split); !done) return done;
    if (auto done = into("chosen_reason", pair.reason_a); !done) return done;
    if (auto done = into("rejected_reason", pair.reason_b); !done) return done;
    for (const char* field : {"category", "source", "ds_name"}) { // the first that is there; the others stay in extra
        if (!row.has(field)) continue;
        if (auto done = into(field, pair.source); !done) return done;
        if (!pair.source.empty()) break;
    }
    if (pair.split == "train") pair.split.clear();
    const auto tie = row.optionalFlag("is_tie");
    if (!tie) return tl::unexpected<Reject>(tie.error());
    pair.label = *tie ? Label::tie : Label::a;
    auto images = row.images();
    if (!images) return tl::unexpected<Reject>(images.error());
    pair.images.insert(pair.images.end(), images->begin(), images->end());
    if (pair.answer_a == pair.answer_b) return reject("same_answers", "rejected", "both answers are the same");
    pair.extra = row.extra();
    return {};
}

void takeOwnExtra(JsonRow& row, PairRecord& pair) {
    std::string_view text;
    if (row.take("egt_question").get(text) == simdjson::SUCCESS && !text.empty()) pair.question = text;
    const bool packed = row.take("egt_extra").get(text) == simdjson::SUCCESS;
    pair.extra = packed ? mergedObjects(row.extra(), std::string(text)) : row.extra();
}

Field<PairRecord> JsonLinesReader::pairOf(JsonRow&) const {
    return reject("type", {}, "the row is no pair");
}

Field<std::vector<PairRecord>> JsonLinesReader::pairsOf(JsonRow& row) const {
    auto pair = pairOf(row);
    if (!pair) return tl::unexpected<Reject>(pair.error());
    std::vector<PairRecord> out;
    out.push_back(std::move(*pair));
    return out;
}

bool JsonLinesReader::meansToBe(const JsonRow& row) const {
    return row.has("chosen") || row.has("rejected") || row.has("answer_a");
}

Result<void> JsonLinesReader::read(const std::filesystem::path& file, std::int64_t skip_lines,
                                   const RowSink& sink) const {
    dom::parser parser;
    return forEachDataRow(file, sink.keep_image, [&](const Line& line) {
        if (line.number <= skip_lines) return true;
        if (sink.row) sink.row(line.number, line.text);
        Field<std::vector<PairRecord>> pairs = parseRow(parser, line).and_then([&](dom::object object) {
            JsonRow row(object, &sink.keep_image);
            return pairsOf(row);
        });
        if (!pairs) {
            pairs.error().line = line.number;
            return sink.reject(pairs.error());
        }
        for (PairRecord& pair : *pairs)
            if (!sink.pair(line.number, std::move(pair))) return false;
        return true;
    });
}

double JsonLinesReader::recognise(const std::string& head) const {
    dom::parser parser;
    double sum = 0;
    std::int64_t rows = 0;
    for (std::size_t begin = 0; begin < head.size();) {
        const std::size_t end = std::min(head.find('\n', begin), head.size());
        const Line line{rows + 1, std::string_view(head).substr(begin, end - begin)};
        begin = end + 1;
        if (line.text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        ++rows;
        const auto object = parseRow(parser, line);
        if (!object) continue;
        JsonRow row(*object);
        // A row that means to be a pair and is not one still tells a little: its reject says more than "unknown
        // format".
        constexpr double wanting = 0.1;
        if (pairsOf(row))
            sum += fit(row);
        else if (meansToBe(row))
            sum += wanting * fit(row);
    }
    return rows == 0 ? 0.0 : sum / static_cast<double>(rows);
}

} // namespace egt::formats
