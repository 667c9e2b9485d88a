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
    int bits = 0;                                                  ///< PNG and BMP: of one pixel
    std::optional<std::uint16_t> clear_grey = {};                  ///< PNG: the grey sample that is transparent (tRNS)
    bool alpha = true;                                             ///< BMP: whether a fourth byte is opacity or unused
    bool cmyk = false;                                             ///< JPEG of four inks
    bool packed = false;                                           ///< BMP: run-length coded
    bool six_green_bits = false;                                   ///< BMP of 16 bits: 5-6-5 and not 5-5-5
    bool animated = false;                                         ///< WebP: frames in place of one picture
    [[nodiscard]] bool turned() const { return orientation >= 5; } ///< width and height change places
};

/// `bytes` may be the whole file or its beginning. Nothing: not one of the kinds, or the size is not within `bytes`.
/// Sources: PNG 3rd edition 11.2.1, 11.3.1.1 (tRNS) and 11.3.4.4 (eXIf); ITU-T T.81 annex B; EXIF 2.32 4.6.2; XMP part
/// 2 (tiff:Orientation); RFC 9649 (WebP); BITMAPINFOHEADER and BITMAPV4HEADER; GIF89a 18 and 20.
std::optional<ImageHeader> parseImageHeader(std::string_view bytes);
std::optional<ImageHeader> parseWebpHeader(std::string_view bytes);
std::optional<ImageHeader> parseBmpHeader(std::string_view bytes);
std::optional<ImageHeader> parseGifHeader(std::string_view bytes);

/// Orientation as a file may tell it twice: in EXIF, which counts, or else in XMP, as Pillow's exif_transpose reads it.
struct Orientation {
    int exif = 0; ///< 0: not there
    int xmp = 0;
    void readExif(std::string_view tiff); ///< a TIFF block of tags
    void readXmp(std::string_view packet);
    [[nodiscard]] int value() const; ///< 1..8; 1 when nothing is there or it makes no sense
};

/// False when the file ends too early for its kind: a JPEG without an end mark after its first scan (the decoder would
/// fill the rest with grey and say nothing), a PNG without its last chunk, a plain BMP with fewer bytes than pixels.
/// True where only the decoder can tell.
bool fileIsWhole(const ImageHeader& header, std::string_view bytes);

/// False when so few bytes can't hold so many pixels, whatever they show: a claim that would cost memory for nothing.
/// DEFLATE packs at most 1,032 to 1; Huffman-coded JPEG spends a bit or more on a block of 8 x 8 pixels.
bool sizeIsPlausible(const ImageHeader& header, std::string_view bytes);

} // namespace egt
