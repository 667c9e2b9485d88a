// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judge_tools.h"

#include "base/files.h"
#include "base/json.h"
#include "judge/lora_config.h"
#include "judge/tensor_names.h"
#include "ml_pipelines/judge_folder.h"
#include "text/chat_template.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

Result<void> addFiles(const fs::path& folder, const judge::JudgeConfig& config, JudgeDetails& out) {
    EGT_ASSIGN(const judge::WeightFiles weights, judge::WeightFiles::open(folder));
    EGT_ASSIGN(const std::vector<fs::path> files, judge::WeightFiles::list(folder));
    EGT_ASSIGN(const judge::TensorMatch match, judge::matchTensors(config, weights));
    for (const std::string& name : match.used)
        out.info.parameters += weights.find(name)->count();
    out.unused = match.unused;
    out.names = match.layout == judge::NameLayout::nested ? "nested" : "published";
    out.info.dtype = dtypeName(weights.commonType());
    std::error_code code;
    for (const fs::path& file : files) {
        out.files.push_back(file.filename().string());
        out.bytes += static_cast<std::int64_t>(fs::file_size(file, code));
    }
    return {};
}

Result<void> addAdapter(const fs::path& folder, JudgeDetails& out) {
    EGT_ASSIGN(const judge::LoraConfig lora, judge::LoraConfig::load(folder));
    EGT_ASSIGN(const judge::WeightFiles weights, judge::WeightFiles::openFile(folder / "adapter_model.safetensors"));
    out.adapter_rank = lora.rank;
    for (const std::string& name : weights.names()) {
        out.adapter_parameters += weights.find(name)->count();
        out.adapter_modules += name.find(".lora_A.") != std::string::npos;
    }
    return {};
}

} // namespace

Result<JudgeDetails> readJudgeDetails(const fs::path& folder) {
    EGT_ASSIGN(const fs::path base, baseFolderOf(folder));
    EGT_ASSIGN(const judge::JudgeConfig config, judge::JudgeConfig::load(base));
    JudgeDetails out;
    out.info.path = folder.string();
    out.info.family = "qwen2_5_vl";
    out.info.layers = config.text.num_hidden_layers;
    out.info.vision_layers = config.vision.depth;
    out.info.vocabulary = config.text.vocab_size;
    out.hidden = config.text.hidden_size;
    out.heads = config.text.num_attention_heads;
    out.kv_heads = config.text.num_key_value_heads;
    out.context = config.text.max_position_embeddings;
    out.tied = config.text.tie_word_embeddings;
    out.layout = config.nested ? "nested" : "flat";
    EGT_TRY(addFiles(base, config, out));
    if (base != folder) {
        out.base = base.string();
        EGT_TRY(addAdapter(folder, out));
    }
    EGT_ASSIGN(const JudgePrompt prompt, JudgePrompt::load(base));
    out.prompt = prompt.name;
    EGT_ASSIGN(const ChatTemplate chat, ChatTemplate::load(base));
    out.chat_template = fs::path(chat.file).filename().string();
    EGT_ASSIGN(out.info.weights_hash, judge::weightsHash(folder));
    return out;
}

} // namespace egt::ml
