// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "images/preprocessor_config.h"

namespace egt {

/// An image of the judge's size, cut into patches.
struct PatchGrid {
    std::int32_t t = 1; ///< a still image is one step of time
    std::int32_t h = 0; ///< in patches
    std::int32_t w = 0;
    [[nodiscard]] std::int64_t patches() const { return std::int64_t{t} * h * w; }
};
/// Grid of an image of this size, which must be one that smartResize() gives.
PatchGrid patchGrid(ImageSize size, const PreprocessorConfig& config);

/// The image in the size that the judge sees; unchanged when it has it already. Errors: those of smartResize().
Result<RgbImage> resizeForJudge(RgbImage image, const PreprocessorConfig& config, const std::string& name);

/// Writes [grid.patches(), config.patchDim()] normalised floats: the merge_size x merge_size patches that one token is
/// made of follow each other, groups row by row; inside a patch channel, time (a still image twice), row, column.
/// `out` has exactly that many floats. Values are to the bit those of transformers' default processor, which folds the
/// rescaling into mean and deviation in float32. Any thread.
/// Source: patchify and rescale_and_normalize in transformers 5.23 (image_processing_qwen2_vl,
/// image_processing_backends).
void writePatches(const RgbImage& image, const PreprocessorConfig& config, std::span<float> out);

} // namespace egt
