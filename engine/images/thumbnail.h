// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/image.h"

namespace egt {

/// A copy whose longer side is at most `pixels` (area average; never enlarged, never thinner than one pixel). Any
/// thread.
RgbImage thumbnail(const RgbImage& image, std::int32_t pixels);

} // namespace egt
