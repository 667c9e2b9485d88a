// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How right the judge is where it is sure and where it is not.

#include <functional>
#include <string>
#include <vector>

#include "base/interval.h"
#include "base/result.h"
#include "curation/mask.h"

namespace egt::curation {

/// A share of n pairs with its 95 % Wilson interval; NaN when n is 0.
struct Accuracy {
    std::int64_t n = 0;
    double value = std::numeric_limits<double>::quiet_NaN();
    Interval interval;
};
struct Decile {
    double low = 0; ///< smallest and largest value of the column inside
    double high = 0;
    Accuracy accuracy;
};

/// How right a row is, in 0..1; NaN = leave it out.
using Rightness = std::function<double(std::int64_t row)>;
/// The column agreement (verdict against the imported label), without pairs that the judge was trained on.
/// Errors: filter.unknown_column.
Result<Rightness> agreementWithLabel(const ColumnSnapshot& snapshot);

/// Rows in `count` groups of equal size by rising value (ties in rising pair). Fewer rows than groups: fewer groups.
Result<std::vector<Decile>> accuracyByDecile(const ColumnSnapshot& snapshot, const std::string& column,
                                             const Rightness& right, const Mask& mask = {}, std::int64_t count = 10);
/// Accuracy of the rows of a mask, for kept against all.
Accuracy accuracyOf(const ColumnSnapshot& snapshot, const Rightness& right, const Mask& mask = {});

} // namespace egt::curation
