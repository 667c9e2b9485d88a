// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "judge/text_model.h"

namespace egt::judge {

/// A sequence that is read into a group of the cache, up to token `end`; the hidden states of tokens wanted .. end-1
/// come back.
struct PrefillItem {
    const Sequence* sequence = nullptr;
    std::int64_t group = 0;
    std::int64_t wanted = 0;
    std::int64_t end = 0;
};
/// Items that begin with the same `shared` tokens (at most `wanted` of any): those are computed once and copied, the
/// rest of each attends to them.
struct PrefillFamily {
    std::vector<PrefillItem> items;
    std::int64_t shared = 0;
};

/// Fills the cache; the result is [wanted tokens of all items in order, D]. A bounded number of places is computed at a
/// time. Counts into `stats`.
torch::Tensor prefill(const Weights& weights, const JudgeConfig& config, const std::vector<PrefillFamily>& families,
                      const std::vector<EncodedImage>& images, KvCache& cache, PassStats& stats);

} // namespace egt::judge
