// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/init.h"

#include <cmath>

#include <ATen/core/grad_mode.h>

#include "base/random.h"

namespace egt::training {
namespace {

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

bool leadsBack(const std::string& name) {
    return contains(name, "o_proj.weight") || contains(name, "down_proj.weight") || contains(name, "attn.proj.weight");
}

} // namespace

void initialiseSmallJudge(const std::vector<std::pair<std::string, torch::Tensor>>& parameters, std::uint64_t seed,
                          double gain, double embedding_std) {
    const at::NoGradGuard guard;
    Random random(mixSeed(seed, 0x696E6974));
    for (const auto& [name, tensor] : parameters) {
        torch::Tensor target = tensor;
        if (target.dim() < 2) {
            target.fill_(contains(name, "bias") ? 0.0 : 1.0);
            continue;
        }
        const double fan_in = static_cast<double>(target.numel() / target.size(0));
        const bool embedding = contains(name, "embed_tokens") || contains(name, "lm_head");
        const double deviation = embedding ? embedding_std : gain / std::sqrt(fan_in) * (leadsBack(name) ? 0.5 : 1.0);
        torch::Tensor fresh = torch::Tensor(target.detach().to(at::kFloat).clone(at::MemoryFormat::Contiguous));
        float* values = fresh.mutable_data_ptr<float>();
        for (std::int64_t i = 0; i < fresh.numel(); ++i)
            values[i] = static_cast<float>(random.normal() * deviation);
        target.copy_(fresh);
    }
}

} // namespace egt::training
