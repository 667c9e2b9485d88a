// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace egt {

/// Decoded 8-bit RGB, row by row without padding: bytes[(y * width + x) * 3 + channel].
struct RgbImage {
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> bytes;
};

/// Decodes JPEG, PNG, WebP or BMP (orientation tag applied, alpha dropped onto nothing as Pillow's convert("RGB") does).
/// Refuses more than 100 megapixels from the header alone. Any thread.
/// Errors: image.missing, image.damaged, image.too_large.
Result<RgbImage> decodeImage(const std::filesystem::path& path);

/// Reads only the header. Errors as above.
struct ImageSize {
    std::int32_t width = 0;
    std::int32_t height = 0;
};
Result<ImageSize> imageSize(const std::filesystem::path& path);

/// Writes PNG (lossless), through a temporary name. Errors: file.cannot_write.
Result<void> writePng(const std::filesystem::path& path, const RgbImage& image);

} // namespace egt
