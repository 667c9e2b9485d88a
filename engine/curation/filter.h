// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language of --where and of the filter bar:
//
//   mean_entropy > 1.2 and source == "wild" and not reviewed and flag != none
//
//   comparisons   == != < <= > >= (= is ==), NAME in (a, b), NAME not in (a, b), NAME is missing, NAME is not missing
//   text          text ~ "how many": question, answers or id contain it, ignoring case
//   joined by     not, and, or (in this order of strength), parentheses; also ! && ||
//   values        numbers (5% is 0.05), words (bare or in quotes; any case)
//   yes/no        reviewed and trained stand alone: reviewed, not trained
//
// A comparison with a missing value is false, also !=. Columns: records/columns.h; "entropy" is mean_entropy,
// "confidence" p_label, "votes" vote_share, "length" tokens, "kind" source, "id" pair.

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/mask.h"

namespace egt::curation {

/// Answers text ~ "…": pairs in any order.
using TextSearch = std::function<Result<std::vector<PairId>>(const std::string& text)>;

/// Rows that the expression takes; an empty expression takes all. Errors, each with the position (1-based, characters):
/// filter.unknown_column, filter.unknown_value, filter.type, filter.syntax, filter.no_text_search; those of `search`.
Result<Mask> filterRows(const ColumnSnapshot& snapshot, const std::string& expression, const TextSearch& search = {});
Result<std::vector<PairId>> filterPairs(const ColumnSnapshot& snapshot, const std::string& expression,
                                        const TextSearch& search = {});

} // namespace egt::curation
