// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "judge/judge.h"
#include "judge/weights.h"

namespace egt::judge {

/// The vision tower and its merger. Images of a batch do not see each other.
std::vector<EncodedImage> encodeImages(const Weights& weights, const JudgeConfig& config,
                                       const std::vector<ImagePatches>& images);

} // namespace egt::judge
