// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "samples.h"

namespace egt::test {
namespace {

class Runs : public testing::Test {
protected:
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
};

TEST_F(Runs, ComeBackEqual) {
    RunRecord run{0, RunKind::train, "low first", RunState::queued, "{}", "/j", "abc", 1, 40, 10, 20, 30, "", "", {}};
    run.id = must(project->addRun(run));
    EXPECT_EQ(must(project->run(run.id)), run);
    run.state = RunState::done;
    run.result = R"({"steps":40})";
    must(project->updateRun(run));
    EXPECT_EQ(must(project->runs()), std::vector<RunRecord>{run});
    run.id = 9;
    EXPECT_EQ(codeOf(project->updateRun(run)), "store.no_run");
    EXPECT_EQ(codeOf(project->run(9)), "store.no_run");
    EXPECT_TRUE(std::filesystem::is_directory(project->runFolder(1)));
}

TEST_F(Runs, EventsComeBackEqualAndProgressIsNotKept) {
    const RunId run = addScoreRun(*project);
    const std::vector<Event> events = {
        {run, 1, 100, StateEvent{RunState::running, "", ""}},
        {run, 3, 120, MetricsEvent{{{1, "loss", 0.5}, {1, "reward", 0.25}}}},
        {run, 4, 130, NoteEvent{"stage", 1, "Stage %1", {"2"}}},
        {run, 5, 140, CheckpointEvent{{run, 1, "/c", 10, 0.5, 99}}},
    };
    must(project->appendEvent(events[0]));
    must(project->appendEvent({run, 2, 110, ProgressEvent{1, 2, "pairs", "", 1, 1}}));
    for (std::size_t i = 1; i < events.size(); ++i)
        must(project->appendEvent(events[i]));
    must(project->appendEvent({0, 1, 150, DataEvent{"pairs"}}));
    EXPECT_EQ(must(project->eventsSince(run, 0)), events);
    EXPECT_EQ(must(project->eventsSince(run, 3)), std::vector<Event>(events.begin() + 2, events.end()));
    EXPECT_EQ(must(project->lastEventSeq(run)), 5);
    EXPECT_EQ(must(project->lastEventSeq(0)), 1);
    EXPECT_EQ(must(project->lastEventSeq(99)), 0);
    EXPECT_FALSE(project->appendEvent(events[0]).has_value()) << "a sequence number is used once";
}

TEST_F(Runs, MetricsReplaceAndKeepNaN) {
    const RunId run = addScoreRun(*project);
    must(project->appendMetrics(run, {{1, "loss", 2.0}, {2, "loss", 1.0}, {2, "kl", std::nan("")}}));
    must(project->appendMetrics(run, {{2, "loss", 0.5}}));
    const std::vector<MetricPoint> points = must(project->metrics(run, 1));
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0].name, "kl");
    EXPECT_TRUE(std::isnan(points[0].value));
    EXPECT_EQ(points[1], (MetricPoint{2, "loss", 0.5}));
    EXPECT_FALSE(project->appendMetrics(99, {{1, "loss", 1}}).has_value()) << "no such run";
}

TEST_F(Runs, WhatATrainingLeavesComesBackEqualAndIsForgottenAfterAStep) {
    const RunId run = addScoreRun(*project);
    const SampleRecord sample{run, 10, 1, 5, "<think>é", {7, 9}, {0.5F, 0.25F}, Verdict::b, 1.5};
    SampleRecord later = sample;
    later.step = 20;
    const CheckpointRecord checkpoint{run, 10, "/ck/10", 1234, 0.75, 99};
    const CheckpointRecord plain{run, 20, "/ck/20", 1234, std::nullopt, 100};
    const EvaluationRecord evaluation{run, 20, 200, 0.7, 0.6, 0.8, 0.9, 0.5, 0.01};
    must(project->addSample(sample));
    must(project->addSample(later));
    must(project->addCheckpoint(checkpoint));
    must(project->addCheckpoint(plain));
    must(project->addEvaluation(evaluation));
    must(project->appendMetrics(run, {{10, "loss", 1}, {20, "loss", 2}}));
    EXPECT_EQ(must(project->samples(run)), (std::vector<SampleRecord>{sample, later}));
    EXPECT_EQ(must(project->checkpoints(run)), (std::vector<CheckpointRecord>{checkpoint, plain}));
    EXPECT_EQ(must(project->evaluations(run)), std::vector<EvaluationRecord>{evaluation});
    must(project->truncateRun(run, 10));
    EXPECT_EQ(must(project->samples(run)), std::vector<SampleRecord>{sample});
    EXPECT_EQ(must(project->checkpoints(run)), std::vector<CheckpointRecord>{checkpoint});
    EXPECT_TRUE(must(project->evaluations(run)).empty());
    EXPECT_EQ(must(project->metrics(run, 0)).size(), 1U);
    must(project->removeCheckpoint(run, 10));
    EXPECT_TRUE(must(project->checkpoints(run)).empty());
}

TEST_F(Runs, TrainedPairsAddUp) {
    EXPECT_TRUE(must(project->trainedPairs("w")).empty());
    must(project->addTrainedPairs("w", {5, 3}));
    must(project->addTrainedPairs("w", {4, 3, 900}));
    EXPECT_EQ(must(project->trainedPairs("w")), (std::vector<PairId>{3, 4, 5, 900}));
    EXPECT_TRUE(must(project->trainedPairs("v")).empty());
}

TEST_F(Runs, WhatADeadProcessLeftRunningIsInterrupted) {
    std::vector<RunId> ids;
    for (int state = 0; state <= 9; ++state)
        ids.push_back(addScoreRun(*project, static_cast<RunState>(state)));
    project.reset();
    project = must(Project::open(temp / "p.egt", true));
    EXPECT_EQ(must(project->run(ids[1])).state, RunState::running) << "a reader changes nothing";
    project.reset();
    project = must(Project::open(temp / "p.egt", false));
    for (int state = 0; state <= 9; ++state) {
        const auto before = static_cast<RunState>(state);
        const bool active = state <= static_cast<int>(RunState::stopping);
        EXPECT_EQ(must(project->run(ids[static_cast<std::size_t>(state)])).state,
                  active ? RunState::interrupted : before);
    }
}

} // namespace
} // namespace egt::test
