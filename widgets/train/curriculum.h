// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "records/columns.h"
#include "records/requests.h"

namespace egt::ui {

/// A stretch of the curriculum on the score's axis: pairs with from <= score <= to.
struct StageBand {
    double from = 0;
    double to = 0;
    std::int64_t pairs = 0;
};

/// How a selection lies on the score that a curriculum sorts by.
struct CurriculumPlan {
    std::vector<std::int64_t> bins; ///< counts of equal bins from 0 to `top`, pairs of the selection
    std::vector<std::int64_t> rest; ///< the same of all other scored pairs
    double top = 1;                 ///< nats
    std::vector<StageBand> stages;  ///< in the order they are trained; one for a full sort; none for random order
    std::int64_t pairs = 0;         ///< of the selection
    std::int64_t unscored = 0;      ///< of the selection, without a score: they cannot be sorted
};

/// The rows of `selected` that a run with these settings trains on, by the trainer's own rules: a label (after review
/// where it counts), the image not missing, not held out. Without a held-out split a tenth, picked by pair id alone, is
/// kept out; `evaluation` are the pairs of the configuration's evaluation selection.
std::vector<std::int64_t> trainableRows(const ColumnSnapshot& columns, const std::vector<PairId>& selected,
                                        const std::vector<PairId>& evaluation, const TrainConfig& config);

/// Bands of equal count, as the trainer cuts them: band i holds the places [i·n/k, (i+1)·n/k) of the sorted scores.
/// `rows` are the selection's rows; stages 0 = full sort.
CurriculumPlan planCurriculum(const ColumnSnapshot& columns, const std::vector<std::int64_t>& rows,
                              const std::string& column, CurriculumOrder order, std::int32_t stages, int bins);

} // namespace egt::ui
