// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where tokens and patches stand. Pure functions; any thread.
// Source: transformers models/qwen2_5_vl (get_rope_index) and vision_utils (window index, position ids).

#include <array>
#include <cstdint>
#include <vector>

namespace egt::judge {

struct Grid {
    std::int32_t t = 1, h = 0, w = 0;
};

/// M-RoPE positions (time, height, width) of a prompt: text counts on in all three; an image of merged grid h x w takes
/// (0, row, column) from where it starts, and the text after it starts max(h, w) later.
struct PromptPositions {
    std::array<std::vector<std::int32_t>, 3> axes;
    std::int32_t next = 0; ///< position of the first token after the prompt, the same in all axes
};
/// `images`: merged grids in order of appearance; each must have t x h x w image tokens in `ids`.
/// Throws c10::Error when images and image tokens do not fit.
PromptPositions promptPositions(const std::vector<std::int32_t>& ids, const std::vector<Grid>& images,
                                std::int32_t image_token_id);

/// The order in which the vision tower computes patches, so that each attention window is contiguous.
struct VisionPlan {
    std::vector<std::int64_t> order;          ///< of merged tokens, window by window; [i] = original index
    std::vector<std::int32_t> rows, columns;  ///< of each patch, in that order
    std::vector<std::int64_t> window_lengths; ///< in patches, in that order
    std::vector<std::int64_t> full_lengths;   ///< in patches, one a frame
};
/// `images`: grids in patches.
VisionPlan visionPlan(const std::vector<Grid>& images, std::int32_t merge, std::int32_t patch_size,
                      std::int32_t window_size);

} // namespace egt::judge
