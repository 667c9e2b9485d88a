// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/patches.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace egt {
namespace {

using Levels = std::array<std::array<float, 256>, 3>;

/// The 256 normalised values of each channel. Every operation rounds to float32, as torch's do.
Levels normalisedLevels(const PreprocessorConfig& config) {
    Levels out;
    const auto scale = static_cast<float>(1.0 / config.rescale_factor);
    for (std::size_t c = 0; c < 3; ++c) {
        const float mean = static_cast<float>(config.image_mean[c]) * scale;
        const float deviation = static_cast<float>(config.image_std[c]) * scale;
        for (std::size_t v = 0; v < 256; ++v)
            out[c][v] = (static_cast<float>(v) - mean) / deviation;
    }
    return out;
}

struct PatchWriter {
    const RgbImage& image;
    const Levels levels;
    std::size_t side;  ///< pixels
    std::size_t times; ///< temporal_patch_size
    float* target;

    void patch(std::size_t top, std::size_t left) {
        const std::size_t row = static_cast<std::size_t>(image.width) * 3;
        const std::uint8_t* corner = image.bytes.data() + top * row + left * 3;
        for (std::size_t c = 0; c < 3; ++c) {
            float* const first = target;
            for (std::size_t y = 0; y < side; ++y)
                for (std::size_t x = 0; x < side; ++x)
                    *target++ = levels[c][corner[y * row + x * 3 + c]];
            for (std::size_t t = 1; t < times; ++t) // a still image is its own next frame
                target = std::copy_n(first, side * side, target);
        }
    }
};

} // namespace

PatchGrid patchGrid(ImageSize size, const PreprocessorConfig& config) {
    return {1, size.height / config.patch_size, size.width / config.patch_size};
}

Result<RgbImage> resizeForJudge(RgbImage image, const PreprocessorConfig& config, const std::string& name) {
    EGT_ASSIGN(const ImageSize size, smartResize({image.width, image.height}, config, name));
    if (size.width == image.width && size.height == image.height) return image;
    return resizeBicubic(image, size.width, size.height, config.resize_like);
}

void writePatches(const RgbImage& image, const PreprocessorConfig& config, std::span<float> out) {
    const PatchGrid grid = patchGrid({image.width, image.height}, config);
    assert(static_cast<std::int64_t>(out.size()) == grid.patches() * config.patchDim());
    const auto side = static_cast<std::size_t>(config.patch_size);
    PatchWriter writer{image, normalisedLevels(config), side, static_cast<std::size_t>(config.temporal_patch_size),
                       out.data()};
    const auto merge = static_cast<std::size_t>(config.merge_size);
    for (std::size_t top = 0; top < static_cast<std::size_t>(grid.h); top += merge)
        for (std::size_t left = 0; left < static_cast<std::size_t>(grid.w); left += merge)
            for (std::size_t y = top; y < top + merge; ++y)
                for (std::size_t x = left; x < left + merge; ++x)
                    writer.patch(y * side, x * side);
}

} // namespace egt
