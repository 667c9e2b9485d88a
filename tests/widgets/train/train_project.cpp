// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_project.h"

#include <cmath>
#include <fstream>
#include <random>
#include <stdexcept>

#include "base/json.h"
#include "records/serialize.h"
#include "store/project.h"

namespace egt::test {

namespace {

template <class T> auto must(T result) {
    if (!result) throw std::runtime_error(result.error().message());
    if constexpr (!std::is_void_v<typename T::value_type>) return std::move(*result);
}

constexpr std::int64_t kBegun = 1763900000000;

void addPairs(Project& project, TrainProject& out, int count) {
    std::filesystem::create_directories(out.folder / "images");
    std::vector<PairRecord> pairs;
    for (int i = 0; i < count; ++i) {
        PairRecord pair;
        pair.source_id = "p" + std::to_string(i);
        pair.source = i % 3 == 0 ? "wild" : "charts";
        pair.question =
            i % 2 == 0 ? "Which kind of vegetable is long?" : "How many people are flying kites on the beach?";
        pair.answer_a = "There is one person flying a kite on the beach (" + std::to_string(i) + ").";
        pair.answer_b = "There appear to be several people engaged in kite flying, enjoying the breeze.";
        pair.label = i % 7 == 0 ? Label::b : Label::a;
        pair.split = i % 10 == 9 ? "heldout" : "";
        pair.content_hash = "hash" + std::to_string(i);
        const std::filesystem::path image = out.folder / "images" / ("img" + std::to_string(i % 50) + ".png");
        if (i % 40 == 3) {
            pair.images.push_back({"gone" + std::to_string(i) + ".png", "", 0, 0});
            ++out.without_image;
        } else {
            if (!std::filesystem::exists(image)) std::ofstream(image) << "not looked at " << i % 50;
            pair.images.push_back({image.filename().string(), image.string(), 8, 8});
        }
        pairs.push_back(pair);
    }
    ImportRecord draft;
    draft.file = "pairs.jsonl";
    draft.file_hash = "x";
    draft.format = "mm-rlhf";
    ImportRecord import = must(project.beginImport(draft));
    must(project.appendPairs(pairs, import));
    must(project.finishImport(import));
    out.pairs = count;
}

void addScores(Project& project, TrainProject& out) {
    RunRecord run;
    run.kind = RunKind::score;
    run.name = "Scores of the start judge";
    run.state = RunState::running;
    run.created_ms = kBegun;
    out.scores = must(project.addRun(run));
    must(project.planUnits(out.scores, {"{}"}));
    std::mt19937 random(11);
    std::gamma_distribution<double> entropy(3.0, 0.06);
    std::vector<ScoreRecord> scores;
    std::vector<ResponseRecord> responses;
    for (const PairId id : must(project.allPairs())) {
        ScoreRecord score;
        score.run = out.scores;
        score.pair = id;
        score.entropy.mean = static_cast<float>(entropy(random));
        score.p_label = 0.9f;
        score.vote_share = 1;
        score.agreement = 1;
        score.tokens = 20;
        score.responses = 1;
        score.verdict = 1;
        scores.push_back(score);
        ResponseRecord response;
        response.run = out.scores;
        response.pair = id;
        response.text = "<think>x</think><answer>1</answer>";
        response.verdict = Verdict::a;
        response.entropy = score.entropy;
        responses.push_back(response);
    }
    must(project.storeUnit(out.scores, 0, responses, scores));
    run = must(project.run(out.scores));
    run.state = RunState::done;
    run.done = run.total = out.pairs;
    must(project.updateRun(run));
}

SampleRecord sampleOf(RunId run, std::int64_t step, int probe, PairId pair) {
    SampleRecord sample;
    sample.run = run;
    sample.step = step;
    sample.probe = probe;
    sample.pair = pair;
    const std::pair<const char*, float> words[] = {{"The picture shows a", 0.05f},
                                                   {" salad", 0.8f},
                                                   {" with green", 0.3f},
                                                   {" beans,", 0.1f},
                                                   {" carrots", 1.4f},
                                                   {" and broccoli.", 0.2f},
                                                   {" Green beans are", 0.1f},
                                                   {" thin", 1.1f},
                                                   {" and long;", 0.4f},
                                                   {" a broccoli", 0.1f},
                                                   {" floret", 1.9f},
                                                   {" is round.", 0.6f},
                                                   {" So B", 2.4f},
                                                   {" is better.", 0.1f}};
    for (const auto& [text, entropy] : words) {
        sample.text += text;
        sample.token_ends.push_back(static_cast<std::uint32_t>(sample.text.size()));
        sample.entropies.push_back(entropy * (step < 200 ? 1.2f : 1.0f));
    }
    sample.verdict = Verdict::b;
    sample.reward = 1.5;
    return sample;
}

void addCurves(Project& project, RunId run, std::int64_t steps, bool bump, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const auto rise = [](double s) { return 1 / (1 + std::exp(-(s - 322) / 9)); };
    const double b = bump ? 1 : 0;
    std::vector<MetricPoint> points;
    for (std::int64_t step = 1; step <= steps; ++step) {
        const auto s = static_cast<double>(step);
        const double past = std::max(0.0, s - 322);
        points.push_back({step, "loss",
                          0.64 * std::exp(-s / 150) + 0.2 + 0.07 * b * rise(s) * std::exp(-past / 110) +
                              0.022 * normal(random) + (bump ? 0 : 0.05)});
        points.push_back({step, "reward",
                          0.58 + 0.8 * (1 - std::exp(-s / 170)) + 0.045 * normal(random) -
                              0.1 * b * rise(s) * std::exp(-past / 140) - (bump ? 0 : 0.07)});
        points.push_back({step, "entropy",
                          (bump ? 0.3 : 0.345) - 0.06 * (1 - std::exp(-s / 120)) +
                              0.13 * b * rise(s) * std::exp(-past / 260) + 0.013 * normal(random)});
        points.push_back({step, "grad_norm", std::exp(-0.2 - 0.9 * (1 - std::exp(-s / 90)) + 0.2 * normal(random))});
        points.push_back(
            {step, "learning_rate", s < 40 ? s / 40 * 2e-4 : 1e-4 * (1 + std::cos(M_PI * (s - 40) / 920))});
    }
    must(project.appendMetrics(run, points));
    for (std::int64_t step = 40; step <= steps; step += 40) {
        const double accuracy =
            0.752 + 0.108 * (1 - std::exp(-static_cast<double>(step) / 210)) + 0.004 * normal(random);
        must(project.addEvaluation({run, step, 200, accuracy, accuracy - 0.02, accuracy + 0.02, 0.9, 0.5, 0}));
        must(project.addCheckpoint({run, step, "/tmp/judges/" + std::to_string(run) + "-" + std::to_string(step),
                                    2'200'000, accuracy, kBegun + step * 1000}));
    }
}

RunId addTraining(Project& project, const TrainConfig& config, RunState state, std::int64_t done) {
    TrainRequest request;
    request.judge = "/tmp/judges/base";
    request.config = config;
    RunRecord run;
    run.kind = RunKind::train;
    run.name = config.name;
    run.state = RunState::queued;
    run.config = dumpJson(toJson(JobRequest(request)));
    run.judge = request.judge;
    run.created_ms = run.started_ms = kBegun;
    run.total = config.steps;
    run.id = must(project.addRun(run));
    run.state = state;
    run.done = done;
    run.ended_ms = kBegun + 3'600'000;
    must(project.updateRun(run));
    return run.id;
}

void tell(Project& project, RunId run, std::int64_t& seq, std::int64_t step, EventBody body) {
    must(project.appendEvent({run, ++seq, kBegun + step * 3000, std::move(body)}));
}

} // namespace

void addTrainRuns(Project& project, TrainProject& out) {
    TrainConfig config;
    config.name = "Random order";
    config.order = CurriculumOrder::random;
    config.steps = 960;
    out.random = addTraining(project, config, RunState::done, 960);
    addCurves(project, out.random, 960, false, 2);
    config.name = "Low to high";
    config.order = CurriculumOrder::low_to_high;
    config.stages = 3;
    out.low = addTraining(project, config, RunState::stopped, 588);
    addCurves(project, out.low, 588, true, 1);
    std::int64_t seq = 0;
    tell(project, out.low, seq, 0, StateEvent{RunState::running, {}, {}});
    tell(project, out.low, seq, 0, NoteEvent{"stage", 0, "Stage %1 of %2 began.", {"1", "3"}});
    tell(project, out.low, seq, 320, NoteEvent{"stage", 320, "Stage %1 of %2 began.", {"2", "3"}});
    tell(project, out.low, seq, 402, NoteEvent{"paused", 402, "Paused.", {}});
    tell(project, out.low, seq, 482, NoteEvent{"resumed", 402, "Continued.", {}});
    for (std::int64_t step = 80; step <= 588; step += 80)
        for (int probe = 0; probe < 3; ++probe)
            must(project.addSample(sampleOf(out.low, step, probe, probe + 1)));
    for (const CheckpointRecord& checkpoint : must(project.checkpoints(out.low)))
        if (checkpoint.step > 400) tell(project, out.low, seq, checkpoint.step, CheckpointEvent{checkpoint});
    tell(project, out.low, seq, 588, StateEvent{RunState::stopped, {}, {}});
}

TrainProject makeTrainProject(const std::filesystem::path& folder, int pairs) {
    TrainProject out;
    out.folder = folder / "demo.egt";
    auto project = must(Project::create(out.folder));
    addPairs(*project, out, pairs);
    addScores(*project, out);
    addTrainRuns(*project, out);
    must(project->saveSelection("low entropy", R"({"cut":{"column":"mean_entropy","high":0.2}})", [&] {
        std::vector<PairId> ids = must(project->allPairs());
        ids.resize(ids.size() / 2);
        return ids;
    }()));
    return out;
}

} // namespace egt::test
