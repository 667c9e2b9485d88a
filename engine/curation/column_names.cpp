// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/column_names.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace egt::curation {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kAliases = {{{"entropy", "mean_entropy"},
                                                                                    {"confidence", "p_label"},
                                                                                    {"votes", "vote_share"},
                                                                                    {"length", "tokens"},
                                                                                    {"kind", "source"},
                                                                                    {"category", "source"},
                                                                                    {"id", "pair"}}};

/// Reductions that need every token's exact entropy.
constexpr std::array<std::string_view, 7> kExact = {"mean_entropy",      "sum_entropy",   "max_entropy",
                                                    "top_fifth_entropy", "think_entropy", "answer_entropy",
                                                    "verdict_entropy"};

std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

std::string_view canonicalColumn(std::string_view name) {
    for (const auto& [alias, column] : kAliases)
        if (alias == name) return column;
    return name;
}

std::string nearestWord(std::string_view word, const std::vector<std::string>& words) {
    const auto best = std::min_element(words.begin(), words.end(), [&](const std::string& a, const std::string& b) {
        return edits(word, a) < edits(word, b);
    });
    return best == words.end() ? std::string() : *best;
}

Result<const Column*> findColumn(const ColumnSnapshot& snapshot, std::string_view name, std::int64_t position) {
    const std::string_view wanted = canonicalColumn(name);
    if (snapshot.brackets && std::find(kExact.begin(), kExact.end(), wanted) != kExact.end())
        return fail("curation.only_brackets",
                    EGT_TEXT("engine",
                             "Run %1 was scored by a server, which gives a bracket of the entropy and no exact "
                             "“%2”. Use entropy_mid, the middle of the bracket (or entropy_low, entropy_high)."),
                    {std::to_string(snapshot.run), std::string(wanted)}, {}, 0, std::string(name));
    if (const Column* column = snapshot.find(wanted)) return column;
    std::vector<std::string> names;
    for (const auto& [alias, column] : kAliases)
        names.emplace_back(alias);
    for (const Column& column : snapshot.columns)
        names.push_back(column.name);
    const std::string nearest = nearestWord(name, names);
    if (position > 0)
        return fail("filter.unknown_column", EGT_TEXT("engine", "There is no column “%1” (position %2). Use “%3”."),
                    {std::string(name), std::to_string(position), nearest}, {}, 0, std::string(name));
    return fail("filter.unknown_column", EGT_TEXT("engine", "There is no column “%1”. Use “%2”."),
                {std::string(name), nearest}, {}, 0, std::string(name));
}

} // namespace egt::curation
