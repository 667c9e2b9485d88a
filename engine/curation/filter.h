// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language of --where and of the filter bar:
//
//   mean_entropy > 1.2 and source == "wild" and not reviewed and flag != none
//
//   comparisons   == != < <= > >= (= is ==), NAME is missing, NAME is not missing
//   members       NAME in (a, b), NAME in 1..5 (both ends included), NAME in (1, 4..8), NAME not in …
//   text          text ~ "how many": question, answers or id have these words one after the other; text ~ many: the
//                 word; text ~ "how man*": the last word only begins so (records/search.h)
//   joined by     not, and, or (in this order of strength), parentheses; also ! && ||
//   values        numbers (5% is 0.05), words (bare or in quotes; any case), true and false for yes and no
//   yes/no        reviewed, trained and duplicate stand alone: reviewed, not trained
//
// A comparison with a missing value is false, also !=. “image is missing” takes images that are not there. Columns:
// records/columns.h; "entropy" is mean_entropy, "confidence" p_label, "votes" vote_share, "length" tokens, "kind" and
// "category" source, "id" pair.

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

/// Where in the expression an error of this language lies: 1-based, in characters; 0 = it does not say.
std::int64_t filterErrorPosition(const Error& error);

} // namespace egt::curation
