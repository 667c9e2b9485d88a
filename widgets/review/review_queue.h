// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "records/columns.h"

namespace egt::ui {

enum class QueueKind { uncertain = 0, contradicted = 1, flagged = 2, not_reviewed = 3, all = 4, handed = 5 };

/// The pairs of a queue in the order in which they are worth looking at. `high_cut` of the mean entropy: finite = the
/// uncertain queue holds what lies over it; otherwise what is flagged, or the highest tenth where nothing is.
/// `filter`: typed conditions that every pair must meet; an invalid one is no condition.
std::vector<PairId> buildQueue(QueueKind kind, const ColumnSnapshot& columns, double high_cut, const QString& filter);

} // namespace egt::ui
