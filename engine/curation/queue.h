// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "records/columns.h"

namespace egt::curation {

enum class Queue {
    uncertain,    ///< highest mean_entropy first
    contradicted, ///< lowest p_label first
    flagged,      ///< flagged by a rule or by a person
    unreviewed,   ///< no decision yet, skipped ones included
    skipped,
    all
};

/// Pairs in the order in which they are to be reviewed; where nothing else is said, in rising id. Ties in rising id.
/// Pairs that have no score are in none of the first two. Reviewed pairs stay in (a queue does not shrink under the
/// annotator); `only_open` leaves them out.
std::vector<PairId> reviewQueue(const ColumnSnapshot& snapshot, Queue queue, bool only_open = false);

std::string_view name(Queue queue);
std::optional<Queue> queueFromName(std::string_view name);

} // namespace egt::curation
