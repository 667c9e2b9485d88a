// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The loops of the filter: one condition over one column, chunk by chunk.

#include <string_view>
#include <utility>
#include <vector>

#include "curation/mask.h"
#include "records/columns.h"

namespace egt::curation {

enum class Comparison { equal, unequal, less, at_most, greater, at_least };
Comparison comparisonOf(std::string_view op); ///< "==", "!=", "<", "<=", ">", ">="

/// Rows whose number compares so with the bound; a row without a number never does.
Mask rowsComparing(const Column& column, std::int64_t rows, Comparison op, double bound);
/// Rows whose number lies in one of the closed ranges; `inside` false: in none, and there is a number.
Mask rowsWithin(const Column& column, std::int64_t rows, const std::vector<std::pair<double, double>>& ranges,
                bool inside);
/// Rows of a code column whose code is wanted; `inside` false: is not, and there is a code.
Mask rowsOfCodes(const Column& column, std::int64_t rows, const std::vector<char>& wanted, bool inside);
Mask rowsWithoutValue(const Column& column, std::int64_t rows);

} // namespace egt::curation
