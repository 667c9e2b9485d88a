// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "api/engine.h"
#include "api/ml_backend.h"
#include "base/files.h"
#include "jobs/local_engine.h"
#include "records/run_context.h"
#include "support/temp_folder.h"

namespace egt::test {

/// What the scripted judge does and what was seen of it.
struct Script {
    std::atomic<std::int64_t> steps = 20;
    std::function<void(std::int64_t step, RunContext& run)> on_step; ///< called on the engine thread
    std::atomic<std::int64_t> calls = 0;                             ///< steps that were worked
    std::atomic<std::int64_t> infos = 0;
    std::atomic<std::int64_t> last_resume = -1; ///< ScoreRequest::resume as the backend got it
    std::atomic<int> told = 0;                  ///< StopKind that ended the last job
};

/// A project, an engine with a scripted judge, and everything that was streamed.
class JobsTest : public testing::Test {
protected:
    JobsTest();
    ~JobsTest() override;
    void restart(); ///< a new engine on the same project
    ScoreRequest scoreRequest() const;
    std::string writePairs(int rows) const; ///< a data file in the MM-RLHF layout
    std::vector<Event> streamed() const;
    std::vector<RunState> states(RunId run) const;
    RunState state(RunId run);
    bool reaches(RunId run, RunState state);

    TempFolder folder;
    std::string project;
    std::string judge;
    std::shared_ptr<Script> script = std::make_shared<Script>();
    std::unique_ptr<Engine> engine;

private:
    mutable std::mutex m_mutex;
    std::vector<Event> m_events;
};

/// Waits up to five seconds for the condition.
bool soon(const std::function<bool()>& condition);

} // namespace egt::test
