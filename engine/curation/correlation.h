// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "curation/deciles.h"

namespace egt::curation {

/// Spearman's rank correlation of a column with how right the judge is, over rows that have both. Interval: Fisher's z
/// with the standard error sqrt((1 + r^2/2) / (n - 3)) of Bonett and Wright (Psychometrika 65, 2000). NaN under four
/// rows or without variation.
struct Correlation {
    std::int64_t n = 0;
    double value = std::numeric_limits<double>::quiet_NaN();
    Interval interval;
};
/// Errors: filter.unknown_column.
Result<Correlation> rankCorrelation(const ColumnSnapshot& snapshot, const std::string& column, const Rightness& right,
                                    const Mask& mask = {});

} // namespace egt::curation
