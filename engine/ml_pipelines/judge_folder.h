// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A judge folder as the recipes need it: network, tokenizer, prompt, image settings, and which ids stop, are never
// generated, or carry the verdict.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "judge/config.h"
#include "judge/generation_config.h"
#include "judge/judge.h"
#include "text/judge_prompt.h"
#include "text/tokenizer.h"

namespace egt::ml {

struct LoadedJudge {
    std::filesystem::path folder; ///< as it was asked for
    std::filesystem::path base;   ///< the judge's folder; another one than `folder` when that holds an adapter
    judge::JudgeConfig config;
    std::unique_ptr<judge::Judge> judge;
    Tokenizer tokenizer;
    JudgePrompt prompt;
    judge::PreprocessorConfig preprocessor;
    judge::GenerationConfig generation; ///< defaults of the judge's maker
    std::string weights_hash;           ///< of the folder's weight files
    std::vector<std::int32_t> stop_ids;
    std::vector<std::int32_t> suppressed; ///< image and padding marks, ids that the tokenizer lacks
    std::vector<std::int32_t> digits;     ///< ids of "1" (with and without a leading blank), then those of "2"
    std::size_t ones = 0;                 ///< how many of `digits` stand for "1"
    std::string device = "cpu";           ///< where and in what it computes
    std::string dtype = "float32";

    /// A judge's folder, or a PEFT adapter's, whose judge is loaded with the adapter on. Errors: judge.missing_file,
    /// judge.bad_config, judge.bad_weights, judge.bad_adapter, judge.bad_tokenizer, judge.bad_prompt.
    static Result<LoadedJudge> load(const std::filesystem::path& folder, const judge::LoadOptions& options = {});
    /// `asked`, or the prompt's own limit when it is 0.
    [[nodiscard]] std::int32_t maxNewTokens(std::int32_t asked) const;
};

/// The judge that a folder stands for: itself, or of an adapter what base_model_name_or_path names. Errors:
/// judge.bad_adapter, judge.missing_file.
Result<std::filesystem::path> baseFolderOf(const std::filesystem::path& folder);

/// Copies what belongs to a judge beside its network (tokenizer, prompt, image and generation settings).
Result<void> copySideFiles(const std::filesystem::path& from, const std::filesystem::path& to);

/// One intra-op thread for small judges (two beside a busy core are ten times slower), all cores for large ones;
/// the environment variable EGT_THREADS overrides.
void chooseThreads(std::int64_t parameters);

} // namespace egt::ml
