// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two kinds of suspicious pairs: uncertain (the judge is likely wrong there) and contradicted (the label is likely
// wrong).

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/columns.h"

namespace egt::curation {

/// One of the two; with none, the top 5 %.
struct FlagLimit {
    std::optional<double> share; ///< the most suspicious share of the pairs that can be judged, round(share * n)
    std::optional<double> above; ///< uncertain: mean_entropy > above; contradicted: 1 - p_label > above
    std::string by = {};         ///< uncertain: another column in place of mean_entropy, high = suspicious
};
inline constexpr double kDefaultFlagShare = 0.05;

/// Pairs without a score, and pairs that the judge was trained on, are left out. `value` and `cut` of a flag are in the
/// column's own terms (mean_entropy, p_label); with a share, `cut` is the value of the last flagged pair. Rising pair.
/// Errors: curation.bad_share, curation.no_scores (the snapshot is of no scoring run), curation.only_brackets (a
/// server's run is flagged by entropy_mid, when asked to), curation.bad_flag_column.
Result<std::vector<FlagRecord>> flagPairs(const ColumnSnapshot& snapshot, FlagRule rule, const FlagLimit& limit);

} // namespace egt::curation
