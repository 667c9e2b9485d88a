// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/new_judge.h"

#include <algorithm>
#include <cmath>

#include "base/files.h"
#include "base/json.h"
#include "images/image.h"
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

/// Rotary frequencies in three equal parts for time, height and width (Qwen2.5-VL gives time the smallest part, too).
std::vector<std::int32_t> ropeSections(std::int32_t head_dim) {
    const std::int32_t half = head_dim / 2;
    const std::int32_t third = half / 3;
    return {half - 2 * third, third, third};
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
    out.text.rope_theta = config.rope_theta;
    out.image_token_id = tokenizer.idOf("<|image_pad|>");
    out.vision_start_token_id = tokenizer.idOf("<|vision_start|>");
    out.vision_end_token_id = tokenizer.idOf("<|vision_end|>");
    out.pad_token_id = tokenizer.idOf(kPad);
    out.eos_token_id = tokenizer.idOf(kEnd);
    out.bos_token_id = out.pad_token_id;
    return out;
}

/// Mean and spread of each colour channel over up to 256 images of the set. Pictures are often dark or light as a
/// whole, and a small judge learns to see much faster when that common part is gone.
void fitColours(const TraceSet& set, judge::PreprocessorConfig& config) {
    constexpr std::size_t kImages = 256;
    std::vector<std::string> files;
    for (const std::vector<Trace>* rows : {&set.traces, &set.auxiliary})
        for (const Trace& row : *rows)
            if (!row.image.empty() && (files.empty() || files.back() != row.image)) files.push_back(row.image);
    double sums[3] = {0, 0, 0};
    double squares[3] = {0, 0, 0};
    double count = 0;
    const std::size_t stride = std::max<std::size_t>(1, files.size() / kImages);
    for (std::size_t i = 0; i < files.size(); i += stride) {
        const auto image = decodeImage(files[i]);
        if (!image) continue; // told when its trace comes up
        for (std::size_t b = 0; b < image->bytes.size(); ++b) {
            const double value = image->bytes[b] / 255.0;
            sums[b % 3] += value;
            squares[b % 3] += value * value;
        }
        count += static_cast<double>(image->bytes.size() / 3);
    }
    for (std::size_t c = 0; count > 0 && c < 3; ++c) {
        const double mean = sums[c] / count;
        config.image_mean[c] = mean;
        config.image_std[c] = std::sqrt(std::max(1e-4, squares[c] / count - mean * mean));
    }
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
    fitColours(traces, images);
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
