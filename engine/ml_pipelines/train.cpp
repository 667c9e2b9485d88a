// SPDX-License-Identifier: GPL-3.0-or-later

// Stage 3: training on preference pairs in curriculum order. Method grpo: groups of sampled responses, rewarded for
// form and verdict (training/losses.h). Method sft: pairs carry no reasoning traces, so the judge learns from its own
// sampled responses that name the label (rejection sampling). A run resumes from its last checkpoint and ends with the
// same weights as an undisturbed one, bit for bit on CPU: everything random follows from (seed, step).

#include "ml_pipelines/recipes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <system_error>

#include "base/clock.h"
#include "base/files.h"
#include "base/random.h"
#include "ml_pipelines/checkpoint_folder.h"
#include "ml_pipelines/evaluation_pass.h"
#include "ml_pipelines/policy_update.h"
#include "ml_pipelines/train_plan.h"
#include "pipelines/train_config.h"
#include "training/schedule.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

class TrainJob {
public:
    TrainJob(const TrainRequest& request, Project& project, RunContext& run)
        : m_request(request), m_config(request.config), m_project(project), m_run(run), m_warnings(run) {}

    Result<TrainResult> work() {
        EGT_TRY(prepare());
        EGT_ASSIGN(const bool missing, lacksEvaluation());
        if (missing) EGT_TRY(measure());
        EGT_TRY(loop());
        m_warnings.finish();
        m_result.run = m_run.id();
        m_result.steps = m_step;
        for (const auto& [name, point] : m_last)
            m_result.metrics.push_back(point);
        return m_result;
    }

private:
    Result<void> prepare() {
        EGT_TRY(pipelines::checkTrainConfig(m_config));
        m_folder = m_project.runFolder(m_run.id()) / "checkpoints";
        EGT_TRY(makeFolder(m_folder));
        EGT_ASSIGN(m_plan, planTraining(m_config, m_project, m_run));
        EGT_ASSIGN(const fs::path start, startFolder());
        EGT_ASSIGN(m_judge, LoadedJudge::load(start));
        EGT_TRY(prepareReference());
        if (m_checkpoint.empty()) EGT_TRY(prepareAdapter());
        const training::AdamWOptions options{m_config.adam_beta1, m_config.adam_beta2, 1e-8, m_config.weight_decay};
        m_optimizer.emplace(m_judge->judge->parameters(), options);
        if (!m_checkpoint.empty()) EGT_TRY(resume());
        EGT_TRY(m_project.truncateRun(m_run.id(), m_checkpoint.empty() ? -1 : m_step));
        return m_checkpoint.empty() ? rememberStart() : Result<void>{};
    }

    /// The newest recorded checkpoint of this run that is still whole, else the judge that was asked for.
    Result<fs::path> startFolder() {
        EGT_ASSIGN(auto checkpoints, m_project.checkpoints(m_run.id()));
        std::sort(checkpoints.begin(), checkpoints.end(), [](const auto& x, const auto& y) { return x.step > y.step; });
        for (const CheckpointRecord& checkpoint : checkpoints) {
            if (checkpoint.step > m_config.steps || !readTrainerState(checkpoint.path)) continue;
            m_checkpoint = checkpoint.path;
            return m_checkpoint;
        }
        return fs::path(m_request.judge);
    }

    Result<void> prepareReference() {
        EGT_ASSIGN(m_start_hash, judge::weightsHash(m_request.judge));
        EGT_ASSIGN(m_trained, m_project.trainedPairs(m_start_hash));
        if (m_config.method != TrainMethod::grpo || m_config.beta == 0) return {};
        if (m_config.lora_rank > 0) return {}; // the judge itself without its adapter
        EGT_ASSIGN(const fs::path base, baseFolderOf(m_request.judge));
        if (base != fs::path(m_request.judge)) { // the run goes on with an adapter that was there
            EGT_ASSIGN(m_reference, judge::Judge::load(base));
            return m_reference->loadAdapter(m_request.judge);
        }
        if (m_checkpoint.empty()) {
            m_reference = m_judge->judge->clone();
            return {};
        }
        EGT_ASSIGN(m_reference, judge::Judge::load(m_request.judge));
        return {};
    }

    /// A fresh one on the start judge; a checkpoint has its own.
    Result<void> prepareAdapter() {
        if (m_config.lora_rank == 0) return {};
        if (m_judge->judge->hasAdapter())
            return fail("train.adapter_on_adapter",
                        EGT_TEXT("engine",
                                 "%1 is an adapter already. Set lora_rank to 0 to train it on, or merge it into "
                                 "its judge first."),
                        {m_request.judge}, m_request.judge, 0, "lora_rank");
        judge::LoraConfig config;
        config.rank = m_config.lora_rank;
        config.alpha = m_config.lora_alpha;
        config.targets = namesIn(m_config.lora_targets);
        return m_judge->judge->addAdapter(config, mixSeed(m_config.seed, 0x6c6f7261));
    }

    static std::vector<std::string> namesIn(const std::string& text) {
        std::vector<std::string> out(1);
        for (const char c : text) {
            if (c == ',')
                out.emplace_back();
            else if (c != ' ')
                out.back() += c;
        }
        std::erase(out, std::string());
        return out;
    }

    /// What the KL is measured from; none when it is not wanted.
    [[nodiscard]] judge::Judge* reference() const {
        if (m_config.lora_rank > 0) return m_judge->judge.get();
        return m_reference.get();
    }

    Result<void> resume() {
        EGT_ASSIGN(const TrainerState state, readTrainerState(m_checkpoint));
        EGT_TRY(restoreOptimizer(m_checkpoint, state, *m_optimizer));
        if (state.more.value("start_hash", m_start_hash) != m_start_hash)
            return fail("train.judge_changed",
                        EGT_TEXT("engine",
                                 "The judge %1 has changed since this run began, so the run can't go on. Start "
                                 "a new run."),
                        {m_request.judge}, m_request.judge);
        m_step = state.step;
        m_tokens = state.more.value("num_tokens", std::int64_t{0});
        m_result.checkpoint = m_checkpoint.string();
        m_run.note({"resumed", m_step, EGT_TEXT("engine", "Continued from step %1."), {std::to_string(m_step)}});
        return {};
    }

    Result<void> rememberStart() {
        EGT_ASSIGN(RunRecord record, m_project.run(m_run.id()));
        record.judge = m_request.judge;
        record.judge_hash = m_start_hash;
        record.total = m_config.steps;
        return m_project.updateRun(record);
    }

    Result<void> loop() {
        m_started = steadySeconds();
        m_first_step = m_step;
        while (m_step < m_config.steps) {
            StopKind stop = m_run.checkpoint();
            if (stop == StopKind::none) {
                EGT_ASSIGN(const bool whole, step());
                if (whole) continue;
                stop = m_run.checkpoint();
            }
            return stop == StopKind::save ? save() : Result<void>{};
        }
        return {};
    }

    /// False when it was told to stop inside; the judge is then as it was before the step.
    Result<bool> step() {
        const double started = steadySeconds();
        const auto places = static_cast<std::size_t>(m_config.prompts_per_step);
        const auto begin = static_cast<std::size_t>(m_step) * places;
        const auto first = m_plan.curriculum.sequence.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::vector<PairId> pairs(first, first + static_cast<std::ptrdiff_t>(places));
        tellStage(begin);
        EGT_ASSIGN(const RolloutBatch batch,
                   rollOut(*m_judge, m_project, pairs, m_plan.table, m_config, m_step, m_images, m_run, m_warnings));
        if (batch.stopped) return false;
        if (batch.rollouts.empty())
            return fail("train.no_images",
                        EGT_TEXT("engine", "None of the pairs of step %1 could be judged: their images are missing or "
                                           "damaged. Put the images in place and continue the run."),
                        {std::to_string(m_step + 1)});
        const double rate =
            m_config.learning_rate * training::learningRateFactor(m_config.schedule, m_step, m_config.steps,
                                                                  m_config.warmup_steps, m_config.min_lr_ratio);
        const UpdateFigures figures = updatePolicy(*m_judge, reference(), batch, m_config, rate, *m_optimizer);
        if (!figures.finite) return notFinite(pairs);
        ++m_step;
        m_tokens += batch.prompt_tokens + batch.response_tokens;
        m_points.clear();
        collect(figures, batch, rate, begin);
        const double seconds = steadySeconds() - started;
        m_points.push_back({m_step, "step_time", seconds});
        m_progress_speed = seconds > 0 ? static_cast<double>(batch.response_tokens) / seconds : 0;
        EGT_TRY(finishStep());
        return true;
    }

    void tellStage(std::size_t place) {
        if (m_plan.curriculum.stage.empty() || m_plan.curriculum.stage[place] == m_stage) return;
        m_stage = m_plan.curriculum.stage[place];
        m_run.note({"stage",
                    m_step,
                    EGT_TEXT("engine", "Stage %1 of %2 of the curriculum."),
                    {std::to_string(m_stage), std::to_string(m_config.stages)}});
    }

    void collect(const UpdateFigures& figures, const RolloutBatch& batch, double rate, std::size_t place) {
        const auto add = [&](const char* name, double value) { m_points.push_back({m_step, name, value}); };
        add("loss", figures.loss);
        addRolloutMetrics(batch, m_config, m_step, m_points);
        if (m_config.method == TrainMethod::grpo && m_config.beta != 0) add("kl", figures.kl);
        if (m_config.method == TrainMethod::grpo) {
            add("clip_ratio/low_mean", figures.clipped_low);
            add("clip_ratio/high_mean", figures.clipped_high);
        }
        add("grad_norm", figures.gradient_norm);
        add("learning_rate", rate);
        add("num_tokens", static_cast<double>(m_tokens));
        if (!m_plan.curriculum.stage.empty()) add("stage", m_plan.curriculum.stage[place]);
    }

    /// Evaluation and checkpoint where they are due, then everything about the step in one piece.
    Result<void> finishStep() {
        const bool last = m_step == m_config.steps;
        std::optional<double> accuracy;
        if (evaluationDue()) {
            EGT_ASSIGN(accuracy, evaluateNow());
        }
        publishPoints();
        const double seconds = steadySeconds() - m_started;
        const double speed = seconds > 0 ? static_cast<double>(m_step - m_first_step) / seconds : 0;
        m_run.progress({m_step, m_config.steps, "steps", "training", speed, m_progress_speed});
        if (last || (m_config.checkpoint_every > 0 && m_step % m_config.checkpoint_every == 0)) return save(accuracy);
        return {};
    }

    [[nodiscard]] bool evaluationDue() const {
        return m_step == m_config.steps || (m_config.eval_every > 0 && m_step % m_config.eval_every == 0);
    }
    /// At the start, and when a stop cut the evaluation of the step that the run goes on from.
    Result<bool> lacksEvaluation() {
        if (m_step == 0) return true;
        if (!evaluationDue()) return false;
        EGT_ASSIGN(const std::vector<EvaluationRecord> known, m_project.evaluations(m_run.id()));
        return std::none_of(known.begin(), known.end(),
                            [this](const EvaluationRecord& record) { return record.step == m_step; });
    }
    /// The judge's figures as it stands.
    Result<void> measure() {
        m_points.clear();
        EGT_TRY(evaluateNow());
        publishPoints();
        return {};
    }

    void publishPoints() {
        if (m_points.empty()) return;
        m_run.metrics(m_points);
        for (const MetricPoint& point : m_points)
            m_last[point.name] = point;
    }

    /// No value when there is nothing to measure with or it was told to stop.
    Result<std::optional<double>> evaluateNow() {
        EGT_TRY(showProbes());
        if (m_plan.evaluation.empty()) return std::nullopt;
        EGT_ASSIGN(EvaluationPass pass,
                   evaluatePairs(*m_judge, m_project, m_plan.evaluation, m_plan.table,
                                 {128, false, m_config.max_new_tokens}, m_images, m_run, m_warnings));
        if (pass.stopped || pass.record.pairs == 0) return std::nullopt;
        pass.record.run = m_run.id();
        pass.record.step = m_step;
        m_run.evaluation(pass.record);
        const auto add = [&](const char* name, double value) { m_points.push_back({m_step, name, value}); };
        add("eval/accuracy", pass.record.accuracy);
        add("eval/consistency", pass.record.consistency);
        add("eval/first_position_rate", pass.record.first_rate);
        add("eval/unparsed", pass.record.unparsed);
        return pass.record.accuracy;
    }

    /// Greedy responses to the same few pairs each time, so that people can watch the wording change.
    Result<void> showProbes() {
        EGT_ASSIGN(std::vector<PairRecord> records, m_project.pairs(m_plan.probes));
        const std::int32_t limit = m_judge->maxNewTokens(m_config.max_new_tokens);
        std::vector<ReadyPair> pairs;
        std::vector<Ask> asks;
        std::vector<std::vector<std::int32_t>> prompts;
        for (std::size_t i = 0; i < records.size(); ++i) {
            auto pair = readyPair(*m_judge, std::move(records[i]), m_images);
            auto ids = pair ? promptIds(*m_judge, *pair, Order::stored, limit)
                            : Result<std::vector<std::int32_t>>(fail(pair.error()));
            if (!ids) continue; // the evaluation that follows says why
            asks.push_back({pairs.size(), Order::stored, static_cast<std::int32_t>(i), 0});
            prompts.push_back(std::move(*ids));
            pairs.push_back(std::move(*pair));
        }
        const Answers answers = generateAnswers(*m_judge, pairs, asks, prompts, {0, 1, limit, 64, 0}, m_run);
        if (answers.stopped) return {};
        for (std::size_t i = 0; i < asks.size(); ++i) {
            const PairRecord& pair = pairs[i].pair;
            ResponseRecord response = makeResponse(*m_judge, pair, asks[i], answers.generated[i]);
            const double reward =
                rewardOf(response.text, m_judge->prompt.verdict, asks[i].order, m_plan.table.at(pair.id).label)
                    .total(m_config.format_reward);
            m_run.sample({m_run.id(), m_step, asks[i].sample, pair.id, std::move(response.text),
                          std::move(response.token_ends), std::move(response.entropies), response.verdict, reward});
        }
        return {};
    }

    tl::unexpected<Error> notFinite(const std::vector<PairId>& pairs) const {
        std::string names;
        for (std::size_t i = 0; i < std::min<std::size_t>(pairs.size(), 8); ++i)
            names += (i == 0 ? "" : ", ") + std::to_string(pairs[i]);
        if (pairs.size() > 8) names += ", …";
        const std::string step = std::to_string(m_step + 1);
        const std::int64_t kept = m_checkpoint.empty() ? 0 : checkpointStep();
        if (kept == 0)
            return fail("train.not_finite",
                        EGT_TEXT("engine",
                                 "Training stopped at step %1 (pairs %2): the loss is not a number. Lower the "
                                 "learning rate and start again."),
                        {step, names});
        return fail("train.not_finite",
                    EGT_TEXT("engine", "Training stopped at step %1 (pairs %2): the loss is not a number. Lower the "
                                       "learning rate and continue from %3."),
                    {step, names, std::to_string(kept)});
    }

    [[nodiscard]] std::int64_t checkpointStep() const {
        const auto state = readTrainerState(m_checkpoint);
        return state ? state->step : 0;
    }

    Result<void> save(std::optional<double> accuracy = std::nullopt) {
        const fs::path folder = checkpointPath(m_folder, m_step);
        if (folder == m_checkpoint) return {};
        TrainerState state{m_step, m_optimizer->steps(), {}};
        state.more = {{"num_tokens", m_tokens},
                      {"start_hash", m_start_hash},
                      {"start", m_request.judge},
                      {"config", pipelines::trainConfigYaml(m_config)}};
        EGT_TRY(writeCheckpoint(folder, *m_judge, *m_optimizer, state));
        EGT_TRY(rememberTrainedPairs(folder));
        const CheckpointRecord record{m_run.id(), m_step, folder.string(), folderBytes(folder), accuracy, nowMs()};
        m_run.checkpointWritten(record);
        m_checkpoint = folder;
        m_judge->folder = folder; // side files come from here next time: the one before may be pruned
        m_result.checkpoint = folder.string();
        return prune(record);
    }

    /// What this checkpoint has seen, beside what the start judge had seen already.
    Result<void> rememberTrainedPairs(const fs::path& folder) {
        EGT_ASSIGN(const std::string hash, judge::weightsHash(folder));
        const auto seen =
            std::min(m_plan.curriculum.sequence.size(),
                     static_cast<std::size_t>(m_step) * static_cast<std::size_t>(m_config.prompts_per_step));
        std::vector<PairId> pairs = m_trained;
        pairs.insert(pairs.end(), m_plan.curriculum.sequence.begin(),
                     m_plan.curriculum.sequence.begin() + static_cast<std::ptrdiff_t>(seen));
        std::sort(pairs.begin(), pairs.end());
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
        return m_project.addTrainedPairs(hash, pairs);
    }

    /// Keeps the newest keep_checkpoints, and the most accurate one besides.
    Result<void> prune(const CheckpointRecord& newest) {
        EGT_ASSIGN(auto checkpoints, m_project.checkpoints(m_run.id()));
        // The story is stored a little later than it is told.
        std::erase_if(checkpoints, [&](const CheckpointRecord& known) { return known.step == newest.step; });
        checkpoints.push_back(newest);
        std::sort(checkpoints.begin(), checkpoints.end(), [](const auto& x, const auto& y) { return x.step > y.step; });
        const auto best = std::max_element(checkpoints.begin(), checkpoints.end(), [](const auto& x, const auto& y) {
            return x.accuracy.value_or(-1) < y.accuracy.value_or(-1);
        });
        for (std::size_t i = static_cast<std::size_t>(m_config.keep_checkpoints); i < checkpoints.size(); ++i) {
            const bool is_best = best->accuracy && checkpoints[i].step == best->step;
            if (is_best) continue;
            EGT_TRY(m_project.removeCheckpoint(m_run.id(), checkpoints[i].step));
            std::error_code code;
            fs::remove_all(checkpoints[i].path, code);
        }
        return {};
    }

    const TrainRequest& m_request;
    const TrainConfig& m_config;
    Project& m_project;
    RunContext& m_run;
    Warnings m_warnings;
    TrainPlan m_plan;
    std::optional<LoadedJudge> m_judge;
    std::unique_ptr<judge::Judge> m_reference; ///< the start judge, only with a KL term
    std::optional<training::AdamW> m_optimizer;
    ImageCache m_images;
    fs::path m_folder;
    fs::path m_checkpoint; ///< the newest one
    std::string m_start_hash;
    std::vector<PairId> m_trained; ///< by the start judge
    std::vector<MetricPoint> m_points;
    std::map<std::string, MetricPoint> m_last;
    TrainResult m_result;
    std::int64_t m_step = 0;
    std::int64_t m_first_step = 0;
    std::int64_t m_tokens = 0;
    std::int32_t m_stage = 0;
    double m_started = 0;
    double m_progress_speed = 0;
};

} // namespace

Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run) {
    return TrainJob(request, project, run).work();
}

} // namespace egt::ml
