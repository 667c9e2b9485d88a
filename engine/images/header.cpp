// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/header.h"

#include <cstdlib>

namespace egt {
namespace {

std::uint32_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t big16(std::string_view b, std::size_t at) {
    return byteAt(b, at) << 8 | byteAt(b, at + 1);
}
std::uint32_t big32(std::string_view b, std::size_t at) {
    return big16(b, at) << 16 | big16(b, at + 2);
}
std::uint32_t little16(std::string_view b, std::size_t at) {
    return byteAt(b, at) | byteAt(b, at + 1) << 8;
}
std::uint32_t little24(std::string_view b, std::size_t at) {
    return little16(b, at) | byteAt(b, at + 2) << 16;
}
std::uint32_t little32(std::string_view b, std::size_t at) {
    return little16(b, at) | little16(b, at + 2) << 16;
}

/// Tag 0x0112 of the first directory of a TIFF block; 1 when it is not there or makes no sense.
int exifOrientation(std::string_view tiff) {
    if (tiff.size() < 8) return 1;
    const bool little = tiff.substr(0, 2) == "II";
    if (!little && tiff.substr(0, 2) != "MM") return 1;
    const auto u16 = [&](std::size_t at) { return little ? little16(tiff, at) : big16(tiff, at); };
    const std::size_t directory = little ? little32(tiff, 4) : big32(tiff, 4);
    if (directory + 2 > tiff.size()) return 1;
    const std::size_t entries = u16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + 12 * i;
        if (at + 12 > tiff.size()) return 1;
        if (u16(at) != 0x0112) continue;
        const auto value = static_cast<int>(u16(at + 8));
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

std::optional<ImageHeader> parsePng(std::string_view b) {
    if (b.size() < 24 || b.substr(12, 4) != "IHDR") return std::nullopt;
    ImageHeader header{ImageKind::png, big32(b, 16), big32(b, 20), 1};
    for (std::size_t at = 8; at + 12 <= b.size();) {
        const std::size_t length = big32(b, at);
        const std::string_view type = b.substr(at + 4, 4);
        if (type == "IDAT" || type == "IEND") break;
        if (type == "eXIf" && at + 8 + length <= b.size())
            header.orientation = exifOrientation(b.substr(at + 8, length));
        at += 12 + length;
    }
    return header;
}

bool isFrameMark(std::uint32_t mark) {
    return mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
}

std::optional<ImageHeader> parseJpeg(std::string_view b) {
    ImageHeader header{ImageKind::jpeg, 0, 0, 1};
    std::size_t at = 2;
    while (at + 4 <= b.size()) {
        if (byteAt(b, at) != 0xFF) return std::nullopt;
        const std::uint32_t mark = byteAt(b, at + 1);
        if (mark == 0xFF) { // a fill byte
            ++at;
            continue;
        }
        if (mark == 0x01 || (mark >= 0xD0 && mark <= 0xD8)) { // marks without a length
            at += 2;
            continue;
        }
        const std::size_t length = big16(b, at + 2);
        if (length < 2) return std::nullopt;
        if (isFrameMark(mark)) {
            if (at + 9 > b.size()) return std::nullopt;
            header.height = big16(b, at + 5);
            header.width = big16(b, at + 7);
            return header;
        }
        if (mark == 0xDA || mark == 0xD9) return std::nullopt;
        const std::string_view segment = b.substr(at + 4, length - 2);
        if (mark == 0xE1 && segment.size() > 6 && segment.substr(0, 6) == std::string_view("Exif\0\0", 6))
            header.orientation = exifOrientation(segment.substr(6));
        at += 2 + length;
    }
    return std::nullopt;
}

std::optional<ImageHeader> parseWebp(std::string_view b) {
    if (b.size() < 30) return std::nullopt;
    const std::string_view kind = b.substr(12, 4);
    ImageHeader header{ImageKind::webp, 0, 0, 1};
    if (kind == "VP8 ") {
        if (b.substr(23, 3) != "\x9d\x01\x2a") return std::nullopt;
        header.width = little16(b, 26) & 0x3FFF;
        header.height = little16(b, 28) & 0x3FFF;
    } else if (kind == "VP8L") {
        if (byteAt(b, 20) != 0x2F) return std::nullopt;
        const std::uint32_t bits = little32(b, 21);
        header.width = (bits & 0x3FFF) + 1;
        header.height = (bits >> 14 & 0x3FFF) + 1;
    } else if (kind == "VP8X") {
        header.width = little24(b, 24) + 1;
        header.height = little24(b, 27) + 1;
        for (std::size_t at = 12; at + 8 <= b.size();) { // the EXIF chunk stands after the pixels
            const std::size_t length = little32(b, at + 4);
            if (b.substr(at, 4) == "EXIF" && at + 8 + length <= b.size()) {
                std::string_view exif = b.substr(at + 8, length);
                if (exif.substr(0, 6) == std::string_view("Exif\0\0", 6)) exif.remove_prefix(6);
                header.orientation = exifOrientation(exif);
            }
            at += 8 + length + (length & 1);
        }
    } else {
        return std::nullopt;
    }
    return header;
}

std::optional<ImageHeader> parseBmp(std::string_view b) {
    if (b.size() < 26) return std::nullopt;
    const std::uint32_t size = little32(b, 14);
    if (size == 12) return ImageHeader{ImageKind::bmp, little16(b, 18), little16(b, 20), 1};
    if (size < 40) return std::nullopt;
    // A negative height says that the rows are stored top down.
    return ImageHeader{ImageKind::bmp, static_cast<std::int32_t>(little32(b, 18)),
                       std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(little32(b, 22)))), 1};
}

} // namespace

std::optional<ImageHeader> parseImageHeader(std::string_view bytes) {
    std::optional<ImageHeader> header;
    if (bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n")
        header = parsePng(bytes);
    else if (bytes.substr(0, 2) == "\xFF\xD8")
        header = parseJpeg(bytes);
    else if (bytes.substr(0, 4) == "RIFF" && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        header = parseWebp(bytes);
    else if (bytes.substr(0, 2) == "BM")
        header = parseBmp(bytes);
    else if ((bytes.substr(0, 6) == "GIF87a" || bytes.substr(0, 6) == "GIF89a") && bytes.size() >= 10)
        header = ImageHeader{ImageKind::gif, little16(bytes, 6), little16(bytes, 8), 1};
    if (header && (header->width <= 0 || header->height <= 0)) return std::nullopt;
    return header;
}

bool jpegIsWhole(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && byteAt(bytes, at) == 0xFF && byteAt(bytes, at + 1) != 0xDA) {
        const std::uint32_t mark = byteAt(bytes, at + 1);
        const bool bare = mark == 0xFF || mark == 0x01 || (mark >= 0xD0 && mark <= 0xD8);
        at += mark == 0xFF ? 1 : bare ? 2 : 2 + big16(bytes, at + 2);
    }
    return at < bytes.size() && bytes.find("\xFF\xD9", at) != std::string_view::npos;
}

} // namespace egt
