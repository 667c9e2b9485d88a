// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "records/columns.h"

namespace egt::curation {

/// The column that a person's word means ("entropy" is mean_entropy), as it is called in columns.h.
std::string_view canonicalColumn(std::string_view name);

/// Errors: filter.unknown_column with the nearest name; curation.only_brackets for an exact entropy of a run that has
/// brackets. `position` is 1-based, 0 = not said.
Result<const Column*> findColumn(const ColumnSnapshot& snapshot, std::string_view name, std::int64_t position = 0);

/// The word of `words` with the fewest edits (Levenshtein) to `word`; the first of equals, empty when there is none.
std::string nearestWord(std::string_view word, const std::vector<std::string>& words);

} // namespace egt::curation
