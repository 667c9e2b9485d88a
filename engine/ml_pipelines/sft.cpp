// SPDX-License-Identifier: GPL-3.0-or-later

// Stage 1: the judge learns to reason by fine-tuning on traces (cross-entropy on the response tokens). Without a start
// judge a new small one is made. OUT.part holds checkpoints while it runs; the same command after a crash goes on from
// the last one and ends with the same weights, bit for bit on CPU. OUT appears last and whole.

#include "ml_pipelines/recipes.h"

#include <cmath>
#include <optional>
#include <system_error>

#include "base/clock.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "ml_pipelines/checkpoint_folder.h"
#include "ml_pipelines/new_judge.h"
#include "ml_pipelines/notes.h"
#include "ml_pipelines/sft_batches.h"
#include "pipelines/sft_config.h"
#include "training/losses.h"
#include "training/schedule.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

using pipelines::SftConfig;
using pipelines::SftStage;

constexpr std::int64_t kReportEvery = 10; ///< steps a metrics point covers, as Hugging Face's logging_steps
constexpr std::int64_t kFinalSteps = 20;  ///< steps that final_loss is the mean of

Result<SftConfig> readConfig(const std::string& file) {
    if (file.empty()) return pipelines::demoSftConfig();
    EGT_ASSIGN(const std::string text, readFile(file));
    return pipelines::parseSftConfig(text, file);
}

class SftJob {
public:
    SftJob(const SftRequest& request, RunContext& run, SftConfig config, TraceSet set, Warnings& warnings)
        : m_request(request), m_run(run), m_config(std::move(config)), m_set(std::move(set)), m_warnings(warnings),
          m_out(fs::absolute(request.out)), m_part(m_out.string() + ".part") {
        for (const SftStage& stage : m_config.stages)
            m_total += stage.steps;
        m_result.traces = static_cast<std::int64_t>(m_set.traces.size());
        m_result.filtered_out = m_set.filtered_out;
        m_traces_hash = m_set.file_hash;
        m_key = contentHash(m_traces_hash + "\n" + pipelines::sftConfigYaml(m_config) + "\n" +
                            std::to_string(m_request.seed));
    }

    Result<SftResult> work() {
        EGT_ASSIGN(const bool finished, alreadyFinished());
        if (finished) return m_result;
        EGT_ASSIGN(const fs::path start, startFolder());
        EGT_ASSIGN(m_judge, LoadedJudge::load(start));
        if (m_judge->judge->hasAdapter())
            return fail("sft.adapter",
                        EGT_TEXT("engine", "%1 is an adapter, and this stage trains all weights. Merge it into its "
                                           "judge first (egt judge merge) and start from that."),
                        {start.string()}, start.string(), 0, "judge");
        EGT_TRY(setUp(start));
        EGT_ASSIGN(const bool whole, loop());
        m_warnings.finish();
        m_result.steps = m_step;
        m_result.final_loss = finalLoss();
        if (!whole) return m_result;
        EGT_TRY(publish());
        return m_result;
    }

private:
    /// The folder is there already: fine when this very command wrote it, else it is somebody's judge.
    Result<bool> alreadyFinished() {
        std::error_code code;
        if (!fs::exists(m_out, code)) return false;
        const auto text = readFile(m_out / "sft.json");
        const auto json = text ? parseJson(*text) : Result<Json>(Json());
        if (json && json->is_object() && json->value("key", std::string{}) == m_key) {
            m_result.judge = m_out.string();
            m_result.steps = json->value("steps", std::int64_t{0});
            m_result.final_loss = json->value("final_loss", 0.0);
            fs::remove_all(m_part, code);
            return true;
        }
        if (fs::is_directory(m_out, code) && fs::is_empty(m_out, code)) return false;
        return fail("sft.out_exists",
                    EGT_TEXT("engine", "%1 exists already. Choose another folder for the judge or remove this one."),
                    {m_out.string()}, m_out.string());
    }

    /// Where to go on: the last checkpoint of the same command, else the start judge, else a new one.
    Result<fs::path> startFolder() {
        std::error_code code;
        const auto text = readFile(m_part / "key");
        if (!text || *text != m_key) {
            fs::remove_all(m_part, code);
            EGT_TRY(makeFolder(m_part));
            EGT_TRY(writeFileAtomically(m_part / "key", m_key));
        }
        if (const fs::path latest = latestCheckpoint(m_part); !latest.empty()) return latest;
        if (!m_config.judge.empty()) return fs::path(m_config.judge);
        const fs::path fresh = m_part / "new";
        EGT_TRY(writeNewJudge(fresh, m_config, m_set, m_request.seed));
        return fresh;
    }

    Result<void> setUp(const fs::path& start) {
        const training::AdamWOptions options{m_config.adam_beta1, m_config.adam_beta2, 1e-8, m_config.weight_decay};
        m_optimizer.emplace(m_judge->judge->parameters(), options);
        if (start.parent_path() == m_part && start.filename() != "new") {
            EGT_ASSIGN(const TrainerState state, readTrainerState(start));
            EGT_TRY(restoreOptimizer(start, state, *m_optimizer));
            m_step = state.step;
            m_tokens = state.more.value("num_tokens", std::int64_t{0});
            m_losses = state.more.value("losses", std::vector<double>{});
            m_run.note({"resumed", m_step, EGT_TEXT("engine", "Continued from step %1."), {std::to_string(m_step)}});
        }
        m_first_step = m_step;
        m_batches.emplace(*m_judge, std::move(m_set), m_config.swap_answers, m_request.seed, m_warnings);
        return {};
    }

    /// False when it was told to stop before the last step.
    Result<bool> loop() {
        m_started = steadySeconds();
        while (m_step < m_total) {
            const StopKind stop = m_run.checkpoint();
            if (stop == StopKind::save) EGT_TRY(save());
            if (stop != StopKind::none) return false;
            EGT_TRY(step());
            if (m_step % m_config.checkpoint_every == 0 && m_step < m_total) EGT_TRY(save());
        }
        return true;
    }

    Result<void> step() {
        std::int64_t in_stage = m_step;
        std::size_t index = 0;
        while (in_stage >= m_config.stages[index].steps)
            in_stage -= m_config.stages[index++].steps;
        const SftStage& stage = m_config.stages[index];
        if (in_stage == 0 || m_step == m_first_step)
            m_run.note({"stage",
                        m_step,
                        EGT_TEXT("engine", "Stage %1 of %2: %3, %4 steps."),
                        {std::to_string(index + 1), std::to_string(m_config.stages.size()), stage.name,
                         std::to_string(stage.steps)}});
        const SftBatch batch = m_batches->make(stage, static_cast<std::int64_t>(index), in_stage);
        if (batch.sequences.empty())
            return fail("sft.no_images",
                        EGT_TEXT("engine", "None of the images of step %1 can be read. Check that the "
                                           "images beside %2 are whole."),
                        {std::to_string(m_step + 1), m_request.traces}, m_request.traces);
        const double rate =
            stage.learning_rate * training::learningRateFactor(Schedule::cosine, in_stage, stage.steps,
                                                               m_config.warmup_steps, m_config.min_lr_ratio);
        EGT_TRY(update(batch, rate));
        ++m_step;
        m_tokens += batch.prompt_tokens + batch.response_tokens;
        report(stage, rate);
        return {};
    }

    Result<void> update(const SftBatch& batch, double rate) {
        m_optimizer->zeroGradients();
        const auto images = m_judge->judge->encodeImages(batch.images);
        const judge::ForcedRows rows = m_judge->judge->forwardRows(batch.sequences, images);
        const torch::Tensor loss = training::crossEntropy(rows, static_cast<double>(batch.response_tokens));
        loss.backward();
        m_gradient_norm = m_optimizer->clipGradients(m_config.max_grad_norm);
        const double value = loss.item<double>();
        if (!std::isfinite(value) || !std::isfinite(m_gradient_norm))
            return fail("train.not_finite",
                        EGT_TEXT("engine", "Training stopped at step %1: the loss is not a number. Lower the learning "
                                           "rate and start again."),
                        {std::to_string(m_step + 1)});
        m_optimizer->step(rate);
        m_losses.push_back(value);
        if (m_losses.size() > static_cast<std::size_t>(kFinalSteps)) m_losses.erase(m_losses.begin());
        return {};
    }

    void report(const SftStage& stage, double rate) {
        const double seconds = steadySeconds() - m_started;
        const double speed = seconds > 0 ? static_cast<double>(m_step - m_first_step) / seconds : 0;
        m_run.progress({m_step, m_total, "steps", stage.name, speed, 0});
        if (m_step % kReportEvery != 0 && m_step != m_total) return;
        const auto count = std::min<std::size_t>(m_losses.size(), kReportEvery);
        double mean = 0;
        for (std::size_t i = m_losses.size() - count; i < m_losses.size(); ++i)
            mean += m_losses[i];
        m_run.metrics({{m_step, "loss", mean / static_cast<double>(count)},
                       {m_step, "grad_norm", m_gradient_norm},
                       {m_step, "learning_rate", rate},
                       {m_step, "num_tokens", static_cast<double>(m_tokens)}});
    }

    Result<void> save() {
        TrainerState state{m_step, m_optimizer->steps(), {{"num_tokens", m_tokens}, {"losses", m_losses}}};
        const fs::path before = latestCheckpoint(m_part);
        const fs::path folder = checkpointPath(m_part, m_step);
        if (before == folder) return {};
        EGT_TRY(writeCheckpoint(folder, *m_judge, *m_optimizer, state));
        // Side files are copied from the folder that the judge was loaded from: that one stays until the end.
        std::error_code code;
        if (!before.empty() && before != m_judge->folder) fs::remove_all(before, code);
        return {};
    }

    [[nodiscard]] double finalLoss() const {
        double sum = 0;
        for (const double loss : m_losses)
            sum += loss;
        return m_losses.empty() ? 0 : sum / static_cast<double>(m_losses.size());
    }

    /// The finished judge under its own name, with a note of where it came from.
    Result<void> publish() {
        const fs::path ready = m_part / "ready";
        std::error_code code;
        fs::remove_all(ready, code);
        EGT_TRY(makeFolder(ready));
        EGT_TRY(copySideFiles(m_judge->folder, ready));
        EGT_TRY(m_judge->judge->save(ready));
        const Json origin = {{"key", m_key},
                             {"traces", m_request.traces},
                             {"traces_hash", m_traces_hash},
                             {"config", pipelines::sftConfigYaml(m_config)},
                             {"seed", m_request.seed},
                             {"steps", m_step},
                             {"kept", m_result.traces},
                             {"filtered_out", m_result.filtered_out},
                             {"final_loss", m_result.final_loss}};
        EGT_TRY(writeFileAtomically(ready / "sft.json", origin.dump(2) + "\n"));
        EGT_TRY(makeFolder(m_out.parent_path()));
        fs::remove(m_out, code); // an empty folder may stand there
        fs::rename(ready, m_out, code);
        if (code) return fail(writeError(m_out, code.value()));
        fs::remove_all(m_part, code);
        m_result.judge = m_out.string();
        return {};
    }

    const SftRequest& m_request;
    RunContext& m_run;
    SftConfig m_config;
    TraceSet m_set;
    Warnings& m_warnings;
    fs::path m_out;
    fs::path m_part;
    std::string m_traces_hash;
    std::string m_key;
    std::optional<LoadedJudge> m_judge;
    std::optional<training::AdamW> m_optimizer;
    std::optional<SftBatches> m_batches;
    SftResult m_result;
    std::int64_t m_total = 0;
    std::int64_t m_step = 0;
    std::int64_t m_first_step = 0;
    std::int64_t m_tokens = 0;
    std::vector<double> m_losses;
    double m_gradient_norm = 0;
    double m_started = 0;
};

} // namespace

Result<SftResult> sft(const SftRequest& request, Project&, RunContext& run) {
    EGT_ASSIGN(SftConfig config, readConfig(request.config));
    Warnings warnings(run);
    EGT_ASSIGN(TraceSet set, loadTraces(request.traces, warnings));
    return SftJob(request, run, std::move(config), std::move(set), warnings).work();
}

} // namespace egt::ml
