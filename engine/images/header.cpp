// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/header.h"

#include "images/byte_order.h"

namespace egt {

void Orientation::readExif(std::string_view tiff) {
    if (tiff.size() < 8) return;
    const bool little = tiff.substr(0, 2) == "II";
    if (!little && tiff.substr(0, 2) != "MM") return;
    const auto u16 = [&](std::size_t at) { return little ? little16(tiff, at) : big16(tiff, at); };
    const std::size_t directory = little ? little32(tiff, 4) : big32(tiff, 4);
    if (directory + 2 > tiff.size()) return;
    const std::size_t entries = u16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + 12 * i;
        if (at + 12 > tiff.size()) return;
        if (u16(at) != 0x0112) continue; // the tag Orientation of the first directory
        exif = static_cast<int>(u16(at + 8));
        return;
    }
}

void Orientation::readXmp(std::string_view packet) {
    constexpr std::string_view name = "tiff:Orientation"; // an attribute or an element
    for (std::size_t at = packet.find(name); at != std::string_view::npos; at = packet.find(name, at + 1)) {
        std::string_view rest = packet.substr(at + name.size());
        if (!rest.starts_with("=\"") && !rest.starts_with('>')) continue;
        rest.remove_prefix(rest.starts_with('>') ? 1 : 2);
        if (rest.empty() || rest[0] < '0' || rest[0] > '9') continue;
        xmp = rest[0] - '0';
        return;
    }
}

int Orientation::value() const {
    const int said = exif != 0 ? exif : xmp;
    return said >= 1 && said <= 8 ? said : 1;
}

namespace {

std::optional<ImageHeader> parsePng(std::string_view b) {
    if (b.size() < 26 || b.substr(12, 4) != "IHDR") return std::nullopt;
    constexpr int channels[] = {1, 0, 3, 1, 2, 0, 4}; // by colour type; 0 there is none
    const std::uint32_t depth = byteAt(b, 24);
    const std::uint32_t colour = byteAt(b, 25);
    if (colour > 6 || channels[colour] == 0 || depth < 1 || depth > 16) return std::nullopt;
    ImageHeader header{ImageKind::png, big32(b, 16), big32(b, 20)};
    Orientation orientation;
    header.bits = static_cast<int>(depth) * channels[colour];
    for (std::size_t at = 8; at + 12 <= b.size();) {
        const std::size_t length = big32(b, at);
        const std::string_view type = b.substr(at + 4, 4);
        if (type == "IDAT" || type == "IEND") break;
        const std::string_view data = at + 8 + length <= b.size() ? b.substr(at + 8, length) : std::string_view{};
        if (type == "eXIf") orientation.readExif(data);
        if (type == "iTXt" && data.starts_with("XML:com.adobe.xmp")) orientation.readXmp(data);
        if (type == "tRNS" && colour == 0 && data.size() >= 2)
            header.clear_grey = static_cast<std::uint16_t>(big16(data, 0));
        at += 12 + length;
    }
    header.orientation = orientation.value();
    return header;
}

bool isFrameMark(std::uint32_t mark) {
    return mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
}

std::optional<ImageHeader> parseJpeg(std::string_view b) {
    ImageHeader header{ImageKind::jpeg};
    Orientation orientation;
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
            if (at + 10 > b.size()) return std::nullopt;
            header.height = big16(b, at + 5);
            header.width = big16(b, at + 7);
            header.cmyk = byteAt(b, at + 9) == 4;
            header.orientation = orientation.value();
            return header;
        }
        if (mark == 0xDA || mark == 0xD9) return std::nullopt;
        const std::string_view segment = b.substr(at + 4, length - 2);
        if (mark == 0xE1 && segment.size() > 6 && segment.substr(0, 6) == std::string_view("Exif\0\0", 6))
            orientation.readExif(segment.substr(6));
        if (mark == 0xE1 && segment.starts_with("http://ns.adobe.com/xap/1.0/")) orientation.readXmp(segment);
        at += 2 + length;
    }
    return std::nullopt;
}

} // namespace

std::optional<ImageHeader> parseImageHeader(std::string_view bytes) {
    std::optional<ImageHeader> header;
    if (bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n")
        header = parsePng(bytes);
    else if (bytes.substr(0, 2) == "\xFF\xD8")
        header = parseJpeg(bytes);
    else if (bytes.substr(0, 4) == "RIFF" && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        header = parseWebpHeader(bytes);
    else if (bytes.substr(0, 2) == "BM")
        header = parseBmpHeader(bytes);
    else if (bytes.substr(0, 6) == "GIF87a" || bytes.substr(0, 6) == "GIF89a")
        header = parseGifHeader(bytes);
    if (header && (header->width <= 0 || header->height <= 0)) return std::nullopt;
    return header;
}

namespace {

bool pngIsWhole(std::string_view bytes) {
    for (std::size_t at = 8; at + 12 <= bytes.size(); at += 12 + std::size_t{big32(bytes, at)})
        if (bytes.substr(at + 4, 4) == "IEND") return true;
    return false;
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

/// Rows are padded to 4 bytes.
bool bmpIsWhole(const ImageHeader& header, std::string_view bytes) {
    const std::int64_t row = (header.width * header.bits + 31) / 32 * 4;
    return header.packed || row * header.height <= static_cast<std::int64_t>(bytes.size());
}

} // namespace

bool fileIsWhole(const ImageHeader& header, std::string_view bytes) {
    if (header.kind == ImageKind::png) return pngIsWhole(bytes);
    if (header.kind == ImageKind::jpeg) return jpegIsWhole(bytes);
    return header.kind != ImageKind::bmp || bmpIsWhole(header, bytes);
}

bool sizeIsPlausible(const ImageHeader& header, std::string_view bytes) {
    const std::int64_t pixels = header.width * header.height; // at most kMaxPixels here
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (header.kind == ImageKind::png) return pixels * header.bits / 8 / 1032 <= size;
    if (header.kind == ImageKind::jpeg) return pixels / 64 / 8 <= size;
    return true; // WebP and run-length BMP can say "all the same" in a few bytes
}

} // namespace egt
