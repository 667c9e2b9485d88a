// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/cut.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/numbers.h"
#include "curation/column_names.h"
#include "curation/histogram.h"

namespace egt::curation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Item {
    double value;
    std::int64_t row;
};
struct Stratum {
    std::string name;
    std::vector<Item> items; ///< rising value, then rising row
    std::int64_t missing = 0;
};

Result<const Column*> wordsColumn(const ColumnSnapshot& snapshot, const std::string& name) {
    EGT_ASSIGN(const Column* column, findColumn(snapshot, name));
    if (column->type == ColumnType::code) return column;
    return fail(
        "curation.not_words",
        EGT_TEXT("engine", "The column “%1” holds numbers and has no groups. Use “source”, “split” or “label”."),
        {name}, {}, 0, "per");
}

Result<std::vector<Stratum>> strataOf(const ColumnSnapshot& snapshot, const CutTarget& target) {
    EGT_ASSIGN(const Column* column, findColumn(snapshot, target.column));
    const Column* per = nullptr;
    if (!target.per.empty()) {
        EGT_ASSIGN(per, wordsColumn(snapshot, target.per));
    }
    std::vector<Stratum> strata(per == nullptr ? 1 : per->dictionary.size() + 1);
    for (std::size_t i = 0; per != nullptr && i < per->dictionary.size(); ++i)
        strata[i].name = per->dictionary[i];
    for (std::int64_t row = 0; row < snapshot.rows; ++row) {
        if (!taken(target.among, row)) continue;
        const std::int32_t code = per == nullptr ? 0 : per->code(row);
        Stratum& stratum = code == kMissingCode ? strata.back() : strata[static_cast<std::size_t>(code)];
        const double value = column->number(row);
        if (std::isnan(value))
            ++stratum.missing;
        else
            stratum.items.push_back({value, row});
    }
    for (Stratum& stratum : strata) // rows came rising: a stable sort leaves ties in rising pair
        std::stable_sort(stratum.items.begin(), stratum.items.end(),
                         [](const Item& a, const Item& b) { return a.value < b.value; });
    return strata;
}

/// Keeps the items [first, last) of each stratum as `range` says.
template <class Range> Result<CutResult> cut(const ColumnSnapshot& snapshot, const CutTarget& target, Range&& range) {
    EGT_ASSIGN(const std::vector<Stratum> strata, strataOf(snapshot, target));
    CutResult out;
    out.mask.assign(static_cast<std::size_t>(snapshot.rows), 0);
    for (const Stratum& stratum : strata) {
        if (stratum.items.empty() && stratum.missing == 0) continue;
        const std::vector<char> keep = range(stratum.items);
        StratumCount count{stratum.name, 0, 0, stratum.missing, kNaN, kNaN};
        for (std::size_t i = 0; i < stratum.items.size(); ++i) {
            if (keep[i] == 0) {
                ++count.dropped;
                continue;
            }
            if (count.kept++ == 0) count.low = stratum.items[i].value;
            count.high = stratum.items[i].value;
            out.mask[static_cast<std::size_t>(stratum.items[i].row)] = 1;
        }
        out.dropped += count.dropped;
        out.missing += count.missing;
        out.strata.push_back(std::move(count));
    }
    out.pairs = pairsOf(snapshot, out.mask);
    return out;
}

std::vector<char> within(const std::vector<Item>& items, double low, double high) {
    std::vector<char> keep(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        keep[i] = !(items[i].value < low) && !(items[i].value > high);
    return keep;
}

Result<void> checkShare(double share) {
    if (share >= 0 && share <= 1) return {};
    return fail("curation.bad_share",
                EGT_TEXT("engine", "A share must lie between 0 and 1 (0 % and 100 %); %1 does not."),
                {numberText(share)}, {}, 0, "share");
}

} // namespace

Result<CutResult> cutByValue(const ColumnSnapshot& snapshot, const CutTarget& target, std::optional<double> low,
                             std::optional<double> high) {
    EGT_ASSIGN(const Column* column, findColumn(snapshot, target.column));
    const double from = boundFor(*column, low.value_or(kNaN));
    const double to = boundFor(*column, high.value_or(kNaN));
    return cut(snapshot, target, [&](const std::vector<Item>& items) { return within(items, from, to); });
}

Result<CutResult> cutByQuantile(const ColumnSnapshot& snapshot, const CutTarget& target, std::optional<double> low,
                                std::optional<double> high) {
    EGT_TRY(checkShare(low.value_or(0)));
    EGT_TRY(checkShare(high.value_or(1)));
    return cut(snapshot, target, [&](const std::vector<Item>& items) {
        std::vector<double> values;
        values.reserve(items.size());
        for (const Item& item : items)
            values.push_back(item.value);
        return within(items, low ? quantileOfSorted(values, *low) : kNaN,
                      high ? quantileOfSorted(values, *high) : kNaN);
    });
}

Result<CutResult> cutByShare(const ColumnSnapshot& snapshot, const CutTarget& target, double share, Keep keep) {
    EGT_TRY(checkShare(share));
    return cut(snapshot, target, [&](const std::vector<Item>& items) {
        const auto count = static_cast<std::size_t>(std::llround(share * static_cast<double>(items.size())));
        std::vector<std::size_t> order(items.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        if (keep == Keep::highest)
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return items[a].value > items[b].value; });
        std::vector<char> out(items.size(), 0);
        for (std::size_t i = 0; i < count; ++i)
            out[order[i]] = 1;
        return out;
    });
}

Result<std::vector<StratumCount>> balance(const ColumnSnapshot& snapshot, const std::string& column, const Mask& kept) {
    EGT_ASSIGN(const Column* words, wordsColumn(snapshot, column));
    std::vector<StratumCount> out;
    for (const std::string& name : words->dictionary)
        out.push_back({name, 0, 0, 0, kNaN, kNaN});
    out.push_back({"", 0, 0, 0, kNaN, kNaN});
    for (std::int64_t row = 0; row < snapshot.rows; ++row) {
        const std::int32_t code = words->code(row);
        StratumCount& count = code == kMissingCode ? out.back() : out[static_cast<std::size_t>(code)];
        ++(taken(kept, row) ? count.kept : count.dropped);
    }
    std::erase_if(out, [](const StratumCount& count) { return count.kept + count.dropped == 0; });
    return out;
}

} // namespace egt::curation
