// SPDX-License-Identifier: GPL-3.0-or-later

// What a scoring run would cost: its prompts are made and counted, a few responses are generated to measure the speed
// (or an earlier run of the same judge tells it), nothing is stored.

#include "ml_pipelines/recipes.h"

#include <algorithm>

#include <ATen/core/grad_mode.h>

#include "base/clock.h"
#include "base/json.h"
#include "judge/kv_cache.h"
#include "judge/prefix_plan.h"
#include "ml_pipelines/judge_device.h"
#include "ml_pipelines/score_plan.h"
#include "records/serialize.h"

namespace egt::ml {
namespace {

using scoring::ScoreUnit;

/// A run that only answers questions.
class NoRun final : public RunContext {
public:
    StopKind checkpoint() override { return StopKind::none; }
    [[nodiscard]] RunId id() const override { return 0; }
    void progress(const ProgressEvent&) override {}
    void metrics(const std::vector<MetricPoint>&) override {}
    void sample(const SampleRecord&) override {}
    void checkpointWritten(const CheckpointRecord&) override {}
    void evaluation(const EvaluationRecord&) override {}
    void note(const NoteEvent&) override {}
    void dataChanged(const std::string&) override {}
};

class Estimate {
public:
    Estimate(LoadedJudge& judge, const ScoreSettings& settings, Project& project)
        : m_judge(judge), m_settings(settings), m_project(project) {}

    Result<ScoreEstimate> make(RunId continued) {
        EGT_ASSIGN(const std::vector<ScoreUnit> units, unitsLeft(continued));
        for (const ScoreUnit& unit : units)
            EGT_TRY(count(unit));
        memory();
        EGT_TRY(speed());
        const auto seconds = [](std::int64_t tokens, double rate) {
            return rate > 0 ? static_cast<double>(tokens) / rate : 0;
        };
        m_out.seconds = seconds(m_out.computed_tokens, m_out.prompt_tokens_per_second) +
                        seconds(m_out.new_tokens, m_out.tokens_per_second);
        return m_out;
    }

private:
    /// A prompt to measure the speed with.
    struct Sample {
        std::vector<std::int32_t> ids;
        std::vector<std::int64_t> image_tokens;
    };

    Result<std::vector<ScoreUnit>> unitsLeft(RunId continued) {
        std::vector<JobUnit> stored;
        if (continued != 0) {
            EGT_ASSIGN(stored, m_project.units(continued));
        }
        NoRun none;
        if (stored.empty()) return planScoring(m_judge, m_settings, m_project, none);
        std::vector<ScoreUnit> out;
        for (const JobUnit& unit : stored) {
            EGT_ASSIGN(ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
            if (unit.done)
                m_out.done += static_cast<std::int64_t>(planned.pairs.size());
            else
                out.push_back(std::move(planned));
        }
        return out;
    }

    /// Images are not read: a pair counts as one that can be judged when its files are there.
    Result<void> count(const ScoreUnit& unit) {
        EGT_ASSIGN(std::vector<PairRecord> records, m_project.pairs(unit.pairs));
        std::vector<PairPrompts> prompts;
        for (PairRecord& record : records) {
            ++m_out.pairs;
            const bool text_only =
                std::find(unit.text_only.begin(), unit.text_only.end(), record.id) != unit.text_only.end();
            auto one = promptsOf(m_judge, m_settings, text_only ? asText(std::move(record)) : record, unit.orders);
            if (!one) {
                ++m_out.failed;
                continue;
            }
            m_out.text_only += text_only ? 1 : 0;
            prompts.push_back(std::move(*one));
        }
        addTokens(prompts, unit.samples);
        return {};
    }

    void addTokens(const std::vector<PairPrompts>& prompts, std::int32_t samples) {
        std::vector<std::int64_t> image_tokens;
        std::vector<std::vector<std::int32_t>> images; // of each pair, as indices
        for (const PairPrompts& pair : prompts) {
            std::vector<std::int32_t>& own = images.emplace_back();
            for (const std::int64_t tokens : pair.image_tokens) {
                own.push_back(static_cast<std::int32_t>(image_tokens.size()));
                image_tokens.push_back(tokens);
            }
        }
        std::vector<judge::PromptTokens> batch;
        for (std::size_t p = 0; p < prompts.size(); ++p)
            for (const auto& ids : prompts[p].ids) {
                batch.push_back({&ids, &images[p]});
                m_out.prompt_tokens += static_cast<std::int64_t>(ids.size()) * samples;
                m_out.responses += samples;
                m_longest = std::max(m_longest, static_cast<std::int64_t>(ids.size()));
                if (m_samples.size() < 4096) m_samples.push_back({ids, prompts[p].image_tokens});
            }
        const judge::PromptPlan plan =
            judge::planPrompts(batch, image_tokens, m_judge.config.image_token_id, judge::kFamily);
        m_out.computed_tokens += plan.computedTokens();
        // What is read together is as long as the longest of it; units hold prompts of about one length.
        for (const judge::PromptPlan::Family& family : plan.families) {
            std::int64_t longest = 0;
            for (const std::size_t prompt : family.prompts)
                longest = std::max(longest, plan.tokens(prompt) - family.shared);
            m_out.padded_tokens += family.shared + longest * static_cast<std::int64_t>(family.prompts.size());
        }
        if (m_settings.request.mode == ScoreMode::respond)
            m_out.new_tokens += static_cast<std::int64_t>(batch.size()) * samples * m_settings.max_new_tokens;
    }

    void memory() {
        const judge::TextConfig& c = m_judge.config.text;
        std::int64_t number = 4;
        for (const auto& [name, tensor] : m_judge.judge->parameters()) {
            m_out.weight_bytes += tensor.numel() * tensor.element_size();
            number = tensor.element_size();
        }
        const std::int64_t lanes =
            std::min<std::int64_t>(m_settings.request.batch, std::max<std::int64_t>(1, m_out.responses));
        const std::int64_t samples = m_settings.request.samples;
        m_out.cache_bytes =
            judge::KvCache::bytes(c, std::max<std::int64_t>(1, lanes / samples), std::min(lanes, samples), m_longest,
                                  std::max(1, m_settings.max_new_tokens - 1), number);
        constexpr std::int64_t kPlaces = 8192; // that are computed at a time
        const std::int64_t wide = 4 * std::int64_t{c.hidden_size} + 3 * std::int64_t{c.intermediate_size};
        m_out.work_bytes = kPlaces * wide * number + lanes * c.vocab_size * 4;
    }

    /// The newest finished run of this judge in the same mode and on the same device, else measured.
    Result<void> speed() {
        EGT_ASSIGN(const std::vector<RunRecord> runs, m_project.runs());
        const Json now = m_settings.toJson();
        for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
            if (run->kind != RunKind::score || run->state != RunState::done || run->judge_hash != m_judge.weights_hash)
                continue;
            const auto details = parseJson(run->judge_details);
            const auto json = parseJson(run->result);
            if (!details || !json) continue;
            const auto result = recordFromJson<ScoreResult>(*json);
            const auto same = [&](const char* key) { return details->contains(key) && (*details)[key] == now[key]; };
            if (!result || !same("mode") || !same("device") || !same("dtype") || !same("threads") || !same("batch"))
                continue;
            if (result->prompt_tokens_per_second <= 0) continue;
            m_out.speed_run = run->id;
            m_out.prompt_tokens_per_second = result->prompt_tokens_per_second;
            m_out.tokens_per_second = result->tokens_per_second;
            return {};
        }
        measure();
        return {};
    }

    /// Grey pictures in place of the images: how long they take does not depend on what they show.
    judge::Sequence example(const Sample& sample, std::vector<judge::ImagePatches>& patches) const {
        judge::Sequence out{sample.ids, {}, {}};
        const judge::VisionConfig& v = m_judge.config.vision;
        const std::int64_t row = std::int64_t{v.in_channels} * v.temporal_patch_size * v.patch_size * v.patch_size;
        for (const std::int64_t tokens : sample.image_tokens) {
            out.images.push_back(static_cast<std::int32_t>(patches.size()));
            patches.push_back({at::zeros({tokens * v.spatial_merge_size * v.spatial_merge_size, row}), 1,
                               v.spatial_merge_size, static_cast<std::int32_t>(tokens * v.spatial_merge_size)});
        }
        return out;
    }

    void measure() {
        if (m_samples.empty()) return;
        std::vector<judge::Sequence> batch;
        std::vector<judge::ImagePatches> patches;
        const std::size_t most = std::min<std::size_t>(8, m_samples.size());
        for (std::size_t i = 0; i < most; ++i)
            batch.push_back(example(m_samples[i * m_samples.size() / most], patches));
        judge::GenerateOptions options;
        const bool respond = m_settings.request.mode == ScoreMode::respond;
        options.max_new_tokens = respond ? std::min(16, m_settings.max_new_tokens) : 1;
        options.suppressed = m_judge.stop_ids;
        FreeRun control;
        judge::PassStats stats;
        const at::NoGradGuard guard;
        for (int turn = 0; turn < 2; ++turn) { // the first warms up
            stats = {};
            const double started = steadySeconds();
            const auto images = encodeAll(*m_judge.judge, patches);
            stats.prompt_seconds = steadySeconds() - started;
            static_cast<void>(m_judge.judge->generate(batch, images, options, control, &stats));
        }
        if (stats.prompt_seconds > 0)
            m_out.prompt_tokens_per_second = static_cast<double>(stats.computed_tokens) / stats.prompt_seconds;
        if (stats.new_seconds > 0) m_out.tokens_per_second = static_cast<double>(stats.new_tokens) / stats.new_seconds;
    }

    LoadedJudge& m_judge;
    const ScoreSettings& m_settings;
    Project& m_project;
    ScoreEstimate m_out;
    std::int64_t m_longest = 0;
    std::vector<Sample> m_samples;
};

} // namespace

Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request, RunId continued, Project& project) {
    EGT_TRY(checkScoreRequest(request));
    EGT_ASSIGN(LoadedJudge judge, loadJudgeFor(request.judge, request.device, request.dtype));
    EGT_ASSIGN(const ScoreSettings settings, ScoreSettings::resolve(request, judge));
    return Estimate(judge, settings, project).make(continued);
}

} // namespace egt::ml
