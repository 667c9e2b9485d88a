// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/deciles.h"

#include <algorithm>
#include <cmath>

#include "curation/column_names.h"
#include "curation/histogram.h"

namespace egt::curation {
namespace {

Accuracy accuracy(double sum, std::int64_t n) {
    if (n == 0) return {};
    const auto count = static_cast<double>(n);
    return {n, sum / count, wilson(sum, count)};
}

} // namespace

Result<Rightness> agreementWithLabel(const ColumnSnapshot& snapshot) {
    EGT_ASSIGN(const Column* agreement, findColumn(snapshot, "agreement"));
    EGT_ASSIGN(const Column* trained, findColumn(snapshot, "trained"));
    return Rightness([agreement, trained](std::int64_t row) {
        return trained->text(row) == "yes" ? std::nan("") : double{agreement->real(row)};
    });
}

Result<std::vector<Decile>> accuracyByDecile(const ColumnSnapshot& snapshot, const std::string& column,
                                             const Rightness& right, const Mask& mask, std::int64_t count) {
    EGT_ASSIGN(const Column* values, findColumn(snapshot, column));
    Mask judged(static_cast<std::size_t>(snapshot.rows), 0);
    for (std::int64_t row = 0; row < snapshot.rows; ++row)
        judged[static_cast<std::size_t>(row)] = taken(mask, row) && !std::isnan(right(row)) ? 1 : 0;
    std::vector<Decile> out;
    if (snapshot.rows == 0) return out;
    const SortedColumn sorted(*values, snapshot.rows, judged);
    const std::int64_t groups = std::min(count, sorted.size());
    for (std::int64_t group = 0; group < groups; ++group) {
        const std::int64_t first = group * sorted.size() / groups;
        const std::int64_t last = (group + 1) * sorted.size() / groups;
        double sum = 0;
        for (std::int64_t rank = first; rank < last; ++rank)
            sum += right(sorted.rowAt(rank));
        out.push_back({sorted.valueAt(first), sorted.valueAt(last - 1), accuracy(sum, last - first)});
    }
    return out;
}

Accuracy accuracyOf(const ColumnSnapshot& snapshot, const Rightness& right, const Mask& mask) {
    double sum = 0;
    std::int64_t n = 0;
    for (std::int64_t row = 0; row < snapshot.rows; ++row) {
        if (!taken(mask, row)) continue;
        const double value = right(row);
        if (std::isnan(value)) continue;
        sum += value;
        ++n;
    }
    return accuracy(sum, n);
}

} // namespace egt::curation
