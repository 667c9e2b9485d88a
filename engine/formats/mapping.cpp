// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/mapping.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/json.h"
#include "formats/conversation.h"
#include "formats/data_rows.h"
#include "formats/json_row.h"

namespace egt::formats {
namespace dom = simdjson::dom;
namespace {

/// What a path leads to from a value. Names come between dots, places in lists in brackets.
std::optional<dom::element> follow(dom::element value, std::string_view path) {
    if (path.starts_with('.')) path.remove_prefix(1);
    while (!path.empty()) {
        dom::element next;
        if (value.is_object() && value.at_key(path).get(next) == simdjson::SUCCESS) return next; // a name with dots
        if (path.front() == '[') {
            const std::size_t end = path.find(']');
            std::size_t index = 0;
            if (end == std::string_view::npos) return std::nullopt;
            const auto parsed = std::from_chars(path.data() + 1, path.data() + end, index);
            if (parsed.ec != std::errc() || parsed.ptr != path.data() + end || !value.is_array() ||
                value.at(index).get(next) != simdjson::SUCCESS)
                return std::nullopt;
            path.remove_prefix(end + 1);
        } else {
            const std::size_t end = std::min(path.find_first_of(".["), path.size());
            if (!value.is_object() || value.at_key(path.substr(0, end)).get(next) != simdjson::SUCCESS)
                return std::nullopt;
            path.remove_prefix(end);
        }
        if (path.starts_with('.')) path.remove_prefix(1);
        value = next;
    }
    return value;
}

std::string beginningOf(const std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes; // not within a character
    return text.substr(0, bytes) + "…";
}

/// A text, or a number or truth value written out.
std::optional<std::string> wordOf(dom::element value) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return std::string(text);
    if (value.is_number() || value.is_bool()) return simdjson::minify(value);
    return std::nullopt;
}

class MappedReader final : public JsonLinesReader {
public:
    explicit MappedReader(FieldMap map) : m_map(std::move(map)) {}
    [[nodiscard]] std::string name() const override { return "mapped"; }
    [[nodiscard]] std::string title() const override { return "Fields as named"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow&) const override { return 1; }

private:
    static std::optional<dom::element> find(JsonRow& row, const std::string& path);
    static Field<std::string> needed(JsonRow& row, const std::string& path);
    static Field<void> optional(JsonRow& row, const std::string& path, std::string& out);
    [[nodiscard]] Field<Label> labelOf(JsonRow& row) const;

    FieldMap m_map;
};

std::optional<dom::element> MappedReader::find(JsonRow& row, const std::string& path) {
    std::optional<dom::element> value;
    if (row.has(path)) { // a field that is used whole is no longer one of the others
        value = row.take(path);
    } else {
        const std::size_t end = std::min(path.find_first_of(".["), path.size());
        value = follow(row.look(path.substr(0, end)), std::string_view(path).substr(end));
    }
    return value && !value->is_null() ? value : std::nullopt;
}

Field<std::string> MappedReader::needed(JsonRow& row, const std::string& path) {
    const auto value = find(row, path);
    if (!value) return reject("missing", path, "the field is missing");
    const auto word = wordOf(*value);
    if (!word) return reject("type", path, "the field is not a text");
    if (word->find_first_not_of(" \t\r\n") == std::string::npos) return reject("empty", path, "the field is empty");
    return *word;
}

Field<void> MappedReader::optional(JsonRow& row, const std::string& path, std::string& out) {
    if (path.empty()) return {};
    const auto value = find(row, path);
    if (!value) return {};
    const auto word = wordOf(*value);
    if (!word) return reject("type", path, "the field is not a text");
    out = *word;
    return {};
}

Field<Label> MappedReader::labelOf(JsonRow& row) const {
    if (m_map.label.empty()) return m_map.preference ? Label::a : Label::none;
    std::string word;
    if (auto found = optional(row, m_map.label, word); !found) return tl::unexpected<Reject>(found.error());
    const auto named = [&word](const std::vector<std::string>& values) {
        return std::find(values.begin(), values.end(), word) != values.end();
    };
    if (named(m_map.label_a)) return Label::a;
    if (named(m_map.label_b)) return Label::b;
    if (named(m_map.label_tie)) return Label::tie;
    if (word.empty()) return Label::none;
    if (named({"A", "a", "1", "first", "left", m_map.a})) return Label::a;
    if (named({"B", "b", "2", "second", "right", m_map.b})) return Label::b;
    if (named({"tie", "equal", "same"})) return Label::tie;
    return reject("label", m_map.label,
                  "the label “" + word + "” is not known; say what it means with label_a, label_b or label_tie");
}

Field<PairRecord> MappedReader::pairOf(JsonRow& row) const {
    PairRecord pair;
    for (const auto& [path, target] :
         {std::pair{&m_map.question, &pair.question}, {&m_map.a, &pair.answer_a}, {&m_map.b, &pair.answer_b}}) {
        auto text = needed(row, *path);
        if (!text) return tl::unexpected<Reject>(text.error());
        *target = std::move(*text);
    }
    if (pair.answer_a == pair.answer_b) return reject("same_answers", m_map.b, "both answers are the same");
    const auto label = labelOf(row);
    if (!label) return tl::unexpected<Reject>(label.error());
    pair.label = *label;
    for (const auto& [path, target] : {std::pair{&m_map.id, &pair.source_id},
                                       {&m_map.source, &pair.source},
                                       {&m_map.split, &pair.split},
                                       {&m_map.reason_a, &pair.reason_a},
                                       {&m_map.reason_b, &pair.reason_b}})
        if (auto done = optional(row, *path, *target); !done) return tl::unexpected<Reject>(done.error());
    if (pair.split == "train") pair.split.clear();
    for (const std::string& path : m_map.images)
        if (const auto value = find(row, path))
            if (auto added = addImages(path, *value, pair.images, row.keepImage()); !added)
                return tl::unexpected<Reject>(added.error());
    pair.question = withoutImageMarks(std::move(pair.question));
    pair.extra = row.extra();
    return pair;
}

} // namespace

std::unique_ptr<Reader> mappedReader(FieldMap map) {
    return std::make_unique<MappedReader>(std::move(map));
}

Result<std::vector<FieldSeen>> fieldsOf(const std::filesystem::path& file) {
    constexpr int rows = 50;
    constexpr std::size_t bytes = 120;
    std::vector<FieldSeen> out;
    dom::parser parser;
    int taken = 0;
    EGT_TRY(forEachDataRow(file, {}, [&](const Line& line) {
        dom::object object;
        if (parser.parse(line.text.data(), line.text.size()).get(object) == simdjson::SUCCESS)
            for (const auto& [key, value] : object) {
                auto at = std::find_if(out.begin(), out.end(), [&](const FieldSeen& f) { return f.name == key; });
                if (at == out.end()) at = out.insert(out.end(), {std::string(key), {}});
                if (!at->sample.empty() || value.is_null()) continue;
                std::string_view text;
                at->sample = beginningOf(
                    value.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(value), bytes);
            }
        return ++taken < rows;
    }));
    return out;
}

} // namespace egt::formats
