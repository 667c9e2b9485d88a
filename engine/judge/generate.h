// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "judge/judge.h"
#include "judge/weights.h"

namespace egt::judge {

/// Judge::generate.
std::vector<Generated> generate(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                                const std::vector<EncodedImage>& images, const GenerateOptions& options,
                                Control& control, PassStats& stats);

/// Judge::read.
std::vector<Generated> read(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                            const std::vector<EncodedImage>& images, const GenerateOptions& options, Control& control,
                            PassStats& stats);

} // namespace egt::judge
