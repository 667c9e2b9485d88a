// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/tensor_names.h"

#include <algorithm>

#include "judge/weights.h"

namespace egt::judge {

std::string nameIn(NameLayout layout, const std::string& name) {
    if (layout == NameLayout::published) return name;
    if (name.starts_with("visual.")) return "model." + name;
    if (name.starts_with("model.")) return "model.language_model." + name.substr(6);
    return name;
}

std::vector<std::string> spellings(const std::string& name) {
    std::vector<std::string> out = {name};
    if (const std::string nested = nameIn(NameLayout::nested, name); nested != name) out.push_back(nested);
    if (!name.starts_with("visual.")) out.push_back("language_model." + name);
    return out;
}

Result<TensorMatch> matchTensors(const JudgeConfig& config, const WeightFiles& files) {
    // On the meta device tensors have shapes and no memory.
    const Weights shapes = Weights::allocate(config, at::TensorOptions(torch::kMeta).dtype(torch::kFloat32));
    TensorMatch out;
    for (const auto& [name, tensor] : shapes.named) {
        const auto all = spellings(name);
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& s) { return files.has(s); });
        out.used.push_back(found == all.end() ? name : *found);
        EGT_TRY(files.check(out.used.back(), tensor.sizes()));
    }
    if (!out.used.empty() && out.used.front().starts_with("model.visual.")) out.layout = NameLayout::nested;
    std::vector<std::string> used = out.used;
    std::sort(used.begin(), used.end());
    for (const std::string& name : files.names())
        if (!std::binary_search(used.begin(), used.end(), name)) out.unused.push_back(name);
    return out;
}

} // namespace egt::judge
