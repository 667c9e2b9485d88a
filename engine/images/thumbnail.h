// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/image.h"

namespace egt {

/// A copy whose longer side is at most `pixels` (area average; never enlarged, never thinner than one pixel). Any
/// thread.
RgbImage thumbnail(const RgbImage& image, std::int32_t pixels);

/// The same straight from a file's bytes. Of a JPEG only as much is computed as the thumbnail shows: it is decoded at a
/// half, a quarter or an eighth of its size (libjpeg's scaled inverse DCT; its manual, libjpeg.txt, "scale_num,
/// scale_denom"), at least as large as the thumbnail, and averaged from there. Every byte of the file is still read, so
/// what can't be decoded is refused as by decodeImageBytes(). Any thread. Errors: image.damaged, image.too_large.
Result<RgbImage> thumbnailOfBytes(std::string_view bytes, const std::string& name, std::int32_t pixels);

/// JPEG bytes, for pictures that are only looked at. Errors: image.damaged.
Result<std::string> encodeJpeg(const RgbImage& image, int quality = 85);

} // namespace egt
