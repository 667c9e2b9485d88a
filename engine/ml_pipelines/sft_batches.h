// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which traces make up the batch of a step. Everything follows from (seed, stage, step), so a resumed run only needs
// the step it had reached.

#include <cstdint>
#include <vector>

#include "ml_pipelines/judging.h"
#include "ml_pipelines/sft_data.h"
#include "pipelines/sft_config.h"

namespace egt::ml {

struct SftBatch {
    std::vector<judge::Sequence> sequences;
    std::vector<judge::ImagePatches> images;
    std::int64_t prompt_tokens = 0;
    std::int64_t response_tokens = 0;
};

class SftBatches {
public:
    /// Tokenises everything once. `warnings` hears of images that can't be read when they come up.
    SftBatches(const LoadedJudge& judge, TraceSet set, bool swap_answers, std::uint64_t seed, Warnings& warnings);
    /// `step` counts from 0 inside the stage.
    SftBatch make(const pipelines::SftStage& stage, std::int64_t stage_index, std::int64_t step);

private:
    /// A tokenised row; `seen` has one image token where the image goes, `unseen` is the prompt without it.
    struct Row {
        std::string image;
        std::vector<std::int32_t> seen;
        std::vector<std::int32_t> unseen;
        std::vector<std::int32_t> response;
    };
    [[nodiscard]] Row tokenise(const Trace& trace) const;
    enum class Show { image, blank, nothing };
    [[nodiscard]] Result<judge::ImagePatches> patchesOf(const std::string& path, Show show);
    void append(const Row& row, Show show, SftBatch& batch);
    const std::vector<std::int32_t>& permutation(std::uint64_t stage, std::uint64_t epoch);

    const LoadedJudge& m_judge;
    Warnings& m_warnings;
    std::uint64_t m_seed;
    bool m_swap;
    std::vector<Row> m_rows;
    std::vector<Row> m_swapped; ///< as m_rows, in the other order; empty when not wanted
    std::vector<Row> m_auxiliary;
    ImageCache m_images;
    std::pair<std::uint64_t, std::uint64_t> m_permutation_of{~0ULL, ~0ULL};
    std::vector<std::int32_t> m_permutation;
};

} // namespace egt::ml
