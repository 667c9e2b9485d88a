// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/generation_config.h"

#include "base/files.h"
#include "judge/config_fields.h"

namespace egt::judge {
namespace {

void optionalId(ConfigFields& fields, const char* name, std::optional<std::int32_t>& id) {
    if (!fields.find(name)) return;
    std::vector<std::int32_t> ids; // some write a list of one
    fields.integers(name, ids);
    if (!ids.empty()) id = ids.front();
}

void checkRanges(ConfigFields& fields, const GenerationConfig& config) {
    for (const std::int32_t id : config.eos_token_ids)
        if (id < 0) fields.complain("eos_token_id", "must not be negative");
    if (!(config.temperature >= 0)) fields.complain("temperature", "must not be negative");
    if (!(config.top_p > 0 && config.top_p <= 1)) fields.complain("top_p", "must lie between 0 and 1");
    if (config.top_k < 0) fields.complain("top_k", "must not be negative");
    if (!(config.repetition_penalty > 0)) fields.complain("repetition_penalty", "must be positive");
    if (config.max_new_tokens && *config.max_new_tokens < 1) fields.complain("max_new_tokens", "must be positive");
}

} // namespace

Result<GenerationConfig> GenerationConfig::parse(std::string_view text, const std::string& file_name) {
    EGT_ASSIGN(const Json json, parseJson(text, file_name));
    if (!json.is_object()) return badConfig(file_name, "{}", "must be an object");
    GenerationConfig out;
    ConfigFields fields(json, "", file_name);
    fields.integers("eos_token_id", out.eos_token_ids);
    optionalId(fields, "bos_token_id", out.bos_token_id);
    optionalId(fields, "pad_token_id", out.pad_token_id);
    fields.flag("do_sample", out.do_sample);
    fields.number("temperature", out.temperature);
    fields.number("top_p", out.top_p);
    fields.integer("top_k", out.top_k);
    fields.number("repetition_penalty", out.repetition_penalty);
    if (fields.find("max_new_tokens")) {
        out.max_new_tokens = 0;
        fields.integer("max_new_tokens", *out.max_new_tokens);
    }
    checkRanges(fields, out);
    EGT_TRY(fields.done());
    return out;
}

Result<GenerationConfig> GenerationConfig::load(const std::filesystem::path& folder) {
    const auto path = folder / "generation_config.json";
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return GenerationConfig{};
    EGT_ASSIGN(const std::string text, readFile(path));
    return parse(text, path.string());
}

} // namespace egt::judge
