// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "images/image.h"

namespace egt {

/// First frame of a GIF on its canvas (OpenCV 4.6 reads no GIF); a frame that reaches over the edge makes the canvas
/// larger. What is transparent is white. What the frame leaves free is transparent if the frame has such a colour, else
/// of the first colour. Nothing when the data are cut or make no sense. `width` and `height` are those of the header.
/// Sources: GIF89a specification, sections 17-22 and appendix F; where it is silent Pillow 13, GifImagePlugin.
std::optional<RgbImage> decodeGif(std::string_view bytes, std::int32_t width, std::int32_t height);

} // namespace egt
