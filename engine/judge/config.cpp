// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/config.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/files.h"
#include "base/json.h"

namespace egt::judge {
namespace {

tl::unexpected<Error> bad(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_config", EGT_TEXT("engine", "The judge's configuration in %1 cannot be used: field %2 %3."),
                {file, field, why}, file, 0, field);
}

/// Reads fields of one JSON object and keeps the first complaint.
class Fields {
public:
    Fields(const Json& json, std::string prefix, const std::string& file)
        : m_json(json), m_prefix(std::move(prefix)), m_file(file) {}

    [[nodiscard]] const Json* find(const char* name) const {
        const auto found = m_json.is_object() ? m_json.find(name) : m_json.end();
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }
    template <class Int> void integer(const char* name, Int& value, bool needed = false) {
        const Json* json = find(name);
        if (json && json->is_array() && !json->empty()) json = &(*json)[0]; // eos_token_id may be a list
        if (!json && !needed) return;
        if (!json || !json->is_number_integer() || json->get<std::int64_t>() < std::numeric_limits<Int>::min() ||
            json->get<std::int64_t>() > std::numeric_limits<Int>::max())
            return complain(name, "must be a whole number");
        value = json->get<Int>();
    }
    void number(const char* name, double& value) {
        const Json* json = find(name);
        if (!json) return;
        if (!json->is_number()) return complain(name, "must be a number");
        value = json->get<double>();
    }
    void flag(const char* name, bool& value) {
        const Json* json = find(name);
        if (!json) return;
        if (!json->is_boolean()) return complain(name, "must be true or false");
        value = json->get<bool>();
    }
    void integers(const char* name, std::vector<std::int32_t>& value) {
        const Json* json = find(name);
        if (!json) return;
        if (!json->is_array()) return complain(name, "must be a list of whole numbers");
        value.clear();
        for (const Json& item : *json) {
            if (!item.is_number_integer()) return complain(name, "must be a list of whole numbers");
            value.push_back(item.get<std::int32_t>());
        }
    }
    void mustBe(const char* name, const std::string& wanted) {
        const Json* json = find(name);
        if (json && (!json->is_string() || json->get<std::string>() != wanted))
            complain(name, "is " + json->dump() + "; “" + wanted + "” is known");
    }
    void complain(const std::string& name, const std::string& why) {
        if (!m_error) m_error = bad(m_file, m_prefix + name, why).value();
    }
    [[nodiscard]] Result<void> done() const {
        if (m_error) return fail(*m_error);
        return {};
    }

private:
    const Json& m_json;
    std::string m_prefix;
    const std::string& m_file;
    std::optional<Error> m_error;
};

Result<VisionConfig> visionOf(const Json& json, const std::string& file) {
    VisionConfig out;
    Fields fields(json, "vision_config.", file);
    fields.integer("depth", out.depth, true);
    fields.integer("hidden_size", out.hidden_size, true);
    fields.integer("intermediate_size", out.intermediate_size, true);
    fields.integer("num_heads", out.num_heads, true);
    fields.integer("in_chans", out.in_channels); // the older name
    fields.integer("in_channels", out.in_channels);
    fields.integer("patch_size", out.patch_size);
    fields.integer("temporal_patch_size", out.temporal_patch_size);
    fields.integer("spatial_merge_size", out.spatial_merge_size);
    fields.integer("window_size", out.window_size);
    fields.integer("out_hidden_size", out.out_hidden_size, true);
    fields.integers("fullatt_block_indexes", out.fullatt_block_indexes);
    fields.mustBe("hidden_act", "silu");
    EGT_TRY(fields.done());
    return out;
}

void readRope(Fields& fields, TextConfig& out, const std::string& file) {
    fields.number("rope_theta", out.rope_theta);
    for (const char* name : {"rope_scaling", "rope_parameters"}) {
        const Json* json = fields.find(name);
        if (!json) continue;
        Fields rope(*json, std::string(name) + ".", file);
        rope.number("rope_theta", out.rope_theta);
        rope.integers("mrope_section", out.mrope_section);
        for (const char* type : {"type", "rope_type"}) {
            const Json* value = rope.find(type);
            if (value && *value != "mrope" && *value != "default")
                rope.complain(type, "is " + value->dump() + "; “mrope” is known");
        }
        if (const auto result = rope.done(); !result) fields.complain(name, result.error().args.at(2));
    }
}

Result<TextConfig> textOf(const Json& json, const std::string& prefix, const std::string& file) {
    TextConfig out;
    Fields fields(json, prefix, file);
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
    readRope(fields, out, file);
    fields.mustBe("hidden_act", "silu");
    bool sliding = false;
    fields.flag("use_sliding_window", sliding);
    if (sliding) fields.complain("use_sliding_window", "must be false; sliding windows are not supported");
    EGT_TRY(fields.done());
    return out;
}

} // namespace

Result<JudgeConfig> JudgeConfig::parse(std::string_view text, const std::string& file_name) {
    EGT_ASSIGN(const Json json, parseJson(text, file_name));
    Fields top(json, "", file_name);
    if (!top.find("model_type")) return bad(file_name, "model_type", "is missing; “qwen2_5_vl” is known");
    top.mustBe("model_type", "qwen2_5_vl");
    JudgeConfig out;
    const Json* nested = top.find("text_config");
    const Json* vision = top.find("vision_config");
    EGT_TRY(top.done());
    if (!vision || !vision->is_object()) return bad(file_name, "vision_config", "must be an object");
    EGT_ASSIGN(out.vision, visionOf(*vision, file_name));
    EGT_ASSIGN(out.text, textOf(nested ? *nested : json, nested ? "text_config." : "", file_name));
    out.text.tie_word_embeddings = false; // transformers' default for this family
    for (const Json* part : {nested, &json}) {
        if (!part) continue;
        Fields fields(*part, part == nested ? "text_config." : "", file_name);
        fields.flag("tie_word_embeddings", out.text.tie_word_embeddings);
        fields.integer("bos_token_id", out.bos_token_id);
        fields.integer("eos_token_id", out.eos_token_id);
        fields.integer("pad_token_id", out.pad_token_id);
        fields.integer("image_token_id", out.image_token_id, part == &json);
        fields.integer("vision_start_token_id", out.vision_start_token_id);
        fields.integer("vision_end_token_id", out.vision_end_token_id);
        EGT_TRY(fields.done());
    }
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

Result<void> JudgeConfig::check(const std::string& file) const {
    const auto positive = [&](const char* name, std::int64_t value, std::int64_t most) -> Result<void> {
        if (value >= 1 && value <= most) return {};
        return bad(file, name, "must lie between 1 and " + std::to_string(most));
    };
    EGT_TRY(positive("vision_config.depth", vision.depth, 1000));
    EGT_TRY(positive("vision_config.hidden_size", vision.hidden_size, 100000));
    EGT_TRY(positive("vision_config.intermediate_size", vision.intermediate_size, 1000000));
    EGT_TRY(positive("vision_config.num_heads", vision.num_heads, 1000));
    EGT_TRY(positive("vision_config.patch_size", vision.patch_size, 256));
    EGT_TRY(positive("vision_config.temporal_patch_size", vision.temporal_patch_size, 16));
    EGT_TRY(positive("vision_config.spatial_merge_size", vision.spatial_merge_size, 16));
    EGT_TRY(positive("vocab_size", text.vocab_size, 4000000));
    EGT_TRY(positive("hidden_size", text.hidden_size, 100000));
    EGT_TRY(positive("intermediate_size", text.intermediate_size, 1000000));
    EGT_TRY(positive("num_hidden_layers", text.num_hidden_layers, 1000));
    EGT_TRY(positive("num_attention_heads", text.num_attention_heads, 1000));
    EGT_TRY(positive("num_key_value_heads", text.num_key_value_heads, text.num_attention_heads));
    EGT_TRY(positive("max_position_embeddings", text.max_position_embeddings, 1 << 30));
    if (vision.in_channels != 3) return bad(file, "vision_config.in_channels", "must be 3");
    if (vision.hidden_size % vision.num_heads != 0 || vision.hidden_size / vision.num_heads % 4 != 0)
        return bad(file, "vision_config.num_heads", "must divide hidden_size into heads of a multiple of 4");
    if (vision.window_size < vision.patch_size * vision.spatial_merge_size)
        return bad(file, "vision_config.window_size", "must be at least patch_size times spatial_merge_size");
    if (vision.out_hidden_size != text.hidden_size)
        return bad(file, "vision_config.out_hidden_size", "must equal the text model's hidden_size");
    if (text.hidden_size % text.num_attention_heads != 0 || text.hidden_size / text.num_attention_heads % 2 != 0)
        return bad(file, "num_attention_heads", "must divide hidden_size into heads of even width");
    if (text.num_attention_heads % text.num_key_value_heads != 0)
        return bad(file, "num_key_value_heads", "must divide num_attention_heads");
    const std::int32_t half = text.hidden_size / text.num_attention_heads / 2;
    const bool negative =
        std::any_of(text.mrope_section.begin(), text.mrope_section.end(), [](int n) { return n < 0; });
    if (negative || std::accumulate(text.mrope_section.begin(), text.mrope_section.end(), 0) != half)
        return bad(file, "rope_scaling.mrope_section", "must sum to half the head width, " + std::to_string(half));
    if (!(text.rms_norm_eps > 0 && text.rms_norm_eps < 1)) return bad(file, "rms_norm_eps", "must lie between 0 and 1");
    if (!(text.rope_theta > 0)) return bad(file, "rope_theta", "must be positive");
    if (image_token_id < 0 || image_token_id >= text.vocab_size)
        return bad(file, "image_token_id", "must be a token of the vocabulary");
    return {};
}

std::string JudgeConfig::toJson() const {
    // The flat layout of the published checkpoints: transformers 4.49 and later read it, 5.x too.
    OrderedJson json = {{"architectures", {"Qwen2_5_VLForConditionalGeneration"}}, {"model_type", "qwen2_5_vl"}};
    const auto token = [&](const char* name, std::int32_t id) {
        if (id >= 0) json[name] = id;
    };
    token("bos_token_id", bos_token_id);
    token("eos_token_id", eos_token_id);
    token("pad_token_id", pad_token_id);
    token("image_token_id", image_token_id);
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
    json["torch_dtype"] = "float32";
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

} // namespace egt::judge
