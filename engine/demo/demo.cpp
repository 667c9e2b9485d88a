// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/clock.h"
#include "base/files.h"
#include "base/numbers.h"
#include "base/random.h"
#include "curation/flags.h"
#include "curation/histogram.h"
#include "curation/selection_rule.h"
#include "synthetic/world.h"

// One function a chapter. Each looks first whether an earlier attempt already finished it.

namespace egt::demo {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPool = "preference pairs"; // all but the held-out ones
constexpr const char* kScoreName = "Start judge";
constexpr std::size_t kUnorderedArm = 2;
constexpr std::size_t kOrderedArm = 3;
constexpr std::size_t kReferenceArm = 1; // the random subset: same size, same steps, no cut

/// Everything that the chapters share.
struct Story {
    const DemoOptions& options;
    Engine& engine;
    Control& control;
    const ChapterSink& sink;
    DemoResult result;
    int chapter = 0;
    double started = 0;

    [[nodiscard]] fs::path path(const std::string& name) const { return options.out / name; }
};

constexpr int kChapters = 9;

Result<void> begin(Story& story, const std::string& name) {
    const double now = steadySeconds();
    if (!story.result.seconds.empty()) story.result.seconds.back().second = now - story.started;
    story.started = now;
    if (story.control.checkpoint() != StopKind::none)
        return fail("demo.stopped", EGT_TEXT("engine", "The demo was stopped. The same command continues it."));
    story.result.seconds.emplace_back(name, 0.0);
    if (story.sink) story.sink(story.chapter, kChapters, name);
    ++story.chapter;
    return {};
}

/// Submits a job and waits for its typed result.
template <class T> Result<T> runJob(Engine& engine, const JobRequest& request) {
    EGT_ASSIGN(const RunId id, engine.submit(request));
    EGT_ASSIGN(const JobResult result, engine.wait(id));
    EGT_ASSIGN(const RunRecord run, engine.run(id));
    if (run.state != RunState::done || !std::holds_alternative<T>(result))
        return fail("demo.stopped", EGT_TEXT("engine", "The demo was stopped. The same command continues it."));
    return std::get<T>(result);
}

/// The id of a finished run with this name and kind, 0 when there is none.
RunId finishedRun(Engine& engine, RunKind kind, const std::string& name) {
    const auto runs = engine.runs();
    if (!runs) return 0;
    for (const RunRecord& run : *runs)
        if (run.kind == kind && run.name == name && run.state == RunState::done) return run.id;
    return 0;
}

Result<void> makeWorld(Story& story) {
    EGT_TRY(begin(story, "World"));
    const fs::path folder = story.path("world");
    const fs::path mark = folder / "complete";
    std::error_code code;
    if (fs::exists(mark, code)) return {};
    synthetic::WorldOptions world;
    world.pairs = story.options.pairs;
    world.heldout = story.options.heldout;
    world.traces = story.options.traces;
    world.seed = story.options.seed;
    EGT_TRY(synthetic::writeWorld(folder, world, story.control));
    return writeFileAtomically(mark, "yes\n");
}

Result<void> importPairs(Story& story) {
    EGT_TRY(begin(story, "Import"));
    const fs::path project = story.path("demo.egt");
    story.result.project = project.string();
    std::error_code code;
    if (fs::exists(project, code))
        EGT_TRY(story.engine.open(project.string(), OpenMode::read_write));
    else
        EGT_TRY(story.engine.create(project.string()));
    if (finishedRun(story.engine, RunKind::import, "pairs.jsonl") != 0) return {};
    ImportRequest request;
    request.file = story.path("world").string() + "/pairs.jsonl";
    return runJob<ImportResult>(story.engine, request).transform([](const ImportResult&) {});
}

Result<void> teach(Story& story) {
    EGT_TRY(begin(story, "Stage 1: reasoning by SFT"));
    const fs::path judge = story.path("judge");
    story.result.judge = judge.string();
    SftRequest request;
    request.traces = story.path("world").string() + "/traces.jsonl";
    request.out = judge.string();
    request.seed = story.options.seed;
    const auto runs = story.engine.runs();
    if (!runs) return fail(runs.error());
    for (const RunRecord& run : *runs) {
        if (run.kind != RunKind::sft || run.state != RunState::done) continue;
        EGT_ASSIGN(const Json json, parseJson(run.result));
        story.result.traces = json.value("traces", std::int64_t{0});
        story.result.filtered_out = json.value("filtered_out", std::int64_t{0});
        return {};
    }
    EGT_ASSIGN(const SftResult sft, runJob<SftResult>(story.engine, request));
    story.result.traces = sft.traces;
    story.result.filtered_out = sft.filtered_out;
    return {};
}

/// Saves what a rule selects, with the rule, so that it can be replayed.
Result<void> saveRule(Engine& engine, const std::string& name, const curation::SelectionRule& rule) {
    EGT_ASSIGN(const ColumnsPtr columns, engine.columns(rule.run));
    const auto search = [&engine](const std::string& text) { return engine.search(text); };
    EGT_ASSIGN(const std::vector<PairId> pairs, curation::applyRule(rule, *columns, search));
    EGT_TRY(engine.saveSelection(name, curation::ruleToJson(rule), pairs));
    return {};
}

/// All but the held-out pairs, which are kept for measuring.
curation::SelectionRule poolRule() {
    curation::SelectionRule rule;
    rule.where = "split != \"heldout\"";
    return rule;
}

Result<void> score(Story& story) {
    EGT_TRY(begin(story, "Scores: entropy of every response"));
    EGT_TRY(saveRule(story.engine, kPool, poolRule()));
    story.result.score_run = finishedRun(story.engine, RunKind::score, kScoreName);
    if (story.result.score_run != 0) return {};
    ScoreRequest request;
    request.judge = story.result.judge;
    request.name = kScoreName;
    request.orders = Orders::both;
    request.samples = story.options.samples;
    request.temperature = 1.0;
    request.seed = story.options.seed;
    request.selection = kPool;
    EGT_ASSIGN(const ScoreResult scored, runJob<ScoreResult>(story.engine, request));
    story.result.score_run = scored.run;
    return {};
}

/// The five arms. All subsets have the size of the low-entropy one; every cut is within each kind of question.
std::vector<Arm> plannedArms() {
    const auto arm = [](std::string name, std::string what, std::string selection, bool ordered = false) {
        Arm out;
        out.name = std::move(name);
        out.what = std::move(what);
        out.selection = std::move(selection);
        out.ordered = ordered;
        return out;
    };
    return {arm("all pairs", "Every pair, random order.", kPool),
            arm("random subset", "A random subset of the same size, random order.", "random subset"),
            arm("low entropy, random order", "The lowest entropy within each kind, random order.", "low entropy"),
            arm("low entropy, low to high", "The same pairs, from low to high entropy.", "low entropy", true),
            arm("high confidence in the label", "The highest P(labelled answer) within each kind, random order.",
                "high confidence")};
}

/// Flags the most suspicious pairs, and notes where the global cut of the report's histogram lies.
Result<void> flagAndCut(Story& story) {
    EGT_ASSIGN(const ColumnsPtr columns, story.engine.columns(story.result.score_run));
    const curation::SortedColumn entropy(*columns->find("mean_entropy"), columns->rows);
    story.result.cut = entropy.quantile(story.options.keep);
    for (const FlagRule rule : {FlagRule::uncertain, FlagRule::contradicted}) {
        curation::FlagLimit limit;
        limit.share = curation::kDefaultFlagShare;
        EGT_ASSIGN(const std::vector<FlagRecord> flags, curation::flagPairs(*columns, rule, limit));
        EGT_TRY(story.engine.setFlags(rule, story.result.score_run, flags));
    }
    return {};
}

Result<void> cut(Story& story) {
    EGT_TRY(begin(story, "Cuts and flags"));
    Engine& engine = story.engine;
    const double keep = story.options.keep;
    curation::SelectionRule rule = poolRule();
    rule.run = story.result.score_run;
    rule.keep = curation::KeepStep{"mean_entropy", keep, curation::Keep::lowest, "source"};
    EGT_TRY(saveRule(engine, "low entropy", rule));
    rule.keep = curation::KeepStep{"p_label", keep, curation::Keep::highest, "source"};
    EGT_TRY(saveRule(engine, "high confidence", rule));
    EGT_ASSIGN(const std::vector<PairId> kept, engine.selectionPairs("low entropy"));
    EGT_ASSIGN(std::vector<PairId> pool, engine.selectionPairs(kPool));
    Random random(mixSeed(story.options.seed, 77));
    random.shuffle(pool);
    pool.resize(kept.size());
    std::sort(pool.begin(), pool.end());
    curation::SelectionRule drawn;
    drawn.pairs = pool;
    EGT_TRY(engine.saveSelection("random subset", curation::ruleToJson(drawn), pool));
    return flagAndCut(story);
}

Result<void> trainArm(Story& story, Arm& arm, std::int32_t k) {
    TrainRequest request;
    request.judge = story.result.judge;
    TrainConfig& config = request.config;
    config.name = arm.name + ", seed " + std::to_string(k + 1);
    if (const RunId done = finishedRun(story.engine, RunKind::train, config.name); done != 0) {
        arm.runs.push_back(done);
        return {};
    }
    config.selection = arm.selection;
    config.score_run = story.result.score_run;
    config.order = arm.ordered ? CurriculumOrder::low_to_high : CurriculumOrder::random;
    config.steps = story.options.train_steps;
    config.learning_rate = story.options.learning_rate;
    config.seed = 1000 * story.options.seed + static_cast<std::uint64_t>(k);
    config.eval_every = std::max<std::int64_t>(1, story.options.train_steps / 4);
    config.eval_pairs = 150;
    config.checkpoint_every = story.options.train_steps;
    config.keep_checkpoints = 1;
    EGT_ASSIGN(const TrainResult trained, runJob<TrainResult>(story.engine, request));
    arm.runs.push_back(trained.run);
    return {};
}

Result<void> trainArms(Story& story) {
    EGT_TRY(begin(story, "Stage 3: GRPO arms"));
    story.result.arms = plannedArms();
    for (Arm& arm : story.result.arms)
        for (std::int32_t k = 0; k < story.options.arm_seeds; ++k) {
            EGT_TRY(trainArm(story, arm, k));
            if (story.control.checkpoint() != StopKind::none)
                return fail("demo.stopped", EGT_TEXT("engine", "The demo was stopped. The same command continues it."));
        }
    return {};
}

/// Held-out correctness per pair of one judge. The run's verdict file is the source.
Result<std::map<PairId, double>> heldOut(Story& story, const std::string& judge, bool blank) {
    EvalRequest request;
    request.judge = judge;
    request.selection = "heldout";
    request.blank_images = blank;
    EGT_ASSIGN(const EvaluationRecord record, runJob<EvaluationRecord>(story.engine, request));
    return readVerdicts(fs::path(story.result.project) / "runs" / std::to_string(record.run) / "verdicts.jsonl");
}

Result<void> evaluate(Story& story) {
    EGT_TRY(begin(story, "Held-out accuracy"));
    EGT_ASSIGN(const auto start, heldOut(story, story.result.judge, false));
    EGT_ASSIGN(const auto blank, heldOut(story, story.result.judge, true));
    story.result.start_accuracy = accuracyOf(start);
    story.result.blank_accuracy = accuracyOf(blank);
    for (Arm& arm : story.result.arms) {
        for (const RunId run : arm.runs) {
            EGT_ASSIGN(const auto checkpoints, story.engine.checkpoints(run));
            if (checkpoints.empty())
                return fail("demo.no_checkpoint", EGT_TEXT("engine", "Run %1 left no checkpoint."),
                            {std::to_string(run)});
            EGT_ASSIGN(const auto correct, heldOut(story, checkpoints.back().path, false));
            arm.seed_accuracies.push_back(accuracyOf(correct).value);
            for (const auto& [pair, value] : correct)
                arm.correct[pair] += value / static_cast<double>(arm.runs.size());
        }
    }
    compareArms(story.result.arms, kReferenceArm, start);
    story.result.order_effect =
        pairedWith(story.result.arms.at(kOrderedArm).correct, story.result.arms.at(kUnorderedArm).correct);
    return {};
}

/// The truth is read here and nowhere earlier.
Result<void> measure(Story& story) {
    EGT_TRY(begin(story, "Measures"));
    EGT_ASSIGN(const auto truth, readTruth(story.path("world") / "truth.jsonl"));
    EGT_ASSIGN(story.result.scores, measureScores(story.engine, story.result.score_run, truth));
    for (Arm& arm : story.result.arms) {
        EGT_ASSIGN(const std::vector<PairId> ids, story.engine.selectionPairs(arm.selection));
        EGT_ASSIGN(const std::vector<PairRecord> pairs, story.engine.pairs(ids));
        arm.pairs = static_cast<std::int64_t>(pairs.size());
        for (const PairRecord& pair : pairs) {
            const auto known = truth.find(pair.source_id);
            arm.flipped += known != truth.end() && known->second.flipped ? 1 : 0;
        }
    }
    return {};
}

Result<void> exportAndReport(Story& story) {
    EGT_TRY(begin(story, "Export and report"));
    ExportRequest request;
    request.selection = "low entropy";
    request.format = "trl";
    request.entropy_order = true;
    request.score_run = story.result.score_run;
    request.out = story.path("export").string();
    std::error_code code;
    fs::remove_all(request.out, code); // our own, from an earlier attempt
    EGT_ASSIGN(const ExportResult exported, runJob<ExportResult>(story.engine, request));
    story.result.exported = exported.rows;
    story.result.export_folder = request.out;
    story.result.report = story.path("report.html").string();
    story.result.seconds.back().second = steadySeconds() - story.started;
    return writeFileAtomically(story.result.report, reportHtml(story.options, story.result, story.engine));
}

Json estimateJson(const Estimate& e) {
    return Json::array({e.low, e.high});
}

} // namespace

DemoOptions DemoOptions::make(bool quick, std::uint64_t seed, fs::path out) {
    DemoOptions options;
    options.out = std::move(out);
    options.quick = quick;
    options.seed = seed;
    if (quick) {
        options.pairs = 600;
        options.heldout = 200;
        options.traces = 3000;
        options.train_steps = 12;
        options.arm_seeds = 1;
    }
    return options;
}

Json DemoResult::toJson() const {
    Json deciles = Json::array();
    for (const Estimate& d : scores.deciles)
        deciles.push_back(d.value);
    Json list = Json::array();
    for (const Arm& arm : arms)
        list.push_back({{"name", arm.name},
                        {"pairs", arm.pairs},
                        {"accuracy", arm.accuracy.value},
                        {"low", arm.accuracy.low},
                        {"high", arm.accuracy.high},
                        {"difference", arm.difference.value},
                        {"difference_low", arm.difference.low},
                        {"difference_high", arm.difference.high},
                        {"gain", arm.gain.value},
                        {"gain_low", arm.gain.low},
                        {"gain_high", arm.gain.high}});
    return {{"project", project},
            {"judge", judge},
            {"pairs", scores.pairs},
            {"scored", scores.pairs},
            {"accuracy_by_decile", deciles},
            {"spearman_entropy_correct", scores.spearman.value},
            {"spearman_interval", estimateJson(scores.spearman)},
            {"auroc_wrong", scores.auroc_wrong},
            {"auroc_flipped", scores.auroc_flipped},
            {"blank_image_accuracy", blank_accuracy.value},
            {"start_accuracy", start_accuracy.value},
            {"arms", list},
            {"report", report},
            {"export", export_folder}};
}

Result<DemoResult> runDemo(const DemoOptions& options, Engine& engine, Control& control, const ChapterSink& chapter) {
    Story story{options, engine, control, chapter, {}, 0, 0};
    EGT_TRY(makeFolder(options.out));
    EGT_TRY(makeWorld(story));
    EGT_TRY(importPairs(story));
    EGT_TRY(teach(story));
    EGT_TRY(score(story));
    EGT_TRY(cut(story));
    EGT_TRY(trainArms(story));
    EGT_TRY(evaluate(story));
    EGT_TRY(measure(story));
    EGT_TRY(exportAndReport(story));
    return std::move(story.result);
}

} // namespace egt::demo
