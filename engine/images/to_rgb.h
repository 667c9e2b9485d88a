// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include "images/header.h"
#include "images/image.h"

namespace egt {

/// Decoded pixels of 8 or 16 bits in one, three (BGR) or four (BGRA) channels as RGB bytes: of 16 bits the high byte,
/// grey three times, opacity laid over white. Source of the blending: convert_to_rgb in transformers 5.23,
/// image_transforms; Pillow 13, src/libImaging/AlphaComposite.c.
RgbImage toRgb(const cv::Mat& image, const ImageHeader& header);

/// EXIF 2.32, tag Orientation: turns or mirrors the stored picture so that it is upright.
void makeUpright(cv::Mat& image, int orientation);

} // namespace egt
