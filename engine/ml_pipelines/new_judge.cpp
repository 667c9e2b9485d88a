// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/new_judge.h"

#include "base/files.h"
#include "base/json.h"
#include "judge/config.h"
#include "judge/judge.h"
#include "text/judge_prompt.h"
#include "text/tokenizer.h"
#include "training/init.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPad = "<|endoftext|>";
constexpr const char* kEnd = "<|im_end|>";

std::string buildTokenizer(const pipelines::SftConfig& config, const TraceSet& set, const JudgePrompt& prompt) {
    std::vector<std::string> texts;
    for (const std::vector<Trace>* rows : {&set.traces, &set.auxiliary})
        for (const Trace& row : *rows) {
            texts.push_back(row.label == 0 ? row.prompt : prompt.render(row.prompt, row.answer_1, row.answer_2, 0));
            texts.push_back(row.response);
        }
    return buildWordTokenizerJson(texts,
                                  {kPad, kEnd, "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<judge>",
                                   "<think>", "</think>", "<answer>", "</answer>"},
                                  config.max_words);
}

/// Rotary frequencies are shared out as in Qwen2.5-VL: half for time, a quarter each for height and width.
std::vector<std::int32_t> ropeSections(std::int32_t head_dim) {
    const std::int32_t half = head_dim / 2;
    const std::int32_t quarter = half / 4;
    return {half - 2 * quarter, quarter, quarter};
}

judge::JudgeConfig buildConfig(const pipelines::SftConfig& config, const Tokenizer& tokenizer) {
    judge::JudgeConfig out;
    out.vision.depth = config.vision_layers;
    out.vision.hidden_size = config.vision_hidden_size;
    out.vision.intermediate_size = config.vision_intermediate_size;
    out.vision.num_heads = config.vision_heads;
    out.vision.fullatt_block_indexes = {config.vision_layers - 1};
    out.vision.out_hidden_size = config.hidden_size;
    out.text.vocab_size = (tokenizer.size() + 7) / 8 * 8;
    out.text.hidden_size = config.hidden_size;
    out.text.intermediate_size = config.intermediate_size;
    out.text.num_hidden_layers = config.layers;
    out.text.num_attention_heads = config.heads;
    out.text.num_key_value_heads = config.kv_heads;
    out.text.mrope_section = ropeSections(config.hidden_size / config.heads);
    out.image_token_id = tokenizer.idOf("<|image_pad|>");
    out.vision_start_token_id = tokenizer.idOf("<|vision_start|>");
    out.vision_end_token_id = tokenizer.idOf("<|vision_end|>");
    out.pad_token_id = tokenizer.idOf(kPad);
    out.eos_token_id = tokenizer.idOf(kEnd);
    out.bos_token_id = out.pad_token_id;
    return out;
}

} // namespace

Result<void> writeNewJudge(const fs::path& folder, const pipelines::SftConfig& config, const TraceSet& traces,
                           std::uint64_t seed) {
    EGT_TRY(makeFolder(folder));
    const JudgePrompt prompt = JudgePrompt::demoShort();
    const std::string tokenizer_json = buildTokenizer(config, traces, prompt);
    EGT_ASSIGN(const Tokenizer tokenizer, Tokenizer::parse(tokenizer_json, "tokenizer.json"));
    const judge::JudgeConfig shape = buildConfig(config, tokenizer);
    EGT_TRY(shape.check("config.json"));
    judge::PreprocessorConfig images;
    images.min_pixels = images.max_pixels = static_cast<std::int64_t>(config.image_size) * config.image_size;
    const auto judge = judge::Judge::create(shape, seed);
    training::initialiseSmallJudge(judge->parameters(), seed, config.init_gain, config.embedding_std);
    const Json tokenizer_config = {{"tokenizer_class", "Qwen2Tokenizer"},
                                   {"eos_token", kEnd},
                                   {"pad_token", kPad},
                                   {"model_max_length", shape.text.max_position_embeddings}};
    const Json generation = {{"eos_token_id", shape.eos_token_id},
                             {"pad_token_id", shape.pad_token_id},
                             {"max_new_tokens", prompt.max_new_tokens},
                             {"do_sample", false}};
    EGT_TRY(judge->save(folder));
    EGT_TRY(writeFileAtomically(folder / "tokenizer.json", tokenizer_json));
    EGT_TRY(writeFileAtomically(folder / "tokenizer_config.json", tokenizer_config.dump(2) + "\n"));
    EGT_TRY(writeFileAtomically(folder / "generation_config.json", generation.dump(2) + "\n"));
    EGT_TRY(writeFileAtomically(folder / "preprocessor_config.json", images.toJson()));
    return writeFileAtomically(folder / "judge_prompt.json", prompt.toJson());
}

} // namespace egt::ml
