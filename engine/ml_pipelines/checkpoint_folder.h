// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A checkpoint is a judge folder, or an adapter's that names its judge, that also carries the trainer's state, so that
// it can be scored with as it is and training can go on from it exactly. Made under another name and renamed: it is
// there whole or not at all.

#include <filesystem>

#include "base/json.h"
#include "base/result.h"
#include "ml_pipelines/judge_folder.h"
#include "training/adamw.h"

namespace egt::ml {

struct TrainerState {
    std::int64_t step = 0;
    std::int64_t optimizer_steps = 0;
    Json more = Json::object(); ///< what the recipe wants back
};

/// Replaces `folder`. Side files come from `judge.folder`. Errors: file.*
Result<void> writeCheckpoint(const std::filesystem::path& folder, const LoadedJudge& judge,
                             const training::AdamW& optimizer, const TrainerState& state);
/// Errors: file.cannot_read, train.bad_checkpoint.
Result<TrainerState> readTrainerState(const std::filesystem::path& folder);
/// Moments of the checkpoint into `optimizer`.
Result<void> restoreOptimizer(const std::filesystem::path& folder, const TrainerState& state,
                              training::AdamW& optimizer);

std::int64_t folderBytes(const std::filesystem::path& folder);
/// The folder "step-<n>" with the highest n in which a trainer state stands; empty when there is none.
std::filesystem::path latestCheckpoint(const std::filesystem::path& parent);
std::filesystem::path checkpointPath(const std::filesystem::path& parent, std::int64_t step);

} // namespace egt::ml
