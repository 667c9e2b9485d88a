// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "images/image.h"

namespace egt::judge {

/// Bicubic with antialias in 8 bits, to the byte as Pillow's Image.resize(BICUBIC) up to version 12: separable,
/// horizontal first, Keys' kernel with a = -0.5 stretched by the reduction, weights in 22-bit fixed point, rounded
/// between the passes. Pillow 13 takes the vertical pass first for some sizes, which moves a byte by at most one.
/// Source: python-pillow/Pillow, src/libImaging/Resample.c.
RgbImage resizeBicubic(const RgbImage& image, std::int32_t width, std::int32_t height);

} // namespace egt::judge
