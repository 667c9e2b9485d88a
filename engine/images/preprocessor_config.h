// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "images/image.h"
#include "images/resize.h"

namespace egt {

/// How a judge wants its images: the settings of transformers' Qwen2VLImageProcessor. Field names are its own.
struct PreprocessorConfig {
    std::int32_t patch_size = 14;
    std::int32_t temporal_patch_size = 2;
    std::int32_t merge_size = 2;
    std::int64_t min_pixels = 56 * 56;        ///< size.shortest_edge of newer files
    std::int64_t max_pixels = 28 * 28 * 1280; ///< size.longest_edge of newer files
    double rescale_factor = 1.0 / 255;
    double image_mean[3] = {0.48145466, 0.4578275, 0.40821073};
    double image_std[3] = {0.26862954, 0.26130258, 0.27577711};
    ResizeLike resize_like = ResizeLike::pillow; ///< not in the files: which of the two references to follow

    /// Reads the image_processor object of processor_config.json, else preprocessor_config.json; defaults when neither
    /// is there (as transformers: the nested one wins). A missing field keeps its default.
    /// Errors: judge.bad_config (file, field) for a field of a wrong type or value and for settings that this family
    /// does not have; json.invalid; file.cannot_read. Source: transformers 5.23, image_processing_base
    /// (get_image_processor_dict) and image_processing_qwen2_vl.
    static Result<PreprocessorConfig> load(const std::filesystem::path& folder);
    /// preprocessor_config.json as transformers reads it back.
    [[nodiscard]] std::string toJson() const;

    /// The same with other limits (--min-pixels, --max-pixels), as transformers' `size` override. A minimum that was
    /// not given gives way to a smaller maximum. Errors: judge.bad_config when a limit is not positive or the two
    /// cross.
    [[nodiscard]] Result<PreprocessorConfig> withLimits(std::optional<std::int64_t> minimum,
                                                        std::optional<std::int64_t> maximum) const;

    /// Floats of one patch: channels x time x patch pixels.
    [[nodiscard]] std::int64_t patchDim() const {
        return std::int64_t{3} * temporal_patch_size * patch_size * patch_size;
    }
};

/// The size that the judge sees: both sides multiples of patch_size * merge_size, the area within the limits where that
/// is possible, the aspect ratio kept as well as that allows. `name` is what an error calls the image.
/// Errors: image.too_long when one side is more than 200 times the other, image.too_large when the resized image would
/// have more than kMaxPixels. Source: smart_resize of transformers image_processing_qwen2_vl.
Result<ImageSize> smartResize(ImageSize size, const PreprocessorConfig& config, const std::string& name);

} // namespace egt
