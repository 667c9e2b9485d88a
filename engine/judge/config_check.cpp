// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "judge/config.h"
#include "judge/config_fields.h"

namespace egt::judge {

Result<void> JudgeConfig::check(const std::string& file) const {
    const auto positive = [&](const char* name, std::int64_t value, std::int64_t most) -> Result<void> {
        if (value >= 1 && value <= most) return {};
        return badConfig(file, name, "must lie between 1 and " + std::to_string(most));
    };
    EGT_TRY(positive("vision_config.depth", vision.depth, 1000));
    EGT_TRY(positive("vision_config.hidden_size", vision.hidden_size, 100000));
    EGT_TRY(positive("vision_config.intermediate_size", vision.intermediate_size, 1000000));
    EGT_TRY(positive("vision_config.num_heads", vision.num_heads, 1000));
    EGT_TRY(positive("vision_config.patch_size", vision.patch_size, 256));
    EGT_TRY(positive("vision_config.temporal_patch_size", vision.temporal_patch_size, 16));
    EGT_TRY(positive("vision_config.spatial_merge_size", vision.spatial_merge_size, 16));
    EGT_TRY(positive("vision_config.window_size", vision.window_size, 1000000));
    EGT_TRY(positive("vocab_size", text.vocab_size, 4000000));
    EGT_TRY(positive("hidden_size", text.hidden_size, 100000));
    EGT_TRY(positive("intermediate_size", text.intermediate_size, 1000000));
    EGT_TRY(positive("num_hidden_layers", text.num_hidden_layers, 1000));
    EGT_TRY(positive("num_attention_heads", text.num_attention_heads, 1000));
    EGT_TRY(positive("num_key_value_heads", text.num_key_value_heads, text.num_attention_heads));
    EGT_TRY(positive("max_position_embeddings", text.max_position_embeddings, 1 << 30));
    if (vision.in_channels != 3) return badConfig(file, "vision_config.in_channels", "must be 3");
    if (vision.hidden_size % vision.num_heads != 0 || vision.hidden_size / vision.num_heads % 4 != 0)
        return badConfig(file, "vision_config.num_heads", "must divide hidden_size into heads of a multiple of 4");
    if (vision.window_size < vision.patch_size * vision.spatial_merge_size)
        return badConfig(file, "vision_config.window_size", "must be at least patch_size times spatial_merge_size");
    if (vision.out_hidden_size != text.hidden_size)
        return badConfig(file, "vision_config.out_hidden_size", "must equal the text model's hidden_size");
    if (text.hidden_size % text.num_attention_heads != 0 || text.hidden_size / text.num_attention_heads % 2 != 0)
        return badConfig(file, "num_attention_heads", "must divide hidden_size into heads of even width");
    if (text.num_attention_heads % text.num_key_value_heads != 0)
        return badConfig(file, "num_key_value_heads", "must divide num_attention_heads");
    const std::int32_t half = text.hidden_size / text.num_attention_heads / 2;
    const bool negative =
        std::any_of(text.mrope_section.begin(), text.mrope_section.end(), [](int n) { return n < 0; });
    if (negative || std::accumulate(text.mrope_section.begin(), text.mrope_section.end(), std::int64_t{0}) != half)
        return badConfig(file, "rope_scaling.mrope_section",
                         "must sum to half the head width, " + std::to_string(half));
    if (!(text.rms_norm_eps > 0 && text.rms_norm_eps < 1))
        return badConfig(file, "rms_norm_eps", "must lie between 0 and 1");
    if (!(text.rope_theta > 0)) return badConfig(file, "rope_theta", "must be positive");
    if (image_token_id < 0 || image_token_id >= text.vocab_size)
        return badConfig(file, "image_token_id", "must be a token of the vocabulary");
    return {};
}

} // namespace egt::judge
