// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "records/columns.h"

namespace egt::curation {

/// One entry a row, not 0 = taken. An empty mask takes every row.
using Mask = std::vector<char>;

inline bool taken(const Mask& mask, std::int64_t row) {
    return mask.empty() || mask[static_cast<std::size_t>(row)] != 0;
}

/// Pairs of the taken rows, rising.
inline std::vector<PairId> pairsOf(const ColumnSnapshot& snapshot, const Mask& mask) {
    std::vector<PairId> out;
    const Column* ids = snapshot.find("pair");
    for (std::int64_t row = 0; ids != nullptr && row < snapshot.rows; ++row)
        if (taken(mask, row)) out.push_back(ids->integer(row));
    return out;
}

} // namespace egt::curation
