// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "judge/config.h"

namespace egt::judge {

std::string JudgeConfig::toJson(const std::string& torch_dtype) const {
    // The flat layout of the published checkpoints: transformers 4.49 and later read it, 5.x too.
    OrderedJson json = {{"architectures", {"Qwen2_5_VLForConditionalGeneration"}}, {"model_type", "qwen2_5_vl"}};
    const auto token = [&](const char* name, std::int32_t id) {
        if (id >= 0) json[name] = id;
    };
    token("bos_token_id", bos_token_id);
    token("eos_token_id", eos_token_id);
    token("pad_token_id", pad_token_id);
    token("image_token_id", image_token_id);
    token("video_token_id", video_token_id);
    token("vision_start_token_id", vision_start_token_id);
    token("vision_end_token_id", vision_end_token_id);
    json["vocab_size"] = text.vocab_size;
    json["hidden_size"] = text.hidden_size;
    json["intermediate_size"] = text.intermediate_size;
    json["num_hidden_layers"] = text.num_hidden_layers;
    json["num_attention_heads"] = text.num_attention_heads;
    json["num_key_value_heads"] = text.num_key_value_heads;
    json["hidden_act"] = "silu";
    json["max_position_embeddings"] = text.max_position_embeddings;
    json["rms_norm_eps"] = text.rms_norm_eps;
    json["rope_theta"] = text.rope_theta;
    json["rope_scaling"] = {{"type", "mrope"}, {"mrope_section", text.mrope_section}};
    json["tie_word_embeddings"] = text.tie_word_embeddings;
    json["initializer_range"] = text.initializer_range;
    json["attention_dropout"] = 0.0;
    json["use_sliding_window"] = false;
    json["use_cache"] = true;
    json["torch_dtype"] = torch_dtype;
    json["vision_config"] = {{"model_type", "qwen2_5_vl"},
                             {"depth", vision.depth},
                             {"hidden_act", "silu"},
                             {"hidden_size", vision.hidden_size},
                             {"intermediate_size", vision.intermediate_size},
                             {"num_heads", vision.num_heads},
                             {"in_channels", vision.in_channels},
                             {"out_hidden_size", vision.out_hidden_size},
                             {"patch_size", vision.patch_size},
                             {"spatial_merge_size", vision.spatial_merge_size},
                             {"temporal_patch_size", vision.temporal_patch_size},
                             {"tokens_per_second", 2},
                             {"window_size", vision.window_size},
                             {"fullatt_block_indexes", vision.fullatt_block_indexes}};
    return json.dump(2) + "\n";
}

Result<std::string> withTorchDtype(const std::string& config_json, const std::string& torch_dtype) {
    EGT_TRY(parseJson(config_json, "config.json")); // its message; the next keeps the order of the fields
    OrderedJson json = OrderedJson::parse(config_json, nullptr, false);
    const auto set = [&](OrderedJson& part, bool needed) {
        const bool newer = part.contains("dtype"); // transformers 5
        if (newer || part.contains("torch_dtype") || needed) part[newer ? "dtype" : "torch_dtype"] = torch_dtype;
    };
    set(json, true);
    for (const char* part : {"text_config", "vision_config"})
        if (json.contains(part) && json[part].is_object()) set(json[part], false);
    return json.dump(2) + "\n";
}

} // namespace egt::judge
