// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "images/resize_taps.h"

namespace egt {

/// out[i] = the weighted sum of source[i], source[i + stride], … rounded and clipped to a byte, for i below `count`.
/// Rows are blended as they lie in memory; columns after a transposition.
using Blend = void (*)(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::size_t count,
                       std::uint8_t* out);

void blendPortable(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::size_t count,
                   std::uint8_t* out);
/// Null where the processor lacks AVX2.
Blend blendAvx2();
/// Null where the processor lacks AVX-512 with byte and word instructions.
Blend blendAvx512();
/// The fastest of them on this processor; all give the same bytes.
Blend fastestBlend();

/// out[j][i] = in[i][j] for 16 x 16 bytes.
void transpose16(const std::uint8_t* const* in, std::uint8_t* const* out);

} // namespace egt
