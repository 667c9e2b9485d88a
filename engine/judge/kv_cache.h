// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "judge/config.h"

namespace egt::judge {

/// Keys and values of one layer, [groups, KV heads, places, head width].
struct LayerCache {
    torch::Tensor k, v;
};

/// A static cache for groups of sequences. The sequences of a group (its lanes) share the places 0 .. tail-1, where
/// their prompt stands; after them the r-th place of a lane's own ring is tail + r * lanes + lane, so that one step of
/// all lanes is one write. A ring as long as the longest response is never overtaken, whenever a lane begins.
struct KvCache {
    std::vector<LayerCache> layers;
    std::int64_t groups = 0, lanes = 1, tail = 0, ring = 0;

    static KvCache allocate(const TextConfig& config, std::int64_t groups, std::int64_t lanes, std::int64_t tail,
                            std::int64_t ring, const torch::TensorOptions& options);
    static std::int64_t bytes(const TextConfig& config, std::int64_t groups, std::int64_t lanes, std::int64_t tail,
                              std::int64_t ring, std::int64_t number_bytes);
    [[nodiscard]] std::int64_t places() const { return tail + ring * lanes; }
    /// The first `count` places of a group become those of another.
    void copyBeginning(std::int64_t from, std::int64_t to, std::int64_t count);
    /// Keeps these groups, in this order.
    void keep(const std::vector<std::int64_t>& groups_kept);
};

} // namespace egt::judge
