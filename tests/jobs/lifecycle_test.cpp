// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "jobs/fixture.h"
#include "records/serialize.h"

namespace egt::test {
namespace {

using namespace std::chrono_literals;
using enum RunState;

RunId submitted(const Result<RunId>& run) {
    EXPECT_TRUE(run) << run.error().message();
    return run.value_or(0);
}

class Lifecycle : public JobsTest {
protected:
    void slowly() {
        script->steps = 100'000;
        script->on_step = [](std::int64_t, RunContext&) { std::this_thread::sleep_for(1ms); };
    }
};

TEST_F(Lifecycle, RunsToItsEndAndStoresTheStory) {
    const RunId run = submitted(engine->submit(scoreRequest()));
    const auto result = engine->wait(run);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(std::get<ScoreResult>(*result).scored, 20);
    EXPECT_EQ(states(run), (std::vector{queued, running, done}));

    const auto record = engine->run(run);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->state, done);
    EXPECT_EQ(record->done, 20);
    EXPECT_GE(record->ended_ms, record->started_ms);
    EXPECT_EQ(resultFromJson(Json::parse(record->result)).value_or(JobResult{}), *result);
    EXPECT_EQ(requestFromJson(Json::parse(record->config)).value_or(JobRequest{}), JobRequest(scoreRequest()));

    // What was streamed and is worth keeping is what can be read again.
    std::vector<Event> kept = streamed();
    std::erase_if(kept, [&](const Event& e) { return e.run != run || std::holds_alternative<ProgressEvent>(e.body); });
    const auto stored = engine->eventsSince(run, 0);
    ASSERT_TRUE(stored);
    EXPECT_EQ(*stored, kept);
    for (std::size_t i = 0; i < kept.size(); ++i)
        EXPECT_EQ(kept[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(engine->eventsSince(run, 5)->front().seq, 6);
}

TEST_F(Lifecycle, PausesAtABoundaryAndContinues) {
    slowly();
    const RunId run = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(soon([&] { return script->calls > 3; }));
    ASSERT_TRUE(engine->pause(run));
    ASSERT_TRUE(reaches(run, paused));
    const auto at = script->calls.load();
    std::this_thread::sleep_for(30ms);
    EXPECT_EQ(script->calls, at);
    EXPECT_EQ(engine->activeRuns().size(), 1U);

    ASSERT_TRUE(engine->resume(run));
    EXPECT_TRUE(soon([&] { return script->calls > at; }));
    ASSERT_TRUE(engine->stop(run, StopKind::save));
    const auto result = engine->wait(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "job.stopped");
    EXPECT_EQ(states(run), (std::vector{queued, running, pausing, paused, running, stopping, stopped}));
    EXPECT_EQ(script->told, static_cast<int>(StopKind::save));

    std::vector<std::string> notes;
    for (const Event& event : streamed())
        if (const auto* note = std::get_if<NoteEvent>(&event.body)) notes.push_back(note->kind);
    EXPECT_EQ(notes, (std::vector<std::string>{"paused", "resumed"}));
}

TEST_F(Lifecycle, AbortReachesAPausedJobAndWinsOverSave) {
    slowly();
    const RunId run = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(soon([&] { return script->calls > 0; }));
    ASSERT_TRUE(engine->pause(run));
    ASSERT_TRUE(reaches(run, paused));
    ASSERT_TRUE(engine->stop(run, StopKind::abort));
    const auto late = engine->stop(run, StopKind::save); // it may have ended already
    EXPECT_EQ(late ? "job.not_active" : late.error().code, "job.not_active");
    EXPECT_EQ(engine->wait(run).error().code, "job.aborted");
    EXPECT_EQ(state(run), aborted);
    EXPECT_EQ(script->told, static_cast<int>(StopKind::abort));
    EXPECT_EQ(engine->pause(run).error().code, "job.not_active");
}

TEST_F(Lifecycle, JobsRunInOrderAndAWaitingOneCanBeTakenBack) {
    slowly();
    const RunId first = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(soon([&] { return script->calls > 0; }));
    EvalRequest eval;
    eval.judge = judge;
    const RunId second = submitted(engine->submit(eval));
    const RunId third = submitted(engine->submit(eval));
    EXPECT_EQ(state(second), queued);
    ASSERT_TRUE(engine->stop(third, StopKind::save));
    EXPECT_EQ(state(third), stopped);
    EXPECT_EQ(engine->activeRuns().size(), 2U);
    script->steps = 1;
    ASSERT_TRUE(engine->stop(first, StopKind::save));
    ASSERT_TRUE(engine->wait(second));
    EXPECT_EQ(states(second), (std::vector{queued, running, done}));
    EXPECT_EQ(states(third), (std::vector{queued, stopped}));
}

TEST_F(Lifecycle, APausedJobInTheQueueLetsOthersPass) {
    slowly();
    const RunId first = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(soon([&] { return script->calls > 0; }));
    EvalRequest eval;
    eval.judge = judge;
    const RunId second = submitted(engine->submit(eval));
    eval.batch = 2;
    const RunId third = submitted(engine->submit(eval));
    ASSERT_TRUE(engine->pause(second));
    script->steps = 1;
    ASSERT_TRUE(engine->stop(first, StopKind::save));
    ASSERT_TRUE(engine->wait(third));
    EXPECT_EQ(state(second), paused);
    ASSERT_TRUE(engine->resume(second));
    EXPECT_TRUE(engine->wait(second));
}

TEST_F(Lifecycle, TheSameScoringContinuesUnderItsOwnNumber) {
    script->on_step = [this](std::int64_t step, RunContext& run) {
        if (step != 6) return;
        EXPECT_TRUE(engine->stop(run.id(), StopKind::save));
    };
    const RunId run = submitted(engine->submit(scoreRequest()));
    EXPECT_EQ(engine->wait(run).error().code, "job.stopped");
    const auto before = engine->eventsSince(run, 0)->size();
    script->on_step = nullptr;

    EXPECT_EQ(submitted(engine->submit(scoreRequest())), run);
    const auto result = engine->wait(run);
    ASSERT_TRUE(result);
    EXPECT_EQ(std::get<ScoreResult>(*result).resumed, 7);
    EXPECT_EQ(script->last_resume, run);
    EXPECT_EQ(script->calls, script->steps) << "no step twice";
    const auto events = engine->eventsSince(run, 0);
    EXPECT_GT(events->size(), before);
    for (std::size_t i = 0; i < events->size(); ++i)
        EXPECT_EQ((*events)[i].seq, static_cast<std::int64_t>(i) + 1);

    // Done is done: the same request again is a new run, and so are other settings.
    EXPECT_NE(submitted(engine->submit(scoreRequest())), run);
    ScoreRequest other = scoreRequest();
    other.seed = 2;
    const RunId another = submitted(engine->submit(other));
    EXPECT_TRUE(engine->wait(another));
    other.resume = 999;
    EXPECT_FALSE(engine->submit(other)) << "there is no such run";
    EvalRequest eval;
    eval.judge = judge;
    const RunId evaluation = submitted(engine->submit(eval));
    EXPECT_TRUE(engine->wait(evaluation));
    other.resume = evaluation;
    EXPECT_EQ(engine->submit(other).error().code, "job.cannot_resume");
}

TEST_F(Lifecycle, FailuresAreKeptAndTheNextJobRuns) {
    script->on_step = [](std::int64_t step, RunContext&) {
        if (step == 2) throw std::runtime_error("boom");
    };
    const RunId run = submitted(engine->submit(scoreRequest()));
    const auto result = engine->wait(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "job.internal");
    EXPECT_NE(result.error().message().find("boom"), std::string::npos);
    EXPECT_EQ(states(run).back(), failed);
    EXPECT_EQ(Json::parse(engine->run(run)->error).get<Error>(), result.error());
    script->on_step = nullptr;
    restart();
    EXPECT_EQ(engine->wait(run).error(), result.error()) << "also after a restart";
    EXPECT_TRUE(engine->wait(submitted(engine->submit(EvalRequest{judge, "all", 64, false}))));
}

TEST_F(Lifecycle, NoMetricIsDroppedWhileProgressIsThinnedOut) {
    script->steps = 400;
    const RunId run = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(engine->wait(run));
    int metrics = 0;
    int progress = 0;
    for (const Event& event : streamed()) {
        metrics += std::holds_alternative<MetricsEvent>(event.body) ? 1 : 0;
        progress += std::holds_alternative<ProgressEvent>(event.body) ? 1 : 0;
    }
    EXPECT_EQ(metrics, 400);
    EXPECT_GE(progress, 1);
    EXPECT_LT(progress, 200);
    EXPECT_EQ(engine->metrics(run, 0)->size(), 400U);
    EXPECT_EQ(engine->metrics(run, 390)->size(), 10U);
}

TEST_F(Lifecycle, SmallQuestionsSlipInBetweenSteps) {
    slowly();
    const RunId run = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(soon([&] { return script->calls > 0; }));
    EXPECT_EQ(engine->judgeInfo(judge)->path, judge);
    EXPECT_EQ(state(run), running);
    ASSERT_TRUE(engine->pause(run));
    ASSERT_TRUE(reaches(run, paused));
    EXPECT_EQ(engine->judgeInfo(judge)->path, judge);
    EXPECT_EQ(script->infos, 2);
    EXPECT_EQ(state(run), paused);
    engine->close(StopKind::abort);
}

TEST_F(Lifecycle, ClosingSavesAndLetsGoOfTheProject) {
    slowly();
    const RunId run = submitted(engine->submit(scoreRequest()));
    const RunId waiting = submitted(engine->submit(EvalRequest{judge, "all", 64, false}));
    ASSERT_TRUE(soon([&] { return script->calls > 0; }));
    engine->close(StopKind::save);
    EXPECT_FALSE(engine->isOpen());
    EXPECT_EQ(script->told, static_cast<int>(StopKind::save));
    EXPECT_EQ(engine->submit(scoreRequest()).error().code, "store.not_open");
    const auto other = makeLocalEngine("none");
    ASSERT_TRUE(other->open(project, OpenMode::read_write)) << "the lock is free";
    EXPECT_EQ(other->run(run)->state, stopped);
    EXPECT_EQ(other->run(waiting)->state, stopped);
}

TEST_F(Lifecycle, AListenerMayAskTheEngine) {
    script->steps = 5;
    std::atomic<int> asked = 0;
    engine->setListener([&](const Event& event) {
        if (event.run == 0) return;
        asked += engine->activeRuns().size() <= 1 ? 1 : 0;
        if (std::holds_alternative<MetricsEvent>(event.body)) {
            EXPECT_TRUE(engine->pause(event.run));
            EXPECT_TRUE(engine->resume(event.run));
        }
    });
    const RunId run = submitted(engine->submit(scoreRequest()));
    ASSERT_TRUE(engine->wait(run));
    EXPECT_GE(asked, 7);
}

TEST_F(Lifecycle, ManyThreadsMayAskAtOnce) {
    slowly();
    const RunId run = submitted(engine->submit(scoreRequest()));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                EXPECT_TRUE(engine->info());
                EXPECT_TRUE(engine->columns(0));
                EXPECT_TRUE(engine->metrics(run, 0));
                if (t == 0) {
                    EXPECT_TRUE(engine->pause(run));
                }
                if (t == 0) {
                    EXPECT_TRUE(engine->resume(run));
                }
                if (t == 1) {
                    EXPECT_TRUE(engine->judgeInfo(judge));
                }
            }
        });
    for (auto& thread : threads)
        thread.join();
    ASSERT_TRUE(engine->stop(run, StopKind::save));
    EXPECT_EQ(engine->wait(run).error().code, "job.stopped");
}

} // namespace
} // namespace egt::test
