// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace egt::training {

double learningRateFactor(Schedule schedule, std::int64_t step, std::int64_t steps, std::int64_t warmup,
                          double min_ratio) {
    const double warm = warmup <= 0 ? 1.0 : std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(warmup));
    const double progress =
        steps <= 0 ? 0.0 : std::clamp(static_cast<double>(step) / static_cast<double>(steps), 0.0, 1.0);
    double decay = 1.0;
    switch (schedule) {
    case Schedule::cosine:
        decay = min_ratio + (1 - min_ratio) * 0.5 * (1 + std::cos(std::numbers::pi * progress));
        break;
    case Schedule::linear:
        decay = min_ratio + (1 - min_ratio) * (1 - progress);
        break;
    case Schedule::constant:
        break;
    }
    return warm * decay;
}

} // namespace egt::training
