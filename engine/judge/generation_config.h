// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt::judge {

/// generation_config.json: how the judge's maker samples from it. Field names and the defaults of absent fields are
/// those of transformers' GenerationConfig (generation/configuration_utils.py, _get_default_generation_params).
struct GenerationConfig {
    std::vector<std::int32_t> eos_token_ids; ///< empty: the file names none
    std::optional<std::int32_t> bos_token_id, pad_token_id;
    bool do_sample = false;
    double temperature = 1;        ///< >= 0; 0 means greedy
    double top_p = 1;              ///< 0 < p <= 1
    std::int32_t top_k = 50;       ///< 0 = off
    double repetition_penalty = 1; ///< > 0
    std::optional<std::int32_t> max_new_tokens;

    /// The defaults when the folder has no such file. Errors: judge.bad_config naming file and field.
    static Result<GenerationConfig> load(const std::filesystem::path& folder);
    static Result<GenerationConfig> parse(std::string_view json, const std::string& file_name);
};

} // namespace egt::judge
