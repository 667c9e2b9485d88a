// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "images/image.h"

namespace egt {

/// First frame of a GIF on its canvas (OpenCV 4.6 reads no GIF). Where the frame leaves the canvas free, or is
/// transparent, the background colour stands. Nothing when the data are cut or make no sense.
/// Source: GIF89a specification, sections 17-22 and appendix F.
std::optional<RgbImage> decodeGif(std::string_view bytes);

} // namespace egt
