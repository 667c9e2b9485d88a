// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/result.h"
#include "ml_pipelines/pair_table.h"
#include "records/run_context.h"
#include "store/project.h"
#include "training/curriculum.h"

namespace egt::ml {

/// Which pairs a run trains on in which order, and which ones it is measured with. Held-out pairs (split "heldout" and
/// the whole evaluation selection) are never trained on; neither are pairs without a usable label or with missing
/// images.
struct TrainPlan {
    PairTable table;
    training::CurriculumPlan curriculum;
    std::vector<PairId> evaluation; ///< the same for every run with the same selection: arms can be compared
    std::vector<PairId> probes;
    std::int64_t pairs = 0;    ///< that can be trained on
    std::int64_t left_out = 0; ///< of the selection
};
/// Errors: selection.unknown, train.unknown_column, train.no_scores, train.no_pairs.
Result<TrainPlan> planTraining(const TrainConfig& config, Project& project, RunContext& run);

} // namespace egt::ml
