// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judge_folder.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <ATen/Parallel.h>

#include "base/files.h"
#include "base/numbers.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kSmallJudge = 50'000'000;

/// eos_token_id of generation_config.json, else the configuration's.
Result<std::vector<std::int32_t>> stopIds(const fs::path& folder, const judge::GenerationConfig& generation,
                                          const judge::JudgeConfig& config) {
    std::vector<std::int32_t> ids = generation.eos_token_ids;
    if (ids.empty() && config.eos_token_id >= 0) ids.push_back(config.eos_token_id);
    if (ids.empty())
        return fail("judge.bad_config",
                    EGT_TEXT("engine", "The judge %1 names no end token. Add eos_token_id to generation_config.json."),
                    {folder.string()}, (folder / "generation_config.json").string(), 0, "eos_token_id");
    return ids;
}

std::vector<std::int32_t> suppressedIds(const judge::JudgeConfig& config, const Tokenizer& tokenizer,
                                        const std::vector<std::int32_t>& stops) {
    std::vector<std::int32_t> ids = {config.image_token_id, config.vision_start_token_id, config.vision_end_token_id,
                                     config.pad_token_id, config.bos_token_id};
    for (const char* mark : {"<|video_pad|>", "<|vision_pad|>", "<|im_start|>", "<judge>"})
        ids.push_back(tokenizer.idOf(mark));
    for (std::int32_t id = tokenizer.size(); id < config.text.vocab_size; ++id)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::erase_if(ids, [&](std::int32_t id) {
        return id < 0 || id >= config.text.vocab_size || std::find(stops.begin(), stops.end(), id) != stops.end();
    });
    return ids;
}

Result<void> checkTokenizer(const LoadedJudge& loaded) {
    const std::string file = (loaded.base / "tokenizer.json").string();
    if (loaded.tokenizer.size() > loaded.config.text.vocab_size)
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine", "The tokenizer of %1 has %2 tokens but the judge only %3. They belong to "
                                       "different judges: put the right tokenizer.json into the folder."),
                    {loaded.base.string(), std::to_string(loaded.tokenizer.size()),
                     std::to_string(loaded.config.text.vocab_size)},
                    file, 0, "vocab");
    if (loaded.ones == 0 || loaded.ones == loaded.digits.size())
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine",
                             "The tokenizer of %1 has no single token for the digits 1 and 2, so verdicts have "
                             "no probability. Use a tokenizer that has them."),
                    {loaded.base.string()}, file, 0, "vocab");
    return {};
}

bool isSideFile(const fs::path& path) {
    static const std::vector<std::string> own = {"config.json", "model.safetensors.index.json", "trainer_state.json",
                                                 "sft.json"};
    const std::string extension = path.extension().string();
    const std::string name = path.filename().string();
    return (extension == ".json" || extension == ".txt" || extension == ".jinja" || extension == ".model") &&
           std::find(own.begin(), own.end(), name) == own.end();
}

} // namespace

Result<LoadedJudge> LoadedJudge::load(const fs::path& folder, const judge::LoadOptions& options) {
    EGT_ASSIGN(const fs::path base, baseFolderOf(folder));
    EGT_ASSIGN(judge::JudgeConfig config, judge::JudgeConfig::load(base));
    EGT_ASSIGN(Tokenizer tokenizer, Tokenizer::load(base / "tokenizer.json"));
    EGT_ASSIGN(JudgePrompt prompt, JudgePrompt::load(base));
    EGT_ASSIGN(judge::PreprocessorConfig preprocessor, judge::PreprocessorConfig::load(base));
    EGT_ASSIGN(judge::GenerationConfig generation, judge::GenerationConfig::load(base));
    EGT_ASSIGN(std::vector<std::int32_t> stops, stopIds(base, generation, config));
    LoadedJudge out{folder,
                    base,
                    config,
                    nullptr,
                    std::move(tokenizer),
                    std::move(prompt),
                    preprocessor,
                    generation,
                    {},
                    stops,
                    {},
                    {},
                    0,
                    "cpu",
                    "float32"};
    out.suppressed = suppressedIds(config, out.tokenizer, stops);
    for (const char* digit : {"1", "2"}) {
        for (const std::string& text : {std::string(digit), std::string(" ") + digit})
            if (const std::int32_t id = out.tokenizer.idOf(text); id >= 0) out.digits.push_back(id);
        if (*digit == '1') out.ones = out.digits.size();
    }
    EGT_TRY(checkTokenizer(out));
    EGT_ASSIGN(out.judge, judge::Judge::load(base, options));
    if (base != folder) EGT_TRY(out.judge->loadAdapter(folder));
    EGT_ASSIGN(out.weights_hash, judge::weightsHash(folder));
    chooseThreads(out.judge->parameterCount());
    return out;
}

Result<fs::path> baseFolderOf(const fs::path& folder) {
    if (!judge::LoraConfig::isAdapter(folder)) return folder;
    EGT_ASSIGN(const judge::LoraConfig config, judge::LoraConfig::load(folder));
    return config.baseFolder(folder);
}

std::int32_t LoadedJudge::maxNewTokens(std::int32_t asked) const {
    return asked > 0 ? asked : prompt.max_new_tokens;
}

Result<void> copySideFiles(const fs::path& from, const fs::path& to) {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(from, code)) {
        if (!entry.is_regular_file(code) || !isSideFile(entry.path())) continue;
        EGT_ASSIGN(const std::string bytes, readFile(entry.path()));
        EGT_TRY(writeFileAtomically(to / entry.path().filename(), bytes));
    }
    return {};
}

void chooseThreads(std::int64_t parameters) {
    int threads = parameters < kSmallJudge ? 1 : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (const char* text = std::getenv("EGT_THREADS"))
        if (const auto asked = parseNumber<int>(text); asked && *asked > 0) threads = *asked;
    if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

} // namespace egt::ml
