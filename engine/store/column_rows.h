// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which columns there are, and how rows of the database become their values.

#include <functional>
#include <vector>

#include "store/column_store.h"

namespace egt::store {

/// Places of the base columns; the order of records/columns.h.
enum BaseColumn : std::size_t {
    kPair,
    kWordsA,
    kWordsB,
    kWordsQuestion,
    kImages,
    kReviewedMs,
    kSource,
    kSplit,
    kImage,
    kLabel,
    kDecision,
    kReviewed,
    kFlag,
    kAnnotator,
    kDuplicate,
    kDuplicateGroup,
    kBaseColumns
};

std::vector<LiveColumn> baseColumns();
std::vector<LiveColumn> scoreColumns();
void readScores(Db& db, RunId run, const std::function<void(const ScoreRecord&)>& take);

} // namespace egt::store
