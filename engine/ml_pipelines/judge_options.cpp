// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judge_tools.h"

#include <ATen/Context.h>

#include "base/numbers.h"
#include "judge/cuda_loader.h"

namespace egt::ml {

std::string dtypeName(torch::ScalarType type) {
    if (type == torch::kBFloat16) return "bfloat16";
    return type == torch::kFloat16 ? "float16" : "float32";
}

Result<std::optional<torch::ScalarType>> dtypeOf(const std::string& name) {
    if (name.empty()) return std::nullopt;
    for (const torch::ScalarType type : {torch::kFloat32, torch::kFloat16, torch::kBFloat16})
        if (name == dtypeName(type)) return type;
    return fail("judge.bad_option", EGT_TEXT("engine", "“%1” is no number type; use float32, float16 or bfloat16."),
                {name}, {}, 0, "dtype");
}

Result<torch::Device> deviceOf(const std::string& name) {
    if (name == "cpu") return torch::Device(torch::kCPU);
    const bool first = name == "cuda";
    const auto index = first                       ? std::optional<int>(0)
                       : name.starts_with("cuda:") ? parseNumber<int>(name.substr(5))
                                                   : std::nullopt;
    if (!index || *index < 0)
        return fail("judge.bad_option", EGT_TEXT("engine", "“%1” is no device; use cpu, cuda or cuda:0."), {name}, {},
                    0, "device");
    std::string problem = judge::openCuda();
    if (problem.empty() && *index >= static_cast<int>(at::detail::getCUDAHooks().deviceCount()))
        problem = "torch finds fewer devices";
    if (!problem.empty())
        return fail("judge.no_device", EGT_TEXT("engine", "The device %1 can't be used: %2. Use cpu."), {name, problem},
                    {}, 0, "device");
    return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(*index));
}

} // namespace egt::ml
