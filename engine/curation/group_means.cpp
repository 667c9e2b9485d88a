// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/group_means.h"

#include <cmath>

#include "curation/column_names.h"
#include "curation/column_scan.h"

namespace egt::curation {

Result<std::vector<GroupMean>> groupMeans(const ColumnSnapshot& snapshot, const std::string& column,
                                          const std::string& per, const Mask& mask) {
    EGT_ASSIGN(const Column* values, findColumn(snapshot, column));
    EGT_ASSIGN(const Column* groups, findColumn(snapshot, per));
    if (groups->type != ColumnType::code)
        return fail(
            "curation.not_words",
            EGT_TEXT("engine", "The column “%1” holds numbers and has no groups. Use “source”, “split” or “label”."),
            {per}, {}, 0, "per");
    std::vector<double> sums(groups->dictionary.size(), 0); // adding in double: a million floats lose nothing
    std::vector<GroupMean> all(groups->dictionary.size());
    std::vector<std::int32_t> codes;
    codes.reserve(static_cast<std::size_t>(snapshot.rows));
    eachCode(*groups, snapshot.rows, [&](std::int64_t, std::int32_t code) { codes.push_back(code); });
    eachNumber(*values, snapshot.rows, [&](std::int64_t row, double value) {
        const std::int32_t code = codes[static_cast<std::size_t>(row)];
        if (code == kMissingCode || !taken(mask, row)) return;
        GroupMean& group = all[static_cast<std::size_t>(code)];
        const bool missing = std::isnan(value);
        ++(missing ? group.missing : group.rows);
        sums[static_cast<std::size_t>(code)] += missing ? 0 : value;
    });
    std::vector<GroupMean> out;
    for (std::size_t code = 0; code < all.size(); ++code) {
        if (all[code].rows + all[code].missing == 0) continue;
        all[code].name = groups->dictionary[code];
        all[code].mean = all[code].rows == 0 ? std::nan("") : sums[code] / static_cast<double>(all[code].rows);
        out.push_back(std::move(all[code]));
    }
    return out;
}

} // namespace egt::curation
