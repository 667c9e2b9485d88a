// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judge_folder.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <thread>

#include <ATen/Parallel.h>

#include "base/files.h"
#include "base/json.h"
#include "base/numbers.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kSmallJudge = 50'000'000;

/// eos_token_id of generation_config.json (one or a list), else the configuration's.
Result<std::vector<std::int32_t>> stopIds(const fs::path& folder, const judge::JudgeConfig& config) {
    std::vector<std::int32_t> ids;
    const fs::path path = folder / "generation_config.json";
    std::error_code code;
    if (fs::exists(path, code)) {
        EGT_ASSIGN(const std::string text, readFile(path));
        EGT_ASSIGN(const Json json, parseJson(text, path.string()));
        if (const auto eos = json.find("eos_token_id"); json.is_object() && eos != json.end()) {
            const Json list = eos->is_array() ? *eos : Json::array({*eos});
            for (const Json& id : list)
                if (id.is_number_integer()) ids.push_back(id.get<std::int32_t>());
        }
    }
    if (ids.empty() && config.eos_token_id >= 0) ids.push_back(config.eos_token_id);
    if (ids.empty())
        return fail("judge.bad_config",
                    EGT_TEXT("engine", "The judge %1 names no end token. Add eos_token_id to generation_config.json."),
                    {folder.string()}, path.string(), 0, "eos_token_id");
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
    const std::string file = (loaded.folder / "tokenizer.json").string();
    if (loaded.tokenizer.size() > loaded.config.text.vocab_size)
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine", "The tokenizer of %1 has %2 tokens but the judge only %3. They belong to "
                                       "different judges: put the right tokenizer.json into the folder."),
                    {loaded.folder.string(), std::to_string(loaded.tokenizer.size()),
                     std::to_string(loaded.config.text.vocab_size)},
                    file, 0, "vocab");
    if (loaded.ones == 0 || loaded.ones == loaded.digits.size())
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine",
                             "The tokenizer of %1 has no single token for the digits 1 and 2, so verdicts have "
                             "no probability. Use a tokenizer that has them."),
                    {loaded.folder.string()}, file, 0, "vocab");
    return {};
}

struct WeightSummary {
    std::int64_t parameters = 0;
    std::map<std::string, std::int64_t> by_type;
};

Result<void> addWeights(const fs::path& path, WeightSummary& summary) {
    std::ifstream in(path, std::ios::binary);
    std::uint64_t length = 0;
    in.read(reinterpret_cast<char*>(&length), sizeof length);
    std::error_code code;
    const bool sane = in && length <= fs::file_size(path, code) && !code;
    std::string header(sane ? length : 0, ' ');
    if (sane) in.read(header.data(), static_cast<std::streamsize>(length));
    const auto json = parseJson(header, path.string());
    if (!in || !sane || !json || !json->is_object())
        return fail("judge.bad_weights", EGT_TEXT("engine", "The weight file %1 is damaged. Copy it again."),
                    {path.string()}, path.string());
    for (const auto& [name, entry] : json->items()) {
        if (name == "__metadata__" || !entry.contains("shape") || !entry["shape"].is_array()) continue;
        std::int64_t count = 1;
        for (const Json& size : entry["shape"])
            count *= size.is_number_integer() ? size.get<std::int64_t>() : 0;
        summary.parameters += count;
        summary.by_type[entry.value("dtype", std::string{})] += count;
    }
    return {};
}

std::string typeName(const WeightSummary& summary) {
    static const std::map<std::string, std::string> names = {
        {"F32", "float32"}, {"F16", "float16"}, {"BF16", "bfloat16"}, {"F64", "float64"}};
    const auto most = std::max_element(summary.by_type.begin(), summary.by_type.end(),
                                       [](const auto& x, const auto& y) { return x.second < y.second; });
    if (most == summary.by_type.end()) return {};
    const auto found = names.find(most->first);
    return found == names.end() ? most->first : found->second;
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

Result<LoadedJudge> LoadedJudge::load(const fs::path& folder) {
    EGT_ASSIGN(judge::JudgeConfig config, judge::JudgeConfig::load(folder));
    EGT_ASSIGN(Tokenizer tokenizer, Tokenizer::load(folder / "tokenizer.json"));
    EGT_ASSIGN(JudgePrompt prompt, JudgePrompt::load(folder));
    EGT_ASSIGN(judge::PreprocessorConfig preprocessor, judge::PreprocessorConfig::load(folder));
    EGT_ASSIGN(std::vector<std::int32_t> stops, stopIds(folder, config));
    LoadedJudge out{folder, config, nullptr, std::move(tokenizer), std::move(prompt), preprocessor, {}, stops,
                    {},     {},     0};
    out.suppressed = suppressedIds(config, out.tokenizer, stops);
    for (const char* digit : {"1", "2"}) {
        for (const std::string& text : {std::string(digit), std::string(" ") + digit})
            if (const std::int32_t id = out.tokenizer.idOf(text); id >= 0) out.digits.push_back(id);
        if (*digit == '1') out.ones = out.digits.size();
    }
    EGT_TRY(checkTokenizer(out));
    EGT_ASSIGN(out.judge, judge::Judge::load(folder));
    EGT_ASSIGN(out.weights_hash, judge::weightsHash(folder));
    chooseThreads(out.judge->parameterCount());
    return out;
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

Result<JudgeInfo> readJudgeInfo(const fs::path& folder) {
    EGT_ASSIGN(const judge::JudgeConfig config, judge::JudgeConfig::load(folder));
    EGT_ASSIGN(std::string hash, judge::weightsHash(folder));
    WeightSummary summary;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code))
        if (entry.path().extension() == ".safetensors" && entry.path().filename() != "optimizer.safetensors")
            EGT_TRY(addWeights(entry.path(), summary));
    JudgeInfo info;
    info.path = folder.string();
    info.family = "qwen2_5_vl";
    info.parameters = summary.parameters;
    info.layers = config.text.num_hidden_layers;
    info.vision_layers = config.vision.depth;
    info.vocabulary = config.text.vocab_size;
    info.dtype = typeName(summary);
    info.weights_hash = std::move(hash);
    return info;
}

void chooseThreads(std::int64_t parameters) {
    int threads = parameters < kSmallJudge ? 1 : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (const char* text = std::getenv("EGT_THREADS"))
        if (const auto asked = parseNumber<int>(text); asked && *asked > 0) threads = *asked;
    if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

} // namespace egt::ml
