// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace egt {

/// The first frame of an animated WebP as a still WebP file of its own, and where it lies on the canvas.
struct WebpFrame {
    std::string file;
    std::int64_t left = 0, top = 0;
    std::int64_t width = 0, height = 0;
    bool canvas_has_alpha = false; ///< what the frame leaves free is transparent then, else black
};

/// Nothing when the frame is not whole. Source: RFC 9649, sections 2.3 to 2.7 (ANMF, ALPH, VP8X).
std::optional<WebpFrame> firstWebpFrame(std::string_view bytes);

} // namespace egt
