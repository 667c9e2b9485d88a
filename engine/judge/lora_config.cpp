// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/lora_config.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/files.h"
#include "judge/config_fields.h"
#include "judge/tensor_names.h"

namespace egt::judge {
namespace fs = std::filesystem;
namespace {

tl::unexpected<Error> badAdapter(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_adapter", EGT_TEXT("engine", "The adapter in %1 cannot be used: %2 %3."), {file, field, why},
                file, 0, field);
}

bool isOn(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return false;
    if (found->is_boolean()) return found->get<bool>();
    return !found->empty(); // a list or object with something in it, a text, a number
}

/// What changes the computation and is not computed here.
Result<void> refuse(const Json& json, const std::string& file) {
    const auto type = json.find("peft_type");
    if (type == json.end() || !type->is_string() || type->get<std::string>() != "LORA")
        return badAdapter(file, "peft_type", "must be LORA; other methods are not supported");
    for (const char* name : {"use_dora", "use_qalora", "use_bdlora", "alora_invocation_tokens", "arrow_config",
                             "fan_in_fan_out", "lora_bias", "modules_to_save", "trainable_token_indices",
                             "alpha_pattern", "layer_replication", "target_parameters"})
        if (isOn(json, name)) return badAdapter(file, name, "is set; it is not supported");
    const auto init = json.find("init_lora_weights"); // PiSSA, OLoRA, CorDA and LoftQ change the judge's own weights
    const std::set<std::string> harmless = {"gaussian", "eva", "orthogonal"};
    if (init != json.end() && init->is_string() && !harmless.contains(init->get<std::string>()))
        return badAdapter(file, "init_lora_weights", "is " + ConfigFields::shown(*init) + "; it is not supported");
    const auto bias = json.find("bias");
    if (bias != json.end() && !bias->is_null() && (!bias->is_string() || bias->get<std::string>() != "none"))
        return badAdapter(file, "bias", "must be none; trained biases are not supported");
    return {};
}

std::string lastPart(const std::string& module) {
    return module.substr(module.rfind('.') + 1);
}

/// PEFT matches the whole module name with this expression; names of transformers before 4.52 lack language_model.
std::string languagePattern(const std::vector<std::string>& modules) {
    std::set<std::string> attention, mlp;
    for (const std::string& module : modules)
        (module.find(".self_attn.") != std::string::npos ? attention : mlp).insert(lastPart(module));
    const auto alternatives = [](const char* part, const std::set<std::string>& names) {
        std::string out;
        for (const std::string& name : names)
            out += (out.empty() ? std::string(part) + "\\.(" : "|") + name;
        return out.empty() ? out : out + ")";
    };
    const std::string a = alternatives("self_attn", attention);
    const std::string m = alternatives("mlp", mlp);
    return "model\\.(language_model\\.)?layers\\.\\d+\\.(" + a + (a.empty() || m.empty() ? "" : "|") + m + ")";
}

/// Whether `modules` are the same layers in each layer of the language model, and no others.
bool isWholeLanguage(const std::vector<std::string>& modules, std::int32_t depth) {
    std::set<std::string> names, layers;
    for (const std::string& module : modules) {
        if (!module.starts_with("model.layers.")) return false;
        names.insert(lastPart(module));
        layers.insert(module.substr(0, module.find('.', 13)));
    }
    return static_cast<std::int32_t>(layers.size()) == depth && modules.size() == names.size() * layers.size();
}

} // namespace

std::vector<std::string> linearModules(const JudgeConfig& config) {
    std::vector<std::string> out;
    const auto add = [&](const std::string& prefix, const std::vector<std::string>& names) {
        for (const std::string& name : names)
            out.push_back(prefix + name);
    };
    for (int i = 0; i < config.vision.depth; ++i)
        add("visual.blocks." + std::to_string(i) + ".",
            {"attn.qkv", "attn.proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"});
    add("visual.merger.mlp.", {"0", "2"});
    for (int i = 0; i < config.text.num_hidden_layers; ++i)
        add("model.layers." + std::to_string(i) + ".",
            {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj",
             "mlp.up_proj", "mlp.down_proj"});
    return out;
}

std::string adapterKey(const std::string& module, char matrix) {
    return "base_model.model." + nameIn(NameLayout::nested, module) + ".lora_" + matrix + ".weight";
}

double LoraConfig::scale(std::int64_t of_rank) const {
    const auto r = static_cast<double>(of_rank);
    return alpha / (rslora ? std::sqrt(r) : r);
}

Result<std::vector<std::string>> LoraConfig::modules(const JudgeConfig& config) const {
    std::vector<std::string> out;
    std::set<std::string> found;
    for (const std::string& module : linearModules(config)) {
        const bool language = module.starts_with("model.layers.");
        bool wanted = targets.empty() && language;
        for (const std::string& target : targets)
            if (module == target || (language && module.ends_with("." + target))) {
                wanted = true;
                found.insert(target);
            }
        if (wanted) out.push_back(module);
    }
    for (const std::string& target : targets)
        if (!found.contains(target))
            return fail("judge.bad_adapter",
                        EGT_TEXT("engine", "The judge has no linear layer %1 to put an adapter on. Use names such as "
                                           "q_proj, v_proj, o_proj, gate_proj, up_proj or down_proj."),
                        {target}, {}, 0, target);
    return out;
}

bool LoraConfig::isAdapter(const fs::path& folder) {
    std::error_code code;
    return fs::is_regular_file(folder / "adapter_config.json", code);
}

Result<LoraConfig> LoraConfig::load(const fs::path& folder) {
    const fs::path path = folder / "adapter_config.json";
    if (!isAdapter(folder))
        return fail("judge.missing_file",
                    EGT_TEXT("engine", "This is no adapter folder: %1 is missing; choose a folder with "
                                       "adapter_config.json and adapter_model.safetensors."),
                    {path.string()}, path.string());
    EGT_ASSIGN(const std::string text, readFile(path));
    return parse(text, path.string());
}

Result<LoraConfig> LoraConfig::parse(std::string_view text, const std::string& file) {
    EGT_ASSIGN(const Json json, parseJson(text, file));
    if (!json.is_object()) return badAdapter(file, "{}", "must be an object");
    EGT_TRY(refuse(json, file));
    LoraConfig out;
    ConfigFields fields(json, "", file);
    out.rank = 8; // PEFT's defaults
    out.alpha = 8;
    fields.integer("r", out.rank);
    fields.number("lora_alpha", out.alpha);
    fields.flag("use_rslora", out.rslora);
    if (const auto read = fields.done(); !read) return badAdapter(file, read.error().field, read.error().args.at(2));
    if (out.rank < 1 || out.rank > 65536) return badAdapter(file, "r", "must lie between 1 and 65536");
    const auto base = json.find("base_model_name_or_path");
    if (base != json.end() && base->is_string()) out.base_model = base->get<std::string>();
    return out;
}

std::string LoraConfig::toJson(const std::vector<std::string>& modules, const JudgeConfig& config) const {
    OrderedJson json = {{"base_model_name_or_path", base_model},
                        {"bias", "none"},
                        {"fan_in_fan_out", false},
                        {"inference_mode", true},
                        {"init_lora_weights", true},
                        {"lora_alpha", alpha},
                        {"lora_dropout", 0.0},
                        {"modules_to_save", nullptr},
                        {"peft_type", "LORA"},
                        {"r", rank},
                        {"task_type", "CAUSAL_LM"},
                        {"use_dora", false},
                        {"use_rslora", rslora}};
    if (alpha == std::floor(alpha) && std::abs(alpha) < 1e9) json["lora_alpha"] = static_cast<std::int64_t>(alpha);
    if (isWholeLanguage(modules, config.text.num_hidden_layers)) {
        json["target_modules"] = languagePattern(modules);
    } else {
        std::vector<std::string> names;
        for (const std::string& module : modules)
            names.push_back(nameIn(NameLayout::nested, module));
        json["target_modules"] = names;
    }
    return json.dump(2) + "\n";
}

Result<fs::path> LoraConfig::baseFolder(const fs::path& adapter) const {
    std::error_code code;
    const std::string file = (adapter / "adapter_config.json").string();
    for (const fs::path& candidate : {adapter / base_model, fs::path(base_model)}) {
        if (base_model.empty() || !fs::is_regular_file(candidate / "config.json", code)) continue;
        if (isAdapter(candidate)) // also the adapter's own folder, which would go round for ever
            return badAdapter(file, "base_model_name_or_path", "names another adapter; merge that one first");
        return candidate;
    }
    return fail("judge.missing_file",
                EGT_TEXT("engine",
                         "The adapter %1 belongs to the judge “%2”, which is no folder here. Put that judge's "
                         "folder there, or write its path into base_model_name_or_path of %3."),
                {adapter.string(), base_model, file}, file, 0, "base_model_name_or_path");
}

} // namespace egt::judge
