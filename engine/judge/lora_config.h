// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "judge/config.h"

namespace egt::judge {

/// A linear layer that an adapter can be put on, by its name in the published checkpoints:
/// "model.layers.0.mlp.up_proj".
std::vector<std::string> linearModules(const JudgeConfig& config);

/// adapter_config.json as PEFT writes it (peft/tuners/lora/config.py). Source of the method: LoRA, arXiv 2106.09685.
struct LoraConfig {
    std::int32_t rank = 16;
    double alpha = 32;
    bool rslora = false; ///< scale alpha / sqrt(rank) instead of alpha / rank (arXiv 2312.03732)
    /// Last parts of module names ("q_proj"), which mean layers of the language model alone because the vision tower
    /// has layers of the same names, or whole names. Empty: all linear layers of the language model.
    std::vector<std::string> targets;
    std::string base_model; ///< base_model_name_or_path

    [[nodiscard]] double scale(std::int64_t rank) const;
    /// The modules that `targets` chooses. Errors: judge.bad_adapter when one of them chooses nothing.
    [[nodiscard]] Result<std::vector<std::string>> modules(const JudgeConfig& config) const;

    static bool isAdapter(const std::filesystem::path& folder); ///< has adapter_config.json
    /// Errors: judge.missing_file, judge.bad_adapter naming file and field (also for what is not supported: other
    /// methods than LoRA, DoRA, trained biases, whole modules saved beside).
    static Result<LoraConfig> load(const std::filesystem::path& folder);
    static Result<LoraConfig> parse(std::string_view json, const std::string& file_name);
    /// As PEFT reads it; target_modules is written so that PEFT does not reach the vision tower.
    [[nodiscard]] std::string toJson(const std::vector<std::string>& modules, const JudgeConfig& config) const;
    /// base_model as a folder here: absolute, or seen from `adapter` or from here. Errors: judge.missing_file when it
    /// is none.
    [[nodiscard]] Result<std::filesystem::path> baseFolder(const std::filesystem::path& adapter) const;
};

/// PEFT's key of a module's matrix: base_model.model.model.language_model.layers.0.self_attn.q_proj.lora_A.weight,
/// which vLLM loads too (its hf_to_vllm_mapper knows model.language_model. and model.visual.).
std::string adapterKey(const std::string& module, char matrix);

} // namespace egt::judge
