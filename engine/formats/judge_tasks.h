// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the writers of judge tasks (EasyR1, verl) share. A row asks the judge as R1-Reward does: the question and two
// answers, "1" or "2". Which stored answer stands first is decided by a coin whose seed the manifest names, because
// preference sets store the better answer first and a judge would learn to say "1".

#include <cstdint>
#include <string>

#include "formats/writer.h"

namespace egt::formats {

enum class RewardStyle { easyr1, verl };
/// reward.py: 1 for the right verdict plus 0.5 for the right form (weights of R1-Reward: format 0.5, accuracy 1), where
/// a verdict is read as strictly as text/judge_prompt.h reads it. The signature differs by trainer: EasyR1
/// verl/workers/reward/function.py (sequential), verl workers/reward_manager/naive.py.
std::string rewardPython(RewardStyle style);

/// Rows a step: both trainers drop the rest of the last batch, so a step must not be larger than the set. A power of
/// two up to `most`, at least 1.
std::int64_t rowsPerStep(std::int64_t rows, std::int64_t most);

} // namespace egt::formats
