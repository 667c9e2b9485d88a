// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The engine thread: takes jobs in order, leads each through its states, lets short requests in between steps.
//
//   queued -> running <-> pausing, paused -> stopping -> done | stopped | failed | aborted

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/ml_backend.h"
#include "base/control.h"
#include "base/result.h"
#include "jobs/event_log.h"
#include "records/requests.h"
#include "store/project.h"

namespace egt::jobs {

/// Thread: every public member may be called from any thread.
class JobRunner {
public:
    /// `backend` null: libegt_ml.so is loaded when a job first needs it.
    JobRunner(EventLog& log, std::unique_ptr<MlBackend> backend, std::string ml_library);
    ~JobRunner(); ///< aborts what runs
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void attach(std::shared_ptr<Project> project);
    /// Stops everything as asked and returns when the engine thread no longer uses the project.
    void detach(StopKind kind);

    Result<RunId> submit(const JobRequest& request);
    Result<void> pause(RunId id);
    Result<void> resume(RunId id);
    Result<void> stop(RunId id, StopKind kind);
    std::vector<RunRecord> active();
    Result<JobResult> wait(RunId id);

    /// On the engine thread, between the steps of a running job, also while it is paused.
    Result<JudgeInfo> judgeInfo(const std::string& folder);
    Result<JudgeDetails> judgeDetails(const std::string& folder);
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest& request);
    Result<JudgeExport> judgeExport(const JudgeExportRequest& request);
    Result<RespondResult> judgeRespond(const RespondRequest& request);
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request);

private:
    /// Lets `body` use the backend on the engine thread and waits for its answer.
    template <class T> Result<T> onEngineThread(const std::function<Result<T>(MlBackend&)>& body);
    struct Job {
        RunRecord record;
        JobRequest request;
        std::shared_ptr<Project> project;
        bool pause = false;
        bool told = false; ///< the pipeline has seen the stop
        StopKind stop = StopKind::none;
        double paused_at = 0; ///< steady seconds; 0 = not paused
        std::string unit;
        double last_row = 0; ///< when the run's row was last written
    };
    using JobPtr = std::shared_ptr<Job>;

    void loop();
    void runTasks(std::unique_lock<std::mutex>& lock);
    void execute(const JobPtr& job);
    void finish(const JobPtr& job, Result<JobResult> result);
    void settle(const JobPtr& job, RunState state, Result<JobResult> result);
    StopKind boundary(const JobPtr& job);
    StopKind requested(const JobPtr& job);
    void progressed(const JobPtr& job, const ProgressEvent& progress);
    void enterPause(Job& job);
    void leavePause(Job& job);
    void change(Job& job, RunState state, bool write_row);
    JobPtr nextQueued();
    JobPtr find(RunId id);
    Result<MlBackend*> backend();

    EventLog& m_log;
    std::unique_ptr<MlBackend> m_own_backend;
    std::string m_ml_library;

    std::mutex m_mutex;              ///< guards what follows
    std::condition_variable m_wake;  ///< the engine thread has something to do
    std::condition_variable m_ended; ///< a job has ended
    std::shared_ptr<Project> m_project;
    std::deque<JobPtr> m_jobs; ///< active ones; the running one is in it
    std::map<RunId, Result<JobResult>> m_results;
    std::deque<std::function<void()>> m_tasks;
    bool m_quit = false;
    std::thread m_thread;
};

} // namespace egt::jobs
