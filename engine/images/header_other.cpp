// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/header.h"

#include <algorithm>
#include <cstdlib>

#include "images/byte_order.h"

namespace egt {
namespace {

/// VP8X: the canvas, then chunks in any order; those of EXIF and XMP stand after the pixels.
ImageHeader extendedWebp(std::string_view b) {
    ImageHeader header{ImageKind::webp, std::int64_t{little24(b, 24)} + 1, std::int64_t{little24(b, 27)} + 1};
    header.animated = (byteAt(b, 20) & 0x02) != 0;
    Orientation orientation;
    for (std::size_t at = 12; at + 8 <= b.size();) {
        const std::size_t length = little32(b, at + 4);
        std::string_view data = at + 8 + length <= b.size() ? b.substr(at + 8, length) : std::string_view{};
        if (b.substr(at, 4) == "XMP ") orientation.readXmp(data);
        if (data.starts_with(std::string_view("Exif\0\0", 6))) data.remove_prefix(6);
        if (b.substr(at, 4) == "EXIF") orientation.readExif(data);
        at += 8 + length + (length & 1);
    }
    header.orientation = orientation.value();
    return header;
}

} // namespace

std::optional<ImageHeader> parseWebpHeader(std::string_view b) {
    if (b.size() < 30) return std::nullopt;
    const std::string_view kind = b.substr(12, 4);
    if (kind == "VP8X") return extendedWebp(b);
    if (kind == "VP8 " && b.substr(23, 3) == "\x9d\x01\x2a")
        return ImageHeader{ImageKind::webp, little16(b, 26) & 0x3FFF, little16(b, 28) & 0x3FFF};
    if (kind == "VP8L" && byteAt(b, 20) == 0x2F) {
        const std::uint32_t bits = little32(b, 21);
        return ImageHeader{ImageKind::webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1};
    }
    return std::nullopt;
}

std::optional<ImageHeader> parseBmpHeader(std::string_view b) {
    if (b.size() < 26) return std::nullopt;
    const std::uint32_t size = little32(b, 14);
    ImageHeader header{ImageKind::bmp};
    header.alpha = false;
    if (size == 12) { // OS/2
        header.width = little16(b, 18);
        header.height = little16(b, 20);
        header.bits = static_cast<int>(little16(b, 24));
        return header;
    }
    if (size < 40 || b.size() < 54) return std::nullopt;
    header.width = static_cast<std::int32_t>(little32(b, 18));
    // A negative height says that the rows are stored top down.
    header.height = std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(little32(b, 22))));
    header.bits = static_cast<int>(little16(b, 28));
    const bool masks = little32(b, 30) == 3; // BI_BITFIELDS
    header.packed = little32(b, 30) == 1 || little32(b, 30) == 2;
    header.alpha = masks && header.bits == 32 && size >= 56 && b.size() >= 70 && little32(b, 66) != 0;
    header.six_green_bits = masks && header.bits == 16 && b.size() >= 62 && little32(b, 58) == 0x7E0;
    return header;
}

std::optional<ImageHeader> parseGifHeader(std::string_view b) {
    if (b.size() < 13) return std::nullopt;
    ImageHeader header{ImageKind::gif, little16(b, 6), little16(b, 8)};
    std::size_t at = 13;
    if ((byteAt(b, 10) & 0x80) != 0) at += std::size_t{3} << ((byteAt(b, 10) & 7) + 1);
    while (at + 2 < b.size() && byteAt(b, at) == 0x21) { // an extension: label and sub-blocks
        at += 2;
        while (at < b.size() && byteAt(b, at) != 0)
            at += 1 + byteAt(b, at);
        ++at;
    }
    if (at + 9 > b.size() || byteAt(b, at) != 0x2C) return header;
    // A first frame that reaches over the edge makes the canvas larger, as in Pillow.
    header.width = std::max<std::int64_t>(header.width, little16(b, at + 1) + little16(b, at + 5));
    header.height = std::max<std::int64_t>(header.height, little16(b, at + 3) + little16(b, at + 7));
    return header;
}

} // namespace egt
