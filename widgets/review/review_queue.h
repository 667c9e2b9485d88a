// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "curation/mask.h"
#include "records/columns.h"

namespace egt::ui {

enum class QueueKind { uncertain = 0, contradicted = 1, flagged = 2, not_reviewed = 3, all = 4, handed = 5 };

/// The pairs of a queue in the order in which they are worth looking at. Uncertain: what lies over `high_cut` of the
/// mean entropy when that is finite, else what is flagged, else the highest tenth. Contradicted: what is flagged, else
/// P(label) under one half. `mask`: rows that the filter lets through, empty = all.
std::vector<PairId> buildQueue(QueueKind kind, const ColumnSnapshot& columns, double high_cut,
                               const curation::Mask& mask);

} // namespace egt::ui
