// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/score_fields.h"

#include <array>
#include <cmath>

#include "base/numbers.h"
#include "records/serialize.h"

namespace egt::formats {

OrderedJson floatField(float value) {
    if (!std::isfinite(value)) return nullptr;
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return parseNumber<double>({digits.data(), static_cast<std::size_t>(end.ptr - digits.data())}).value_or(value);
}

OrderedJson scoreFields(const std::optional<ScoreRecord>& score) {
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    const auto field = [&](float ScoreRecord::*member) { return floatField(score ? (*score).*member : none); };
    const auto entropy = [&](float EntropySummary::*member) {
        return floatField(score ? score->entropy.*member : none);
    };
    constexpr std::array<const char*, 4> verdicts = {"unparsed", "A", "B", "split"};
    OrderedJson out;
    out["mean_entropy"] = entropy(&EntropySummary::mean);
    out["sum_entropy"] = entropy(&EntropySummary::sum);
    out["max_entropy"] = entropy(&EntropySummary::max);
    out["top_fifth_entropy"] = entropy(&EntropySummary::top_fifth);
    out["think_entropy"] = entropy(&EntropySummary::think);
    out["answer_entropy"] = entropy(&EntropySummary::answer);
    out["verdict_entropy"] = entropy(&EntropySummary::verdict);
    out["p_label"] = field(&ScoreRecord::p_label);
    out["vote_share"] = field(&ScoreRecord::vote_share);
    out["vote_entropy"] = field(&ScoreRecord::vote_entropy);
    out["consistency"] = field(&ScoreRecord::consistency);
    out["first_rate"] = field(&ScoreRecord::first_rate);
    out["agreement"] = field(&ScoreRecord::agreement);
    out["unparsed"] = field(&ScoreRecord::unparsed);
    out["tokens"] = field(&ScoreRecord::tokens);
    const bool bracket = score && score->bracket.known;
    out["entropy_low"] = floatField(bracket ? score->bracket.low : none);
    out["entropy_high"] = floatField(bracket ? score->bracket.high : none);
    out["verdict"] = nullptr;
    out["trained"] = nullptr;
    out["score_run"] = nullptr;
    if (score) {
        out["verdict"] = verdicts[static_cast<std::size_t>(score->verdict) % verdicts.size()];
        out["trained"] = score->trained;
        out["score_run"] = score->run;
    }
    return out;
}

OrderedJson flagList(const std::vector<FlagRecord>& flags) {
    OrderedJson out = OrderedJson::array();
    for (const FlagRecord& flag : flags)
        out.push_back({{"rule", name(flag.rule)},
                       {"value", floatField(flag.value)},
                       {"cut", floatField(flag.cut)},
                       {"run", flag.run}});
    return out;
}

} // namespace egt::formats
