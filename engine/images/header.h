// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace egt {

enum class ImageKind { png, jpeg, webp, bmp, gif };

/// What the first bytes of an image file tell, before anything is decoded.
struct ImageHeader {
    ImageKind kind = ImageKind::png;
    std::int64_t width = 0; ///< as stored, before the orientation tag
    std::int64_t height = 0;
    int orientation = 1;                                           ///< EXIF 1..8
    [[nodiscard]] bool turned() const { return orientation >= 5; } ///< width and height change places
};

/// `bytes` may be the whole file or its beginning. Nothing: not one of the kinds, or the size is not within `bytes`.
/// Sources: PNG 3rd edition 11.2.1 and 11.3.4.4 (eXIf); ITU-T T.81 annex B; EXIF 2.32 4.6.2; RFC 9649 (WebP);
/// BITMAPINFOHEADER; GIF89a 18.
std::optional<ImageHeader> parseImageHeader(std::string_view bytes);

/// True when a JPEG has an end mark after its first scan: the decoder fills a cut picture with grey and says nothing.
bool jpegIsWhole(std::string_view bytes);

} // namespace egt
