// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/selection_rule.h"

#include <algorithm>
#include <initializer_list>

#include "base/json.h"
#include "curation/column_names.h"

namespace egt::curation {
namespace {

tl::unexpected<Error> badRule(const char* text, const std::string& key, const std::string& more = {}) {
    return fail("selection.bad_rule", text, {key, more}, {}, 0, key);
}

/// Reads one JSON object of the rule; the first thing wrong with it is kept.
class Reader {
public:
    Reader(const Json& json, std::string path, std::vector<std::string> keys) : m_json(json), m_path(std::move(path)) {
        if (!json.is_object()) {
            m_error = badRule(EGT_TEXT("engine", "The selection rule's “%1” must be a JSON object."), m_path).value();
            return;
        }
        for (const auto& [key, value] : json.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                m_error = badRule(EGT_TEXT("engine", "The selection rule has no “%1”. Use “%2”."), m_path + key,
                                  m_path + nearestWord(key, keys))
                              .value();
    }
    template <class T> void get(const char* key, T& value) {
        if (m_error || !m_json.contains(key)) return;
        try {
            m_json.at(key).get_to(value);
        } catch (const Json::exception&) {
            m_error =
                badRule(EGT_TEXT("engine", "The selection rule's “%1” has a value of the wrong kind."), m_path + key)
                    .value();
        }
    }
    /// One of two words; true for the second.
    void either(const char* key, const std::string& first, const std::string& second, bool& is_second) {
        std::string word = is_second ? second : first;
        get(key, word);
        if (!m_error && word != first && word != second)
            m_error = badRule(EGT_TEXT("engine", "The selection rule's “%1” must be %2."), m_path + key,
                              "“" + first + "” / “" + second + "”")
                          .value();
        is_second = word == second;
    }
    [[nodiscard]] Result<void> end() const {
        if (m_error) return fail(*m_error);
        return {};
    }

private:
    const Json& m_json;
    std::string m_path;
    std::optional<Error> m_error;
};

Result<CutStep> cutFromJson(const Json& json) {
    CutStep step;
    Reader reader(json, "cut.", {"column", "low", "high", "by", "per"});
    reader.get("column", step.column);
    reader.get("low", step.low);
    reader.get("high", step.high);
    reader.either("by", "value", "quantile", step.by_quantile);
    reader.get("per", step.per);
    EGT_TRY(reader.end());
    return step;
}

Result<KeepStep> keepFromJson(const Json& json) {
    KeepStep step;
    bool highest = false;
    Reader reader(json, "keep.", {"column", "share", "side", "per"});
    reader.get("column", step.column);
    reader.get("share", step.share);
    reader.either("side", "lowest", "highest", highest);
    reader.get("per", step.per);
    EGT_TRY(reader.end());
    step.side = highest ? Keep::highest : Keep::lowest;
    return step;
}

Mask maskOf(const ColumnSnapshot& snapshot, const std::vector<PairId>& pairs) {
    Mask out(static_cast<std::size_t>(snapshot.rows), 0);
    for (const PairId pair : pairs)
        if (const std::int64_t row = snapshot.rowOf(pair); row >= 0) out[static_cast<std::size_t>(row)] = 1;
    return out;
}

} // namespace

std::string ruleToJson(const SelectionRule& rule) {
    Json json = Json::object();
    if (!rule.where.empty()) json["where"] = rule.where;
    if (rule.cut) {
        Json& cut = json["cut"] = {{"column", rule.cut->column}, {"by", rule.cut->by_quantile ? "quantile" : "value"}};
        if (rule.cut->low) cut["low"] = *rule.cut->low;
        if (rule.cut->high) cut["high"] = *rule.cut->high;
        if (!rule.cut->per.empty()) cut["per"] = rule.cut->per;
    }
    if (rule.keep) {
        Json& keep = json["keep"] = {{"column", rule.keep->column},
                                     {"share", rule.keep->share},
                                     {"side", rule.keep->side == Keep::highest ? "highest" : "lowest"}};
        if (!rule.keep->per.empty()) keep["per"] = rule.keep->per;
    }
    if (rule.run != 0) json["run"] = rule.run;
    if (rule.pairs) json["pairs"] = *rule.pairs;
    return dumpJson(json);
}

Result<SelectionRule> ruleFromJson(const std::string& text) {
    EGT_ASSIGN(const Json json, parseJson(text));
    SelectionRule rule;
    Reader reader(json, "", {"where", "cut", "keep", "run", "pairs"});
    reader.get("where", rule.where);
    reader.get("run", rule.run);
    reader.get("pairs", rule.pairs);
    EGT_TRY(reader.end());
    if (json.contains("cut")) {
        EGT_ASSIGN(rule.cut, cutFromJson(json["cut"]));
    }
    if (json.contains("keep")) {
        EGT_ASSIGN(rule.keep, keepFromJson(json["keep"]));
    }
    return rule;
}

Result<std::vector<PairId>> applyRule(const SelectionRule& rule, const ColumnSnapshot& snapshot,
                                      const TextSearch& search) {
    if (snapshot.rows == 0) return std::vector<PairId>();
    EGT_ASSIGN(Mask mask, filterRows(snapshot, rule.where, search));
    if (rule.pairs) {
        const Mask picked = maskOf(snapshot, *rule.pairs);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= picked[i];
    }
    if (rule.cut) {
        const CutTarget target{rule.cut->column, rule.cut->per, mask};
        const auto cut = rule.cut->by_quantile ? cutByQuantile : cutByValue;
        EGT_ASSIGN(CutResult result, cut(snapshot, target, rule.cut->low, rule.cut->high));
        mask = std::move(result.mask);
    }
    if (rule.keep) {
        const CutTarget target{rule.keep->column, rule.keep->per, mask};
        EGT_ASSIGN(CutResult result, cutByShare(snapshot, target, rule.keep->share, rule.keep->side));
        mask = std::move(result.mask);
    }
    return pairsOf(snapshot, mask);
}

Result<std::vector<PairId>> applyRule(const std::string& json, const ColumnSnapshot& snapshot,
                                      const TextSearch& search) {
    EGT_ASSIGN(const SelectionRule rule, ruleFromJson(json));
    return applyRule(rule, snapshot, search);
}

} // namespace egt::curation
