// SPDX-License-Identifier: GPL-3.0-or-later
// Reading config.json. Source of the layouts: transformers 4.49 to 5.23, models/qwen2_5_vl/configuration_qwen2_5_vl.py
// (the text model's fields at the top or in text_config; rope_scaling with "type" mrope and rope_theta beside it, or
// rope_parameters with rope_theta inside; the tie at the top or in text_config) and the published 3B and 7B files.
#include "judge/config.h"

#include "base/files.h"
#include "judge/config_fields.h"

namespace egt::judge {
namespace {

Result<VisionConfig> visionOf(const Json& json, const std::string& file) {
    VisionConfig out;
    ConfigFields fields(json, "vision_config.", file);
    fields.integer("depth", out.depth, true);
    fields.integer("hidden_size", out.hidden_size, true);
    fields.integer("intermediate_size", out.intermediate_size, true);
    fields.integer("num_heads", out.num_heads, true);
    fields.integer("in_chans", out.in_channels); // the older name
    fields.integer("in_channels", out.in_channels);
    fields.equalSides("patch_size", out.patch_size);
    fields.equalSides("temporal_patch_size", out.temporal_patch_size);
    fields.integer("spatial_merge_size", out.spatial_merge_size);
    fields.integer("window_size", out.window_size);
    fields.integer("out_hidden_size", out.out_hidden_size, true);
    fields.integers("fullatt_block_indexes", out.fullatt_block_indexes);
    fields.mustBe("hidden_act", "silu");
    if (const Json* rope = fields.find("rope_parameters")) { // transformers 5 writes what was fixed before
        ConfigFields part(*rope, "vision_config.rope_parameters.", file);
        double theta = vision_rope_theta;
        part.number("rope_theta", theta);
        part.mustBe("rope_type", "axial");
        if (theta != vision_rope_theta) part.complain("rope_theta", "must be 10000");
        fields.complainOf(part);
    }
    EGT_TRY(fields.done());
    return out;
}

void readRope(ConfigFields& fields, const std::string& prefix, TextConfig& out, const std::string& file) {
    fields.number("rope_theta", out.rope_theta);
    for (const std::string name : {"rope_scaling", "rope_parameters"}) {
        const Json* json = fields.find(name.c_str());
        if (!json) continue;
        if (!json->is_object()) { // ignored, its M-RoPE sections would be the default ones
            fields.complain(name, "is " + ConfigFields::shown(*json) + "; an object is known");
            continue;
        }
        ConfigFields rope(*json, prefix + name + ".", file);
        rope.number("rope_theta", out.rope_theta);
        rope.integers("mrope_section", out.mrope_section);
        for (const char* type : {"type", "rope_type"}) {
            const Json* value = rope.find(type);
            const std::string text = value && value->is_string() ? value->get<std::string>() : std::string();
            if (value && text != "mrope" && text != "default")
                rope.complain(type, "is " + ConfigFields::shown(*value) + "; “mrope” is known");
        }
        fields.complainOf(rope);
    }
}

/// What this program does not compute is refused, not ignored.
void refuse(ConfigFields& fields, const TextConfig& text) {
    fields.mustBe("hidden_act", "silu");
    bool sliding = false;
    fields.flag("use_sliding_window", sliding);
    if (sliding) fields.complain("use_sliding_window", "must be false; sliding windows are not supported");
    if (const Json* types = fields.find("layer_types"))
        for (const Json& type : *types) // a list of one value a layer
            if (!type.is_string() || type.get<std::string>() != "full_attention")
                fields.complain("layer_types", "must all be “full_attention”");
    const std::int32_t width = text.num_attention_heads > 0 ? text.hidden_size / text.num_attention_heads : 0;
    std::int32_t asked = width;
    fields.integer("head_dim", asked);
    if (asked != width)
        fields.complain("head_dim", "must be hidden_size / num_attention_heads, " + std::to_string(width));
}

Result<TextConfig> textOf(const Json& json, const std::string& prefix, const std::string& file) {
    TextConfig out;
    ConfigFields fields(json, prefix, file);
    fields.integer("vocab_size", out.vocab_size, true);
    fields.integer("hidden_size", out.hidden_size, true);
    fields.integer("intermediate_size", out.intermediate_size, true);
    fields.integer("num_hidden_layers", out.num_hidden_layers, true);
    fields.integer("num_attention_heads", out.num_attention_heads, true);
    out.num_key_value_heads = out.num_attention_heads;
    fields.integer("num_key_value_heads", out.num_key_value_heads);
    fields.integer("max_position_embeddings", out.max_position_embeddings);
    fields.number("rms_norm_eps", out.rms_norm_eps);
    fields.number("initializer_range", out.initializer_range);
    out.rope_theta = 1e6; // transformers' default for this family
    out.mrope_section = {16, 24, 24};
    readRope(fields, prefix, out, file);
    refuse(fields, out);
    EGT_TRY(fields.done());
    return out;
}

/// Token ids stand at the top, in text_config, or in both; the tie counts from either (transformers 5 looks so too).
Result<void> readShared(const Json& json, const std::string& prefix, const std::string& file, JudgeConfig& out) {
    ConfigFields fields(json, prefix, file);
    bool tied = false;
    fields.flag("tie_word_embeddings", tied);
    out.text.tie_word_embeddings |= tied;
    std::vector<std::int32_t> ends; // may be a list
    fields.integers("eos_token_id", ends);
    if (!ends.empty()) out.eos_token_id = ends.front();
    fields.integer("bos_token_id", out.bos_token_id);
    fields.integer("pad_token_id", out.pad_token_id);
    fields.integer("image_token_id", out.image_token_id);
    fields.integer("video_token_id", out.video_token_id);
    fields.integer("vision_start_token_id", out.vision_start_token_id);
    fields.integer("vision_end_token_id", out.vision_end_token_id);
    return fields.done();
}

} // namespace

Result<JudgeConfig> JudgeConfig::parse(std::string_view text, const std::string& file_name) {
    EGT_ASSIGN(const Json json, parseJson(text, file_name));
    ConfigFields top(json, "", file_name);
    if (!top.find("model_type")) return badConfig(file_name, "model_type", "is missing; “qwen2_5_vl” is known");
    top.mustBe("model_type", "qwen2_5_vl");
    if (top.find("quantization_config"))
        top.complain("quantization_config", "is set: take the judge's unquantized checkpoint (F32, F16 or BF16)");
    EGT_TRY(top.done());
    JudgeConfig out;
    const Json* nested = top.find("text_config");
    const Json* vision = top.find("vision_config");
    if (!vision || !vision->is_object()) return badConfig(file_name, "vision_config", "must be an object");
    if (nested && !nested->is_object()) return badConfig(file_name, "text_config", "must be an object");
    out.nested = nested != nullptr;
    EGT_ASSIGN(out.vision, visionOf(*vision, file_name));
    EGT_ASSIGN(out.text, textOf(nested ? *nested : json, nested ? "text_config." : "", file_name));
    out.text.tie_word_embeddings = false; // transformers' default for this family
    if (nested) EGT_TRY(readShared(*nested, "text_config.", file_name, out));
    EGT_TRY(readShared(json, "", file_name, out));
    if (out.image_token_id < 0) return badConfig(file_name, "image_token_id", "is missing");
    EGT_TRY(out.check(file_name));
    return out;
}

Result<JudgeConfig> JudgeConfig::load(const std::filesystem::path& folder) {
    const auto path = folder / "config.json";
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return fail("judge.missing_file",
                    EGT_TEXT("engine", "This is no judge folder: %1 is missing; choose a folder with config.json, "
                                       "tokenizer.json and model.safetensors."),
                    {path.string()}, path.string());
    EGT_ASSIGN(const std::string text, readFile(path));
    return parse(text, path.string());
}

} // namespace egt::judge
