// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which pairs a cut keeps. A missing value is never kept and counted apart; ties go to the smaller pair id, so a rule
// gives the same pairs every time.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/mask.h"

namespace egt::curation {

enum class Keep { lowest, highest };

/// Counts of one stratum (one word of the `per` column); "" when there is no `per`.
struct StratumCount {
    std::string name;
    std::int64_t kept = 0;
    std::int64_t dropped = 0;
    std::int64_t missing = 0;
    double low = 0; ///< smallest and largest value that was kept; NaN when none
    double high = 0;
};

struct CutResult {
    Mask mask;                 ///< one entry a row
    std::vector<PairId> pairs; ///< kept, rising
    std::int64_t dropped = 0;  ///< had a value, not kept
    std::int64_t missing = 0;
    std::vector<StratumCount> strata; ///< in the dictionary's order, only those that have rows
};

/// What to cut. `per` names a code column whose words are the strata; `among` limits everything to its rows.
/// Errors of all cuts: filter.unknown_column, curation.not_words (`per` is no code column), curation.bad_share.
struct CutTarget {
    std::string column = "mean_entropy";
    std::string per;
    Mask among;
};

/// Keeps low <= value <= high; a bound that is absent is open. Bounds are rounded as boundFor says.
Result<CutResult> cutByValue(const ColumnSnapshot& snapshot, const CutTarget& target, std::optional<double> low,
                             std::optional<double> high);
/// The same with bounds at quantiles in [0, 1] (type 7), of each stratum by itself when there are strata.
Result<CutResult> cutByQuantile(const ColumnSnapshot& snapshot, const CutTarget& target, std::optional<double> low,
                                std::optional<double> high);
/// Keeps round(share * n) of the n rows with a value, the lowest or highest, of each stratum by itself.
Result<CutResult> cutByShare(const ColumnSnapshot& snapshot, const CutTarget& target, double share, Keep keep);

/// How a selection shifts the balance: kept and dropped rows of each word of a code column.
Result<std::vector<StratumCount>> balance(const ColumnSnapshot& snapshot, const std::string& column, const Mask& kept);

} // namespace egt::curation
