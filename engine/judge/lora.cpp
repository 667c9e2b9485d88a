// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/lora.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/files.h"
#include "base/random.h"
#include "judge/tensor_names.h"

namespace egt::judge {
namespace fs = std::filesystem;
namespace {

/// The columns of a linear layer that a module of the checkpoint stands for.
struct Site {
    Linear* linear = nullptr;
    std::int64_t begin = 0;
    std::int64_t rows = 0;
    [[nodiscard]] std::int64_t inputs() const { return linear->weight.storage.size(1); }
};

void addSites(std::map<std::string, Site>& sites, Linear& linear, const std::string& prefix,
              const std::vector<std::string>& names) {
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::int64_t rows = linear.weight.parts[i].size(0);
        sites[prefix + names[i]] = {&linear, begin, rows};
        begin += rows;
    }
}

/// Names as linearModules() gives them.
std::map<std::string, Site> sitesOf(Weights& w) {
    std::map<std::string, Site> sites;
    for (std::size_t i = 0; i < w.blocks.size(); ++i) {
        const std::string at = "visual.blocks." + std::to_string(i) + ".";
        addSites(sites, w.blocks[i].qkv, at, {"attn.qkv"});
        addSites(sites, w.blocks[i].proj, at, {"attn.proj"});
        addSites(sites, w.blocks[i].gate_up, at, {"mlp.gate_proj", "mlp.up_proj"});
        addSites(sites, w.blocks[i].down, at, {"mlp.down_proj"});
    }
    addSites(sites, w.merger1, "visual.merger.mlp.", {"0"});
    addSites(sites, w.merger2, "visual.merger.mlp.", {"2"});
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const std::string at = "model.layers." + std::to_string(i) + ".";
        addSites(sites, w.layers[i].qkv, at, {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"});
        addSites(sites, w.layers[i].o, at, {"self_attn.o_proj"});
        addSites(sites, w.layers[i].gate_up, at, {"mlp.gate_proj", "mlp.up_proj"});
        addSites(sites, w.layers[i].down, at, {"mlp.down_proj"});
    }
    return sites;
}

void freeze(Weights& w) {
    for (auto& [name, tensor] : w.named)
        tensor.set_requires_grad(false);
}

/// Puts a module's matrices on and remembers them under PEFT's keys.
void attach(Weights& w, Adapter& adapter, const std::string& module, const Site& site, torch::Tensor a,
            torch::Tensor b) {
    a.set_requires_grad(true);
    b.set_requires_grad(true);
    site.linear->adapters.push_back({a, b, adapter.config.scale(a.size(0)), site.begin});
    site.linear->adapters_on = w.adapters_on;
    adapter.modules.push_back(module);
    adapter.matrices.emplace_back(adapterKey(module, 'A'), a);
    adapter.matrices.emplace_back(adapterKey(module, 'B'), b);
}

torch::Tensor uniformMatrix(std::int64_t rank, std::int64_t inputs, std::uint64_t seed) {
    torch::Tensor out = at::empty({rank, inputs}, torch::kFloat32);
    Random random(seed);
    const double bound = 1.0 / std::sqrt(static_cast<double>(inputs));
    float* values = out.data_ptr<float>();
    for (std::int64_t i = 0; i < out.numel(); ++i)
        values[i] = static_cast<float>((2 * random.uniform() - 1) * bound);
    return out;
}

/// The module that a key of an adapter file belongs to and which matrix it is; names of older and newer transformers,
/// with or without PEFT's adapter name. Empty module when there is none.
std::pair<std::string, char> moduleOf(const std::string& key, const std::map<std::string, std::string>& modules) {
    const std::size_t at = key.rfind(".lora_");
    if (at == std::string::npos || at + 7 > key.size()) return {};
    const std::string tail = key.substr(at + 7);
    if ((key[at + 6] != 'A' && key[at + 6] != 'B') || (tail != ".weight" && tail != ".default.weight")) return {};
    std::string name = key.substr(0, at);
    if (name.starts_with("base_model.model.")) name = name.substr(17);
    const auto found = modules.find(name);
    return found == modules.end() ? std::pair<std::string, char>{} : std::pair(found->second, key[at + 6]);
}

/// The file's keys of each module: A and B.
Result<std::map<std::string, std::map<char, std::string>>> keysOf(const WeightFiles& files, const JudgeConfig& judge) {
    std::map<std::string, std::string> modules; // every spelling
    for (const std::string& module : linearModules(judge))
        for (const std::string& spelling : spellings(module))
            modules[spelling] = module;
    std::map<std::string, std::map<char, std::string>> out;
    for (const std::string& key : files.names()) {
        const auto [module, matrix] = moduleOf(key, modules);
        if (module.empty())
            return badTensor(files.fileOf(key), key, "it is no LoRA matrix of one of the judge's linear layers");
        out[module][matrix] = key;
    }
    for (const auto& [module, keys] : out)
        if (keys.size() != 2)
            return badTensor(files.fileOf(keys.begin()->second), keys.begin()->second,
                             std::string("the module's other matrix, lora_") +
                                 (keys.begin()->first == 'A' ? 'B' : 'A') + ", is missing");
    return out;
}

} // namespace

Result<Adapter> attachFresh(Weights& w, const JudgeConfig& judge, const LoraConfig& config, std::uint64_t seed) {
    Adapter adapter{config, {}, {}};
    EGT_ASSIGN(const std::vector<std::string> modules, config.modules(judge));
    const auto sites = sitesOf(w);
    const torch::TensorOptions options = w.options().dtype(torch::kFloat32);
    freeze(w);
    for (std::size_t i = 0; i < modules.size(); ++i) {
        const Site& site = sites.at(modules[i]);
        attach(w, adapter, modules[i], site, uniformMatrix(config.rank, site.inputs(), mixSeed(seed, i)).to(options),
               at::zeros({site.rows, config.rank}, options));
    }
    return adapter;
}

Result<Adapter> attachFrom(Weights& w, const JudgeConfig& judge, const fs::path& folder) {
    EGT_ASSIGN(LoraConfig config, LoraConfig::load(folder));
    EGT_ASSIGN(const WeightFiles files, WeightFiles::openFile(folder / "adapter_model.safetensors"));
    EGT_ASSIGN(const auto keys, keysOf(files, judge));
    Adapter adapter{std::move(config), {}, {}};
    const auto sites = sitesOf(w);
    for (const auto& [module, pair] : keys) { // all of them before the first is put on
        const Site& site = sites.at(module);
        const TensorEntry* first = files.find(pair.at('A'));
        const std::int64_t rank = first->shape.empty() ? 0 : first->shape[0];
        if (rank < 1) return badTensor(files.fileOf(pair.at('A')), pair.at('A'), "its rank is 0");
        EGT_TRY(files.check(pair.at('A'), {rank, site.inputs()}));
        EGT_TRY(files.check(pair.at('B'), {site.rows, rank}));
    }
    freeze(w);
    for (const std::string& module : linearModules(judge)) {
        const auto found = keys.find(module);
        if (found == keys.end()) continue;
        const Site& site = sites.at(module);
        const std::int64_t rank = files.find(found->second.at('A'))->shape[0];
        torch::Tensor a = at::empty({rank, site.inputs()}, w.options());
        torch::Tensor b = at::empty({site.rows, rank}, w.options());
        EGT_TRY(files.copyTo(found->second.at('A'), a));
        EGT_TRY(files.copyTo(found->second.at('B'), b));
        attach(w, adapter, module, site, a, b);
    }
    return adapter;
}

Result<void> saveAdapter(const Adapter& adapter, const JudgeConfig& judge, const fs::path& folder) {
    EGT_TRY(makeFolder(folder));
    EGT_TRY(writeSafetensors(folder / "adapter_model.safetensors", adapter.matrices));
    return writeFileAtomically(folder / "adapter_config.json", adapter.config.toJson(adapter.modules, judge));
}

void mergeAdapters(Weights& w) {
    const torch::NoGradGuard no_grad;
    for (auto& [module, site] : sitesOf(w)) {
        for (const Lora& lora : site.linear->adapters) {
            torch::Tensor rows = site.linear->weight.storage.narrow(0, lora.begin, lora.b.size(0)).detach();
            const torch::Tensor update = at::mm(lora.b.to(torch::kFloat32), lora.a.to(torch::kFloat32));
            rows.copy_(rows.to(torch::kFloat32) + update * lora.scale);
        }
        site.linear->adapters.clear();
    }
}

} // namespace egt::judge
