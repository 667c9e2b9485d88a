// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "images/resize.h"

namespace egt {

/// A weight is split into 4096 * high + low, both 16 bits wide, and two neighbours share a word, so that one
/// multiply-add of 16-bit pairs takes two taps: exact, and twice as wide as 32-bit products.
inline constexpr int kSplitBits = 12;

/// The weighted inputs of one output place.
struct PlaceTaps {
    std::int32_t first = 0; ///< first input place
    std::int32_t taps = 0;  ///< inputs from there on; an odd count has a last pair whose second weight is 0
    const std::uint32_t* high = nullptr;
    const std::uint32_t* low = nullptr;
    int bits = 0; ///< of the fraction: (sum + half) >> bits is the output
};

/// All places of one axis.
class AxisTaps {
public:
    AxisTaps(std::int32_t in, std::int32_t out, ResizeLike like);
    [[nodiscard]] PlaceTaps operator[](std::size_t place) const;

private:
    void add(const std::vector<std::int32_t>& fixed);

    int m_bits = 0;
    std::vector<std::int32_t> m_first;
    std::vector<std::int32_t> m_taps;
    std::vector<std::size_t> m_start; ///< of a place's pairs
    std::vector<std::uint32_t> m_high;
    std::vector<std::uint32_t> m_low;
};

} // namespace egt
