// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judge_device.h"

#include <optional>

#include "judge/cuda_loader.h"
#include "ml_pipelines/judge_tools.h"

namespace egt::ml {

Result<LoadedJudge> loadJudgeFor(const std::string& folder, const std::string& device, const std::string& dtype) {
    judge::LoadOptions options;
    EGT_ASSIGN(options.device, deviceOf(device != "auto" ? device : judge::openCuda().empty() ? "cuda:0" : "cpu"));
    EGT_ASSIGN(options.dtype, dtypeOf(dtype == "auto" ? std::string() : dtype)); // none: that of the checkpoint
    if (dtype == "auto" && options.device.is_cpu()) options.dtype = torch::kFloat32;
    EGT_ASSIGN(LoadedJudge out, LoadedJudge::load(folder, options));
    const torch::Tensor weight = out.judge->parameters().front().second;
    out.device = weight.device().str();
    out.dtype = dtypeName(weight.scalar_type());
    return out;
}

} // namespace egt::ml
