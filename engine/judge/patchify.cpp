// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/judge.h"

#include <array>
#include <cmath>

#include "judge/resize.h"

namespace egt::judge {
namespace {

struct Size {
    std::int32_t height = 0, width = 0;
};

/// Both sides multiples of `factor`, the area within the limits, the aspect ratio kept as well as that allows.
/// Source: smart_resize in transformers image_processing_qwen2_vl (rounding is half to even, as Python's).
Size smartResize(std::int32_t height, std::int32_t width, std::int32_t factor, const PreprocessorConfig& config) {
    const double h = height;
    const double w = width;
    const double f = factor;
    TORCH_CHECK(height > 0 && width > 0, "an image has no pixels");
    TORCH_CHECK(std::max(h, w) / std::min(h, w) <= 200, "an image of ", width, " x ", height,
                " pixels is more than 200 times as long as wide, which this judge does not take");
    double out_h = std::max(f, std::nearbyint(h / f) * f);
    double out_w = std::max(f, std::nearbyint(w / f) * f);
    if (out_h * out_w > static_cast<double>(config.max_pixels)) {
        const double beta = std::sqrt(h * w / static_cast<double>(config.max_pixels));
        out_h = std::max(f, std::floor(h / beta / f) * f);
        out_w = std::max(f, std::floor(w / beta / f) * f);
    } else if (out_h * out_w < static_cast<double>(config.min_pixels)) {
        const double beta = std::sqrt(static_cast<double>(config.min_pixels) / (h * w));
        out_h = std::ceil(h * beta / f) * f;
        out_w = std::ceil(w * beta / f) * f;
    }
    return {static_cast<std::int32_t>(out_h), static_cast<std::int32_t>(out_w)};
}

/// The 256 normalised values of each channel.
std::array<std::array<float, 256>, 3> levels(const PreprocessorConfig& config) {
    std::array<std::array<float, 256>, 3> out{};
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t v = 0; v < 256; ++v)
            out[c][v] = static_cast<float>((static_cast<double>(v) / 255 - config.image_mean[c]) / config.image_std[c]);
    return out;
}

} // namespace

ImagePatches patchify(const RgbImage& source, const PreprocessorConfig& config) {
    const std::int32_t p = config.patch_size;
    const std::int32_t m = config.merge_size;
    const Size size = smartResize(source.height, source.width, p * m, config);
    const bool same = size.height == source.height && size.width == source.width;
    const RgbImage resized = same ? RgbImage{} : resizeBicubic(source, size.width, size.height);
    const RgbImage& image = same ? source : resized;
    ImagePatches out;
    out.grid_h = size.height / p;
    out.grid_w = size.width / p;
    const std::int64_t row = std::int64_t{3} * config.temporal_patch_size * p * p;
    out.pixels_PC = at::empty({std::int64_t{out.grid_h} * out.grid_w, row}, torch::kFloat32);
    const auto level = levels(config);
    float* target = out.pixels_PC.data_ptr<float>();
    const auto patch = [&](std::int32_t gy, std::int32_t gx) {
        for (std::size_t c = 0; c < 3; ++c)
            for (std::int32_t t = 0; t < config.temporal_patch_size; ++t) // a still image is its own next frame
                for (std::int32_t y = gy * p; y < (gy + 1) * p; ++y)
                    for (std::int32_t x = gx * p; x < (gx + 1) * p; ++x)
                        *target++ = level[c][image.bytes[(static_cast<std::size_t>(y) * image.width + x) * 3 + c]];
    };
    for (std::int32_t by = 0; by < out.grid_h; by += m) // merge groups contiguous
        for (std::int32_t bx = 0; bx < out.grid_w; bx += m)
            for (std::int32_t y = 0; y < m; ++y)
                for (std::int32_t x = 0; x < m; ++x)
                    patch(by + y, bx + x);
    return out;
}

std::vector<std::int32_t> expandImageTokens(const std::vector<std::int32_t>& ids,
                                            const std::vector<std::int64_t>& tokens, std::int32_t image_token_id) {
    std::vector<std::int32_t> out;
    std::size_t image = 0;
    for (const std::int32_t id : ids) {
        const std::int64_t times = id == image_token_id && image < tokens.size() ? tokens[image++] : 1;
        out.insert(out.end(), static_cast<std::size_t>(times), id);
    }
    return out;
}

} // namespace egt::judge
