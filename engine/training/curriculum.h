// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which pair is asked at which place of a training run. Decided whole from the configuration, so that a resumed run
// only needs the step it had reached.

#include <cstdint>
#include <vector>

#include "records/records.h"
#include "records/requests.h"

namespace egt::training {

struct CurriculumItem {
    PairId pair = 0;
    double value = 0; ///< of the sort column
};
struct CurriculumPlan {
    std::vector<PairId> sequence;    ///< prompts_per_step x steps pairs
    std::vector<std::int32_t> stage; ///< 1-based band of each place; empty without stages
    std::int64_t epochs = 0;         ///< passes over the pairs, rounded up
};

/// One pass is: the pairs sorted by value (ties by id) for low_to_high and high_to_low, a shuffle for random; with
/// `stages` = n > 0 the sorted list is cut into n bands of equal count, each shuffled inside (Bengio et al. 2009).
/// Passes follow one another until `places` are filled. A run shorter than one pass takes evenly spaced places of the
/// pass, so that it still goes from its beginning to its end.
CurriculumPlan planCurriculum(std::vector<CurriculumItem> items, CurriculumOrder order, std::int32_t stages,
                              std::int64_t places, std::uint64_t seed);

} // namespace egt::training
