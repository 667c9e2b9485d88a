// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

namespace egt::training {

/// Fresh weights for a judge of a few hundred thousand parameters, where the usual normal(0, 0.02) learns too slowly:
/// normal with standard deviation gain / sqrt(fan_in), half of it for projections back into the residual stream,
/// embeddings with `embedding_std`, biases 0, norms 1. The same on every platform for the same seed.
void initialiseSmallJudge(const std::vector<std::pair<std::string, torch::Tensor>>& parameters, std::uint64_t seed,
                          double gain, double embedding_std);

} // namespace egt::training
