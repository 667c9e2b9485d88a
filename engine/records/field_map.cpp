// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/field_map.h"

#include <algorithm>
#include <array>

#include "base/json.h"

namespace egt {
namespace {

struct Key {
    const char* name;
    std::string FieldMap::*one;
    std::vector<std::string> FieldMap::*many;
    std::array<const char*, 12> usual; ///< names that such a field has elsewhere
};

constexpr std::array<Key, 15> kKeys{{
    {"question",
     &FieldMap::question,
     nullptr,
     {"question", "prompt", "query", "instruction", "input", "problem", "text"}},
    {"a",
     &FieldMap::a,
     nullptr,
     {"a", "answer_a", "answer_1", "answer1", "response_a", "response_1", "response1", "output_a", "output_1",
      "Output1", "model_a"}},
    {"b",
     &FieldMap::b,
     nullptr,
     {"b", "answer_b", "answer_2", "answer2", "response_b", "response_2", "response2", "output_b", "output_2",
      "Output2", "model_b"}},
    {"chosen",
     &FieldMap::a,
     nullptr,
     {"chosen", "preferred", "winner", "better", "accepted", "chosen_response", "positive"}},
    {"rejected",
     &FieldMap::b,
     nullptr,
     {"rejected", "dispreferred", "loser", "worse", "rejected_response", "negative"}},
    {"label", &FieldMap::label, nullptr, {"label", "preference", "winner", "better", "Better", "preferred"}},
    {"image",
     nullptr,
     &FieldMap::images,
     {"image", "images", "image_path", "img_path", "img", "photo", "video", "Image"}},
    {"id", &FieldMap::id, nullptr, {"id", "ID", "idx", "uid", "pair_id", "index"}},
    {"source", &FieldMap::source, nullptr, {"source", "category", "ds_name", "dataset", "data_source"}},
    {"split", &FieldMap::split, nullptr, {"split"}},
    {"reason_a", &FieldMap::reason_a, nullptr, {"reason_a", "chosen_reason"}},
    {"reason_b", &FieldMap::reason_b, nullptr, {"reason_b", "rejected_reason"}},
    {"label_a", nullptr, &FieldMap::label_a, {}},
    {"label_b", nullptr, &FieldMap::label_b, {}},
    {"label_tie", nullptr, &FieldMap::label_tie, {}},
}};

const Key* keyOf(std::string_view name) {
    const auto at = std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& k) { return k.name == name; });
    return at == kKeys.end() ? nullptr : &*at;
}

tl::unexpected<Error> bad(std::string text, std::vector<std::string> args, std::string key) {
    return fail("import.bad_map", std::move(text), std::move(args), {}, 0, std::move(key));
}

std::string knownKeys() {
    std::string out;
    for (const std::string& key : fieldMapKeys())
        out += (out.empty() ? "" : ", ") + key;
    return out;
}

Result<const Key*> known(const std::string& name) {
    if (const Key* key = keyOf(name)) return key;
    return bad(EGT_TEXT("engine", "A map of fields has no “%1”. It knows %2."), {name, knownKeys()}, name);
}

/// What must hold of a whole map.
Result<FieldMap> complete(FieldMap map, bool by_letters) {
    if (map.preference && by_letters)
        return bad(EGT_TEXT("engine", "Name the answers as a and b with a label, or as chosen and rejected, not both."),
                   {}, "chosen");
    for (const auto& [value, name] : {std::pair{&map.question, "question"},
                                      {&map.a, map.preference ? "chosen" : "a"},
                                      {&map.b, map.preference ? "rejected" : "b"}})
        if (value->empty())
            return bad(EGT_TEXT("engine", "The map of fields does not say where “%1” is. Add %1=FIELD."), {name}, name);
    if (map.a == map.b) return bad(EGT_TEXT("engine", "Both answers are mapped to the field “%1”."), {map.a}, "b");
    if (map.preference && !map.label.empty())
        return bad(EGT_TEXT("engine", "With chosen and rejected there is no label field: the chosen answer is the "
                                      "better one. Leave “label” out, or name the answers a and b."),
                   {}, "label");
    return map;
}

void put(FieldMap& map, const Key& key, std::vector<std::string> values) {
    if (key.many != nullptr)
        map.*key.many = std::move(values);
    else
        map.*key.one = values.empty() ? std::string() : std::move(values.front());
}

bool isLetter(std::string_view key) {
    return key == "a" || key == "b";
}
bool isPreference(std::string_view key) {
    return key == "chosen" || key == "rejected";
}

} // namespace

const std::vector<std::string>& fieldMapKeys() {
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> out;
        for (const Key& key : kKeys)
            out.emplace_back(key.name);
        return out;
    }();
    return keys;
}

Result<FieldMap> fieldMapOfJson(const std::string& json) {
    EGT_ASSIGN(const Json object, parseJson(json));
    if (!object.is_object())
        return bad(EGT_TEXT("engine", "A map of fields is a JSON object such as {\"question\": \"prompt\"}."), {}, {});
    FieldMap map;
    bool letters = false;
    for (const auto& [name, value] : object.items()) {
        EGT_ASSIGN(const Key* key, known(name));
        std::vector<std::string> values;
        for (const Json& item : value.is_array() ? value : Json::array({value})) {
            if (!item.is_string() || item.get<std::string>().empty())
                return bad(EGT_TEXT("engine", "“%1” of the map of fields must be the name of a field."), {name}, name);
            values.push_back(item.get<std::string>());
        }
        if (key->many == nullptr && values.size() != 1)
            return bad(EGT_TEXT("engine", "“%1” of the map of fields must be the name of a field."), {name}, name);
        letters = letters || isLetter(name);
        map.preference = map.preference || isPreference(name);
        put(map, *key, std::move(values));
    }
    return complete(std::move(map), letters);
}

std::string fieldMapJson(const FieldMap& map) {
    OrderedJson out = OrderedJson::object();
    for (const Key& key : kKeys) {
        if (map.preference ? isLetter(key.name) : isPreference(key.name)) continue;
        if (key.many != nullptr) {
            if (!(map.*key.many).empty()) out[key.name] = map.*key.many;
        } else if (!(map.*key.one).empty()) {
            out[key.name] = map.*key.one;
        }
    }
    return dumpJson(out);
}

Result<FieldMap> fieldMapOfWords(const std::vector<std::string>& words) {
    OrderedJson object = OrderedJson::object();
    for (const std::string& word : words) {
        const std::size_t sign = word.find('=');
        if (sign == std::string::npos || sign == 0 || sign + 1 == word.size())
            return bad(EGT_TEXT("engine", "“%1” is not of the form KEY=FIELD, such as question=prompt."), {word}, word);
        const std::string name = word.substr(0, sign);
        EGT_ASSIGN(const Key* key, known(name));
        if (object.contains(name)) return bad(EGT_TEXT("engine", "“%1” is named twice."), {name}, name);
        if (key->many == nullptr) {
            object[name] = word.substr(sign + 1);
            continue;
        }
        OrderedJson values = OrderedJson::array();
        for (std::size_t from = sign + 1; from <= word.size();) {
            const std::size_t end = std::min(word.find(',', from), word.size());
            values.push_back(word.substr(from, end - from));
            from = end + 1;
        }
        object[name] = values;
    }
    return fieldMapOfJson(dumpJson(object));
}

FieldMap guessedMap(const std::vector<std::string>& fields) {
    FieldMap map;
    const auto guess = [&fields](const Key& key) -> std::string {
        for (const char* usual : key.usual)
            if (usual != nullptr && std::find(fields.begin(), fields.end(), usual) != fields.end()) return usual;
        return {};
    };
    const std::string chosen = guess(*keyOf("chosen"));
    const std::string rejected = guess(*keyOf("rejected"));
    map.preference = !chosen.empty() && !rejected.empty();
    for (const Key& key : kKeys) {
        if (map.preference ? isLetter(key.name) || std::string_view(key.name) == "label" : isPreference(key.name))
            continue;
        const std::string found = guess(key);
        if (!found.empty()) put(map, key, {found});
    }
    return map;
}

} // namespace egt
