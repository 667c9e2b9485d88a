// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "images/image.h"

namespace egt {

/// 64 bits that change little when a picture is scaled, compressed again or made lighter, and much when it shows
/// something else. The grey picture is reduced to 32 x 32 by area, its cosine transform (DCT-II) taken, and each of the
/// 8 x 8 lowest frequencies compared with their median; bit 0 is the mean, bit 1 the lowest horizontal frequency.
/// Source: Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010), 3.2.1, in the variant
/// without blurring. An empty picture gives 0. Any thread.
std::uint64_t perceptualHash(const RgbImage& image);

/// Bits in which two hashes differ: 0 to about 6 for the same picture, about 32 for unlike ones.
inline int hashDistance(std::uint64_t a, std::uint64_t b) {
    return std::popcount(a ^ b);
}

} // namespace egt
