// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What training and evaluation need to know about every pair, read from the in-memory columns.

#include <optional>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "records/columns.h"
#include "records/records.h"

namespace egt::ml {

struct PairFacts {
    Label label = Label::none; ///< a or b; none when there is no usable label
    bool heldout = false;
    bool image_missing = false;
    double value = 0; ///< of the sort column; NaN when missing
};
using PairTable = std::unordered_map<PairId, PairFacts>;

/// The label that counts after review: flip turns it round, left and right set it, correct keeps it; tie, both_bad and
/// drop take the pair out; skip and flag decide nothing. Ties and missing labels are Label::none.
Label effectiveLabel(Label imported, Decision decision);

/// `sort_column` may be empty. Errors: train.unknown_column naming the nearest column.
Result<PairTable> readPairTable(const ColumnSnapshot& columns, bool use_reviews, const std::string& sort_column);

} // namespace egt::ml
