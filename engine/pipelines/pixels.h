// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.h"

namespace egt::pipelines {

/// One image as a judge's vision tower gets it, into a file: for checking by hand against other programs.
struct PixelsRequest {
    std::filesystem::path judge; ///< only its image settings are read, never its weights
    std::filesystem::path image;
    std::filesystem::path out;              ///< NumPy file, format 1.0
    std::optional<std::int64_t> min_pixels; ///< in place of the judge's own
    std::optional<std::int64_t> max_pixels;
    bool like_torchvision = false; ///< resize as torch and not as Pillow (images/resize.h)
};

struct PixelsResult {
    std::int64_t patches = 0;
    std::int64_t dim = 0; ///< floats of one patch
    std::int32_t grid_t = 1, grid_h = 0, grid_w = 0;
    std::int32_t width = 0, height = 0; ///< of the upright image
    std::int32_t resized_width = 0, resized_height = 0;
};

/// Writes float32 [patches, dim], aside and renamed. Errors: judge.missing_file when the folder is none,
/// judge.bad_config, those of decodeImage() and smartResize(), file.cannot_write, file.disk_full.
Result<PixelsResult> writePixels(const PixelsRequest& request);

} // namespace egt::pipelines
