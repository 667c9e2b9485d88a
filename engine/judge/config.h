// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "images/preprocessor_config.h"

namespace egt::judge {

/// Field names are those of Qwen2_5_VLConfig.vision_config in transformers.
/// Base of the vision tower's rotary frequencies: fixed in the reference (axial, before 5.x not even a field).
inline constexpr double vision_rope_theta = 10000.0;

struct VisionConfig {
    std::int32_t depth = 2;
    std::int32_t hidden_size = 64;
    std::int32_t intermediate_size = 160;
    std::int32_t num_heads = 4;
    std::int32_t in_channels = 3;
    std::int32_t patch_size = 14;
    std::int32_t temporal_patch_size = 2;
    std::int32_t spatial_merge_size = 2;
    std::int32_t window_size = 112; ///< pixels
    std::vector<std::int32_t> fullatt_block_indexes = {1};
    std::int32_t out_hidden_size = 96; ///< = the text width
};

/// Field names are those of Qwen2_5_VLConfig.text_config in transformers.
struct TextConfig {
    std::int32_t vocab_size = 384;
    std::int32_t hidden_size = 96;
    std::int32_t intermediate_size = 256;
    std::int32_t num_hidden_layers = 3;
    std::int32_t num_attention_heads = 4;
    std::int32_t num_key_value_heads = 2;
    std::int32_t max_position_embeddings = 1024;
    double rms_norm_eps = 1e-6;
    double rope_theta = 1000.0;
    std::vector<std::int32_t> mrope_section = {6, 3, 3}; ///< sums to head_dim / 2
    bool tie_word_embeddings = true;
    double initializer_range = 0.02;
};

struct JudgeConfig {
    VisionConfig vision;
    TextConfig text;
    std::int32_t image_token_id = -1;
    std::int32_t video_token_id = -1;
    std::int32_t vision_start_token_id = -1;
    std::int32_t vision_end_token_id = -1;
    std::int32_t bos_token_id = -1;
    std::int32_t eos_token_id = -1;
    std::int32_t pad_token_id = -1;
    bool nested = false; ///< the file had a text_config

    /// Reads config.json in the layouts that transformers 4.49 to 5.x write: text fields at the top or in text_config,
    /// rope_scaling or rope_parameters. Errors: judge.missing_file, judge.bad_config naming file and field; also for
    /// what is not computed here (quantization, sliding windows, another family).
    static Result<JudgeConfig> load(const std::filesystem::path& folder);
    static Result<JudgeConfig> parse(std::string_view json, const std::string& file_name);
    /// As the published checkpoints are written (flat; model_type qwen2_5_vl, architectures
    /// Qwen2_5_VLForConditionalGeneration).
    [[nodiscard]] std::string toJson(const std::string& torch_dtype = "float32") const;
    /// Says what does not fit together (heads, sections, widths). Errors: judge.bad_config.
    [[nodiscard]] Result<void> check(const std::string& file_name) const;
};

/// The text of a config.json with another type of numbers (float32, float16, bfloat16); all else stays as it is,
/// fields that this program does not know included. Errors: json.invalid.
Result<std::string> withTorchDtype(const std::string& config_json, const std::string& torch_dtype);

using egt::PreprocessorConfig; // the settings of images stand in a layer without torch

} // namespace egt::judge
