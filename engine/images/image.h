// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt {

/// Decoded 8-bit RGB, row by row without padding: bytes[(y * width + x) * 3 + channel].
struct RgbImage {
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> bytes;
};

inline constexpr std::int64_t kMaxPixels = 100'000'000; ///< larger images are refused from the header alone
inline constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{1} << 30; ///< and larger files from their size

/// Decodes JPEG, PNG, WebP, BMP or GIF, of animations the first frame, as transformers' image processors see a picture
/// that Pillow opened and turned upright (ImageOps.exif_transpose, then convert_to_rgb): orientation tag applied, grey
/// and palette spread to RGB, transparency (alpha, palette, tRNS) laid over white, of 16-bit samples the high byte.
/// Equal byte for byte but for two stated exceptions: CMYK JPEG may differ by one (OpenCV rounds its products down),
/// and 16-bit grey, which Pillow clips to white, is scaled. Any thread. Sources: Pillow 13; transformers 5.23. Errors:
/// image.missing, image.damaged, image.too_large.
Result<RgbImage> decodeImage(const std::filesystem::path& path);
/// The same from memory; `name` is what an error calls it.
Result<RgbImage> decodeImageBytes(std::string_view bytes, const std::string& name);

/// Size as decodeImage() would give it. Reads only the header. Errors as above.
struct ImageSize {
    std::int32_t width = 0;
    std::int32_t height = 0;
};
Result<ImageSize> imageSize(const std::filesystem::path& path);
Result<ImageSize> imageSizeOfBytes(std::string_view bytes, const std::string& name);

/// PNG bytes (lossless). `level` 0..9: zlib's trade of time for size.
Result<std::string> encodePng(const RgbImage& image, int level = 6);
/// Writes PNG, through a temporary name. Errors: file.cannot_write.
Result<void> writePng(const std::filesystem::path& path, const RgbImage& image);

} // namespace egt
