// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Adapters on a judge's linear layers. Source: LoRA, Hu et al. 2021 (arXiv 2106.09685); files as PEFT writes them.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "judge/lora_config.h"
#include "judge/safetensors.h"
#include "judge/weights.h"

namespace egt::judge {

/// An adapter on a judge: its settings, the modules it is on, and its matrices by PEFT's key (A, then B, a module).
struct Adapter {
    LoraConfig config;
    std::vector<std::string> modules;
    NamedTensors matrices;
};

/// Fresh matrices: A uniform within +-1 / sqrt(inputs), as PEFT (Kaiming, a = sqrt 5) starts it, B zero, so that the
/// judge says what it said. float32 when the judge is in half precision. The judge's own weights stop asking for
/// gradients. Errors: judge.bad_adapter.
Result<Adapter> attachFresh(Weights& weights, const JudgeConfig& judge, const LoraConfig& config, std::uint64_t seed);

/// adapter_model.safetensors of a folder, in the judge's type, on the modules that the file has. Errors:
/// judge.missing_file, judge.bad_adapter, judge.bad_weights.
Result<Adapter> attachFrom(Weights& weights, const JudgeConfig& judge, const std::filesystem::path& folder);

/// Writes adapter_model.safetensors, then adapter_config.json. Errors: file.*
Result<void> saveAdapter(const Adapter& adapter, const JudgeConfig& judge, const std::filesystem::path& folder);

/// W <- W + scale B A, summed in float32 and rounded once; the adapters are taken off.
void mergeAdapters(Weights& weights);

} // namespace egt::judge
