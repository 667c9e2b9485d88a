// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/checkpoint_folder.h"

#include <system_error>

#include "base/files.h"
#include "base/numbers.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

constexpr const char* kState = "trainer_state.json";
constexpr const char* kMoments = "optimizer.safetensors";

} // namespace

Result<void> writeCheckpoint(const fs::path& folder, const LoadedJudge& judge, const training::AdamW& optimizer,
                             const TrainerState& state) {
    const fs::path aside = folder.string() + ".part";
    std::error_code code;
    fs::remove_all(aside, code);
    EGT_TRY(makeFolder(aside));
    if (judge.judge->hasAdapter()) { // everything else stays with its judge
        EGT_TRY(judge.judge->saveAdapter(aside, fs::absolute(judge.base).string()));
    } else {
        EGT_TRY(copySideFiles(judge.folder, aside));
        EGT_TRY(judge.judge->save(aside));
    }
    EGT_TRY(training::writeTensors(aside / kMoments, optimizer.state()));
    const Json json = {{"step", state.step}, {"optimizer_steps", state.optimizer_steps}, {"more", state.more}};
    EGT_TRY(writeFileAtomically(aside / kState, json.dump(2) + "\n"));
    fs::remove_all(folder, code);
    fs::rename(aside, folder, code);
    if (code) return fail(writeError(folder, code.value()));
    return {};
}

Result<TrainerState> readTrainerState(const fs::path& folder) {
    const fs::path path = folder / kState;
    EGT_ASSIGN(const std::string text, readFile(path));
    const auto json = parseJson(text, path.string());
    if (json && json->is_object() && json->contains("step") && json->contains("optimizer_steps")) {
        const Json& step = (*json)["step"];
        const Json& steps = (*json)["optimizer_steps"];
        if (step.is_number_integer() && steps.is_number_integer())
            return TrainerState{step.get<std::int64_t>(), steps.get<std::int64_t>(),
                                json->value("more", Json::object())};
    }
    return fail("train.bad_checkpoint",
                EGT_TEXT("engine", "The checkpoint file %1 is damaged. Continue from another checkpoint."),
                {path.string()}, path.string());
}

Result<void> restoreOptimizer(const fs::path& folder, const TrainerState& state, training::AdamW& optimizer) {
    EGT_ASSIGN(const training::NamedTensors moments, training::readTensors(folder / kMoments));
    return optimizer.setState(moments, state.optimizer_steps, (folder / kMoments).string());
}

std::int64_t folderBytes(const fs::path& folder) {
    std::int64_t bytes = 0;
    std::error_code code;
    for (const auto& entry : fs::recursive_directory_iterator(folder, code))
        if (entry.is_regular_file(code)) bytes += static_cast<std::int64_t>(entry.file_size(code));
    return bytes;
}

fs::path checkpointPath(const fs::path& parent, std::int64_t step) {
    return parent / ("step-" + std::to_string(step));
}

fs::path latestCheckpoint(const fs::path& parent) {
    std::int64_t best = -1;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(parent, code)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind("step-", 0) != 0 || !fs::exists(entry.path() / kState, code)) continue;
        if (const auto step = parseNumber<std::int64_t>(std::string_view(name).substr(5)); step && *step > best)
            best = *step;
    }
    return best < 0 ? fs::path{} : checkpointPath(parent, best);
}

} // namespace egt::ml
