// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/fixture.h"

#include <chrono>
#include <filesystem>
#include <thread>

namespace egt::test {
namespace {

/// Works through steps as a real job would: asks at each boundary, tells progress and a metric.
class ScriptedJudge final : public MlBackend {
public:
    explicit ScriptedJudge(std::shared_ptr<Script> script) : m_script(std::move(script)) {}

    Result<JudgeInfo> judgeInfo(const std::string& path) override {
        ++m_script->infos;
        JudgeInfo info;
        info.path = path;
        return info;
    }
    Result<JudgeDetails> judgeDetails(const std::string&) override { return JudgeDetails{}; }
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest&) override { return JudgeCheck{}; }
    Result<JudgeExport> judgeExport(const JudgeExportRequest&) override { return JudgeExport{}; }
    Result<RespondResult> respond(const RespondRequest&) override { return RespondResult{}; }
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest&, RunId, Project&) override { return ScoreEstimate{}; }
    Result<SftResult> sft(const SftRequest& request, Project& /*project*/, RunContext& run) override {
        const std::int64_t done = work(run, 0);
        return SftResult{request.out, done, 0, 0, 0.5};
    }
    Result<ScoreResult> score(const ScoreRequest& request, Project& /*project*/, RunContext& run) override {
        m_script->last_resume = request.resume;
        const std::int64_t from = request.resume != 0 ? m_reached : 0;
        m_reached = work(run, from);
        return ScoreResult{run.id(), m_reached, from, 0, 0, 1.0};
    }
    Result<TrainResult> train(const TrainRequest& /*request*/, Project& /*project*/, RunContext& run) override {
        return TrainResult{run.id(), work(run, 0), {}, {}};
    }
    Result<EvaluationRecord> evaluate(const EvalRequest& /*request*/, Project& /*project*/, RunContext& run) override {
        EvaluationRecord record;
        record.pairs = work(run, 0);
        run.evaluation(record);
        return record;
    }

private:
    std::int64_t work(RunContext& run, std::int64_t from) {
        for (std::int64_t step = from; step < m_script->steps; ++step) {
            if (const StopKind stop = run.checkpoint(); stop != StopKind::none) {
                m_script->told = static_cast<int>(stop);
                return step;
            }
            ++m_script->calls;
            if (m_script->on_step) m_script->on_step(step, run);
            run.metrics({{step + 1, "loss", 1.0 / static_cast<double>(step + 1)}});
            run.progress({step + 1, m_script->steps, "steps", {}, 0, 0});
        }
        return m_script->steps;
    }

    std::shared_ptr<Script> m_script;
    std::int64_t m_reached = 0;
};

} // namespace

JobsTest::JobsTest() : project((folder / "p.egt").string()), judge((folder / "judge").string()) {
    std::filesystem::create_directories(judge);
    EXPECT_TRUE(writeFileAtomically(std::filesystem::path(judge) / "config.json", "{}"));
    restart();
}

JobsTest::~JobsTest() {
    engine.reset();
}

void JobsTest::restart() {
    engine.reset();
    engine = jobs::makeLocalEngineWith(std::make_unique<ScriptedJudge>(script));
    engine->setListener([this](const Event& event) {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(event);
    });
    const bool there = std::filesystem::exists(project);
    const auto opened = there ? engine->open(project, OpenMode::read_write) : engine->create(project);
    EXPECT_TRUE(opened) << opened.error().message();
}

ScoreRequest JobsTest::scoreRequest() const {
    ScoreRequest request;
    request.judge = judge;
    return request;
}

std::string JobsTest::writePairs(int rows) const {
    std::string text;
    for (int i = 0; i < rows; ++i) {
        const std::string n = std::to_string(i);
        text += R"({"id": "r)" + n + R"(", "prompt": "What is )" + n + R"(?", "chosen": "good )" + n +
                R"(", "rejected": "bad )" + n + R"(", "image": "images/)" + n + ".png\"}\n";
    }
    const std::string path = (folder / ("pairs" + std::to_string(rows) + ".jsonl")).string();
    EXPECT_TRUE(writeFileAtomically(path, text));
    return path;
}

std::vector<Event> JobsTest::streamed() const {
    const std::lock_guard lock(m_mutex);
    return m_events;
}

std::vector<RunState> JobsTest::states(RunId run) const {
    std::vector<RunState> out;
    for (const Event& event : streamed())
        if (const auto* change = std::get_if<StateEvent>(&event.body); change != nullptr && event.run == run)
            out.push_back(change->state);
    return out;
}

RunState JobsTest::state(RunId run) {
    const auto record = engine->run(run);
    EXPECT_TRUE(record) << record.error().message();
    return record ? record->state : RunState::failed;
}

bool JobsTest::reaches(RunId run, RunState wanted) {
    return soon([&] { return state(run) == wanted; });
}

bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 5000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

} // namespace egt::test
