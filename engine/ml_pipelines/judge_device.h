// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "ml_pipelines/judge_folder.h"

namespace egt::ml {

/// Loads a judge where it shall compute. `device`: auto (a CUDA device when this machine and this LibTorch have one,
/// else the CPU), cpu, cuda:0. `dtype`: auto (float32 on the CPU, what the checkpoint has on a device), float32,
/// bfloat16, float16. Errors: judge.no_device, request.out_of_range, those of LoadedJudge::load.
Result<LoadedJudge> loadJudgeFor(const std::string& folder, const std::string& device, const std::string& dtype);

} // namespace egt::ml
