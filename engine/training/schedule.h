// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "records/requests.h"

namespace egt::training {

/// Factor on the learning rate at step 0, 1, …: linear warm-up min(1, (step + 1) / warmup) times the decay from 1
/// towards `min_ratio`, which it reaches at `steps` (cosine: half a period, Loshchilov & Hutter 2017).
double learningRateFactor(Schedule schedule, std::int64_t step, std::int64_t steps, std::int64_t warmup,
                          double min_ratio);

} // namespace egt::training
