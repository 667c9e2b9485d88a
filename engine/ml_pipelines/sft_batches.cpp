// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/sft_batches.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace egt::ml {
namespace {

/// The judge's prompt with everything about two answers left out: what stands before the question and after the last
/// answer stays.
JudgePrompt barePrompt(const JudgePrompt& prompt) {
    JudgePrompt bare = prompt;
    const std::string& text = prompt.template_text;
    const std::size_t question = text.find("{question}");
    const std::size_t last = std::max(text.rfind("{answer_1}"), text.rfind("{answer_2}"));
    if (question != std::string::npos && last != std::string::npos && last > question)
        bare.template_text = text.substr(0, question) + "{question}" + text.substr(last + 10);
    return bare;
}

} // namespace

SftBatches::SftBatches(const LoadedJudge& judge, TraceSet set, bool swap_answers, std::uint64_t seed,
                       Warnings& warnings)
    : m_judge(judge), m_warnings(warnings), m_seed(seed), m_swap(swap_answers) {
    for (const Trace& trace : set.traces) {
        m_rows.push_back(tokenise(trace));
        if (m_swap) m_swapped.push_back(tokenise(swapped(trace)));
    }
    for (const Trace& trace : set.auxiliary)
        m_auxiliary.push_back(tokenise(trace));
}

SftBatches::Row SftBatches::tokenise(const Trace& trace) const {
    const JudgePrompt prompt = trace.label == 0 ? barePrompt(m_judge.prompt) : m_judge.prompt;
    const auto ids = [&](std::size_t images) {
        return m_judge.tokenizer.encode(prompt.render(trace.prompt, trace.answer_1, trace.answer_2, images));
    };
    Row row{trace.image, ids(trace.image.empty() ? 0 : 1), ids(0), m_judge.tokenizer.encode(trace.response)};
    const auto& stops = m_judge.stop_ids;
    if (row.response.empty() || std::find(stops.begin(), stops.end(), row.response.back()) == stops.end())
        row.response.push_back(stops.front());
    return row;
}

const std::vector<std::int32_t>& SftBatches::permutation(std::uint64_t stage, std::uint64_t epoch) {
    if (m_permutation_of == std::pair(stage, epoch)) return m_permutation;
    m_permutation.resize(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_permutation[i] = static_cast<std::int32_t>(i);
    Random random(mixSeed(m_seed, 0x73667470, stage, epoch));
    random.shuffle(m_permutation);
    m_permutation_of = {stage, epoch};
    return m_permutation;
}

Result<judge::ImagePatches> SftBatches::patchesOf(const std::string& path, Show show) {
    EGT_ASSIGN(const RgbImage* pixels, m_images.get(path));
    return judge::patchify(show == Show::blank ? meanColour(*pixels) : *pixels, m_judge.preprocessor, path);
}

void SftBatches::append(const Row& row, Show show, SftBatch& batch) {
    judge::Sequence sequence;
    sequence.response = row.response;
    if (show == Show::nothing || row.image.empty()) {
        sequence.prompt = row.unseen;
    } else {
        auto patches = patchesOf(row.image, show);
        if (!patches) {
            m_warnings.tell(patches.error().code, EGT_TEXT("engine", "A trace was left out: %1"),
                            {patches.error().message()});
            return;
        }
        sequence.prompt = judge::expandImageTokens(
            row.seen, {patches->mergedTokens(m_judge.config.vision.spatial_merge_size)}, m_judge.config.image_token_id);
        sequence.images = {static_cast<std::int32_t>(batch.images.size())};
        batch.images.push_back(std::move(*patches));
    }
    batch.prompt_tokens += static_cast<std::int64_t>(sequence.prompt.size());
    batch.response_tokens += static_cast<std::int64_t>(sequence.response.size());
    batch.sequences.push_back(std::move(sequence));
}

SftBatch SftBatches::make(const pipelines::SftStage& stage, std::int64_t stage_index, std::int64_t step) {
    SftBatch batch;
    const auto id = static_cast<std::uint64_t>(stage_index);
    const auto size = static_cast<std::uint64_t>(stage.batch);
    Random random(mixSeed(m_seed, 0x73667462, id, static_cast<std::uint64_t>(step)));
    for (std::uint64_t i = 0; i < size; ++i) {
        const std::uint64_t place = static_cast<std::uint64_t>(step) * size + i;
        const auto row = static_cast<std::size_t>(
            permutation(id, place / m_rows.size())[static_cast<std::size_t>(place % m_rows.size())]);
        const bool other = m_swap && random.below(2) == 1;
        const bool blank = stage.blank_share > 0 && random.uniform() < stage.blank_share;
        append(other ? m_swapped[row] : m_rows[row],
               stage.text_only ? Show::nothing
               : blank         ? Show::blank
                               : Show::image,
               batch);
    }
    const bool captions = !m_auxiliary.empty() && !stage.text_only &&
                          static_cast<double>(step) < stage.auxiliary_until * static_cast<double>(stage.steps);
    const auto extra = static_cast<std::int64_t>(std::lround(stage.auxiliary_share * stage.batch));
    for (std::int64_t i = 0; captions && i < extra; ++i)
        append(m_auxiliary[static_cast<std::size_t>(random.below(m_auxiliary.size()))], Show::image, batch);
    return batch;
}

} // namespace egt::ml
