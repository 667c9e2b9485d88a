// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "curation/mask.h"
#include "records/columns.h"

namespace egt::curation {

/// Orders rows by one key each (keys[i] belongs to rows[i]); rows without one (NaN) come last in both directions, equal
/// ones stay as they stood. Takes time in proportion to the number of rows: a radix sort (Knuth, The Art of Computer
/// Programming 3, 5.2.5). Any thread.
void orderRows(std::vector<std::int32_t>& rows, const std::vector<double>& keys, bool descending);

/// Rows of the mask in the order of a column's numbers, equal ones by rising row. Words of a code column stand in the
/// order of their texts, ignoring the case of ASCII letters.
std::vector<std::int32_t> rowsInOrder(const Column& column, std::int64_t rows, bool descending, const Mask& mask = {});

} // namespace egt::curation
