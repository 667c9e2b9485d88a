// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>

#include "records/records.h"

namespace egt::test {

/// A reply as a judge would store it: reasoning about the two answers, then the verdict that `p_a` (P(answer A)) makes
/// likelier, with per-token entropies whose mean is close to `mean_entropy` and whose peaks lie on the words that carry
/// the claim. Run and ids are left to the caller.
ResponseRecord replyOf(const PairRecord& pair, Order order, double p_a, double mean_entropy, std::mt19937& random);

} // namespace egt::test
