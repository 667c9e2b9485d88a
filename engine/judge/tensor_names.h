// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "judge/config.h"
#include "judge/safetensors.h"

namespace egt::judge {

/// How a checkpoint names its tensors. transformers 4.49 to 5.x, vLLM and SGLang load both.
enum class NameLayout {
    published, ///< visual.*, model.layers.*, lm_head.weight: the published checkpoints, and ours
    nested     ///< model.visual.*, model.language_model.layers.*: transformers' own names since 4.52
};
std::string nameIn(NameLayout layout, const std::string& name);

/// The spellings that a tensor of the published name has had: ours first. Source: transformers
/// conversion_mapping.py and modeling_qwen2_5_vl.py, vLLM qwen2_5_vl.py (hf_to_vllm_mapper).
std::vector<std::string> spellings(const std::string& name);

/// What a judge of `config` takes from weight files.
struct TensorMatch {
    std::vector<std::string> used;   ///< the files' name of each tensor, in the order of Weights::named
    std::vector<std::string> unused; ///< in the files, not in the judge
    NameLayout layout = NameLayout::published;
};
/// Compares names, shapes and types with what the configuration asks for, before any memory is taken for weights.
/// A head beside a tied configuration is unused, as in transformers. Errors: judge.bad_weights (field = tensor).
Result<TensorMatch> matchTensors(const JudgeConfig& config, const WeightFiles& files);

} // namespace egt::judge
