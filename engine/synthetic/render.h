// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/image.h"
#include "synthetic/scene.h"

namespace egt::synthetic {

/// Paints the objects, edges smoothed over one pixel, on a grey ground with noise on every sample. Deterministic.
RgbImage render(const Scene& scene);

/// Signed distance in pixels from the middle of a pixel to the edge of a shape, negative inside; `dx`, `dy` are
/// measured from its centre. All shapes of one radius have one area, so that "larger" means the same for each.
double signedDistance(std::size_t shape, double radius, double dx, double dy);

} // namespace egt::synthetic
