// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/calibration.h"

#include <algorithm>
#include <cmath>

#include "curation/column_names.h"
#include "curation/histogram.h"

namespace egt::curation {

std::optional<bool> labelIsWrong(Decision decision, Label label) {
    if (label == Label::none) return std::nullopt;
    switch (decision) {
    case Decision::correct:
        return false;
    case Decision::flip:
    case Decision::both_bad:
        return true;
    case Decision::left:
        return label != Label::a;
    case Decision::right:
        return label != Label::b;
    case Decision::none:
    case Decision::tie:
    case Decision::drop:
    case Decision::skip:
    case Decision::flag:
        return std::nullopt;
    }
    return std::nullopt;
}

Result<Calibration> calibrate(const ColumnSnapshot& snapshot, const std::string& column, std::int64_t most_bins) {
    EGT_ASSIGN(const Column* values, findColumn(snapshot, column));
    EGT_ASSIGN(const Column* decisions, findColumn(snapshot, "decision"));
    EGT_ASSIGN(const Column* labels, findColumn(snapshot, "label"));
    // The codes of these columns are the numbers of their enums.
    const Rightness wrong = [=](std::int64_t row) {
        const auto said =
            labelIsWrong(static_cast<Decision>(decisions->code(row)), static_cast<Label>(labels->code(row)));
        const bool usable = said.has_value() && !std::isnan(values->number(row));
        return usable ? (*said ? 1.0 : 0.0) : std::nan("");
    };
    Calibration out;
    out.wrong = accuracyOf(snapshot, wrong);
    out.enough = out.wrong.n >= kEnoughReviews;
    if (!out.enough) return out;
    Mask judged(static_cast<std::size_t>(snapshot.rows), 0);
    for (std::int64_t row = 0; row < snapshot.rows; ++row)
        judged[static_cast<std::size_t>(row)] = std::isnan(wrong(row)) ? 0 : 1;
    const SortedColumn sorted(*values, snapshot.rows, judged);
    const std::int64_t bins = std::clamp<std::int64_t>(sorted.size() / kEnoughReviews, 1, most_bins);
    EGT_ASSIGN(const std::vector<Decile> groups, accuracyByDecile(snapshot, column, wrong, judged, bins));
    std::int64_t rank = 0;
    for (const Decile& group : groups) {
        double sum = 0;
        for (std::int64_t i = 0; i < group.accuracy.n; ++i)
            sum += sorted.valueAt(rank++);
        out.bins.push_back({group.low, group.high, sum / static_cast<double>(group.accuracy.n), group.accuracy});
    }
    return out;
}

} // namespace egt::curation
