// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "curation/mask.h"

namespace egt::curation {

/// One word of the grouping column.
struct GroupMean {
    std::string name;
    std::int64_t rows = 0;    ///< with a value
    std::int64_t missing = 0; ///< without one
    double mean = 0;          ///< NaN when no row has a value
};

/// Means of a column's numbers in each word of a code column, in the dictionary's order, only words that have rows.
/// Errors: filter.unknown_column, curation.not_words (`per` is no code column). Any thread.
Result<std::vector<GroupMean>> groupMeans(const ColumnSnapshot& snapshot, const std::string& column,
                                          const std::string& per, const Mask& mask = {});

} // namespace egt::curation
