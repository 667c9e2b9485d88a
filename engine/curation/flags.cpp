// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/flags.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "curation/column_names.h"

namespace egt::curation {
namespace {

struct Suspect {
    float value;
    std::int64_t row;
};

/// Most suspicious first, ties in rising pair.
std::vector<Suspect> ranked(const ColumnSnapshot& snapshot, const Column& column, const Column& trained, bool high) {
    std::vector<Suspect> out;
    for (std::int64_t row = 0; row < snapshot.rows; ++row) {
        const float value = column.real(row);
        if (!std::isnan(value) && trained.text(row) != "yes") out.push_back({value, row});
    }
    std::stable_sort(out.begin(), out.end(), [high](const Suspect& a, const Suspect& b) {
        return high ? a.value > b.value : a.value < b.value;
    });
    return out;
}

Result<const Column*> flagColumn(const ColumnSnapshot& snapshot, bool uncertain, const std::string& by) {
    if (!uncertain && !by.empty() && canonicalColumn(by) != "p_label")
        return fail("curation.bad_flag_column",
                    EGT_TEXT("engine", "The rule “contradicted” always goes by p_label; “%1” can't be used with it."),
                    {by}, {}, 0, "by");
    EGT_ASSIGN(const Column* column, findColumn(snapshot, !by.empty() ? by : uncertain ? "mean_entropy" : "p_label"));
    if (!uncertain || column->unit == "nats") return column;
    return fail("curation.bad_flag_column",
                EGT_TEXT("engine", "The column “%1” is no measure of uncertainty. Use mean_entropy or entropy_mid."),
                {by}, {}, 0, "by");
}

} // namespace

Result<std::vector<FlagRecord>> flagPairs(const ColumnSnapshot& snapshot, FlagRule rule, const FlagLimit& limit) {
    if (snapshot.run == 0)
        return fail("curation.no_scores",
                    EGT_TEXT("engine", "No complete scoring run is there to flag by. Score the pairs first."));
    const double share = limit.share.value_or(kDefaultFlagShare);
    if (!(share >= 0 && share <= 1))
        return fail("curation.bad_share",
                    EGT_TEXT("engine", "A share must lie between 0 and 1 (0 % and 100 %); %1 does not."),
                    {numberText(share)}, {}, 0, "share");
    const bool uncertain = rule == FlagRule::uncertain;
    EGT_ASSIGN(const Column* column, flagColumn(snapshot, uncertain, limit.by));
    EGT_ASSIGN(const Column* trained, findColumn(snapshot, "trained"));
    std::vector<Suspect> suspects = ranked(snapshot, *column, *trained, uncertain);
    double cut = 0;
    if (limit.above) {
        cut = uncertain ? *limit.above : 1 - *limit.above;
        std::erase_if(suspects, [&](const Suspect& s) {
            return uncertain ? !(double{s.value} > cut) : !(1 - double{s.value} > *limit.above);
        });
    } else {
        suspects.resize(static_cast<std::size_t>(std::llround(share * static_cast<double>(suspects.size()))));
        if (!suspects.empty()) cut = double{suspects.back().value};
    }
    std::vector<FlagRecord> out;
    for (const Suspect& s : suspects)
        out.push_back({snapshot.pairAt(s.row), rule, snapshot.run, s.value, static_cast<float>(cut)});
    std::sort(out.begin(), out.end(), [](const FlagRecord& a, const FlagRecord& b) { return a.pair < b.pair; });
    return out;
}

} // namespace egt::curation
