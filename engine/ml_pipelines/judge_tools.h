// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What people ask about a judge folder, or do to it, outside of a job.

#include <filesystem>
#include <optional>
#include <string>

#include <torch/types.h>

#include "base/result.h"
#include "judge/judge.h"
#include "records/judge_tools.h"

namespace egt::ml {

/// What a judge or an adapter is, from its configuration and the headers of its weight files. Errors: judge.*
Result<JudgeDetails> readJudgeDetails(const std::filesystem::path& folder);

/// Loads the judge, looks at every number, at a picture made here, at the entropies of a tiny pair's response. The
/// first thing that is wrong is the error: judge.*, judge.not_finite (field = tensor), judge.not_sane.
Result<JudgeCheck> checkJudge(const JudgeCheckRequest& request);

/// A full checkpoint with the judge's side files, made beside `out` and renamed. Errors: judge.*, file.*,
/// judge.out_exists.
Result<JudgeExport> exportJudge(const JudgeExportRequest& request);

/// "float32", "float16", "bfloat16".
std::string dtypeName(torch::ScalarType type);
/// None for an empty text. Errors: judge.bad_option.
Result<std::optional<torch::ScalarType>> dtypeOf(const std::string& name);
/// "cpu", "cuda", "cuda:0". Errors: judge.bad_option; judge.no_device when the machine has no such device.
Result<torch::Device> deviceOf(const std::string& name);

} // namespace egt::ml
