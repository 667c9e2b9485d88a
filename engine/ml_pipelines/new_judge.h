// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/result.h"
#include "ml_pipelines/sft_data.h"
#include "pipelines/sft_config.h"

namespace egt::ml {

/// Writes a fresh small judge of the Qwen2.5-VL architecture into `folder`: tokenizer with the words of the traces,
/// short prompt, image settings for one size, untrained weights. Errors: judge.bad_config, file.*
Result<void> writeNewJudge(const std::filesystem::path& folder, const pipelines::SftConfig& config,
                           const TraceSet& traces, std::uint64_t seed);

} // namespace egt::ml
