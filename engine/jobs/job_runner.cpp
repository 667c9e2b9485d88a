// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_runner.h"

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include "base/clock.h"
#include "base/json.h"
#include "base/numbers.h"
#include "jobs/job_check.h"
#include "jobs/job_work.h"
#include "jobs/ml_loader.h"
#include "jobs/run_recorder.h"
#include "records/serialize.h"
#include "remote/address.h"

namespace egt::jobs {
namespace {

constexpr int kNice = 10;           // the window stays quick while the engine computes
constexpr double kRowSeconds = 2.0; // how often the run's row learns the progress

tl::unexpected<Error> notActive(RunId id) {
    return fail("job.not_active", EGT_TEXT("engine", "Run %1 is neither running nor waiting."), {std::to_string(id)});
}
Error stoppedError(RunState state) {
    if (state == RunState::aborted)
        return {"job.aborted", EGT_TEXT("engine", "The run was aborted. What it had finished is kept."), {}, {}, 0, {}};
    return {"job.stopped", EGT_TEXT("engine", "The run was stopped and saved; it can be continued."), {}, {}, 0, {}};
}

} // namespace

JobRunner::JobRunner(EventLog& log, std::unique_ptr<MlBackend> backend, std::string ml_library)
    : m_log(log), m_own_backend(std::move(backend)), m_ml_library(std::move(ml_library)), m_thread([this] { loop(); }) {
}

JobRunner::~JobRunner() {
    detach(StopKind::abort);
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void JobRunner::attach(std::shared_ptr<Project> project) {
    const std::lock_guard lock(m_mutex);
    m_project = std::move(project);
    m_results.clear();
}

void JobRunner::detach(StopKind kind) {
    std::vector<RunId> ids;
    {
        const std::lock_guard lock(m_mutex);
        m_project.reset(); // nothing new can be submitted
        for (const JobPtr& job : m_jobs)
            ids.push_back(job->record.id);
    }
    // Last first, so that no queued job starts when the one before it stops.
    const StopKind asked = kind == StopKind::none ? StopKind::save : kind;
    for (auto id = ids.rbegin(); id != ids.rend(); ++id)
        if (const auto stopped = stop(*id, asked); !stopped) continue; // it has ended meanwhile
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [this] { return m_jobs.empty(); });
    lock.unlock();
    m_log.flush();
}

// --- asked from outside
// -----------------------------------------------------------------------------------------------
Result<RunId> JobRunner::submit(const JobRequest& request) {
    std::shared_ptr<Project> project;
    {
        const std::lock_guard lock(m_mutex);
        project = m_project;
    }
    if (project == nullptr) return fail("store.not_open", EGT_TEXT("engine", "No project is open. Open one first."));
    if (project->readOnly())
        return fail("store.read_only",
                    EGT_TEXT("engine", "The project %1 is open for reading only, so no job can run in it."),
                    {project->folder().string()}, project->folder().string());
    auto job = std::make_shared<Job>();
    job->project = project;
    EGT_ASSIGN(job->request, checked(request, *project));

    // One submit at a time: two equal requests must not continue the same run.
    std::unique_lock lock(m_mutex);
    if (m_project != project) return fail("store.not_open", EGT_TEXT("engine", "The project was closed."));
    EGT_ASSIGN(std::optional<RunRecord> earlier, runToContinue(job->request, *project));
    if (earlier && find(earlier->id) != nullptr)
        return fail("job.active", EGT_TEXT("engine", "Run %1 is already at work on this."),
                    {std::to_string(earlier->id)});
    job->record = earlier ? *earlier : newRun(job->request);
    job->record.state = RunState::queued;
    job->record.ended_ms = 0;
    job->record.result.clear();
    job->record.error.clear();
    if (earlier) {
        EGT_ASSIGN(const std::int64_t seq, project->lastEventSeq(earlier->id));
        m_log.begin(earlier->id, seq);
        setResume(job->request, earlier->id);
        EGT_TRY(project->updateRun(job->record));
    } else {
        EGT_ASSIGN(job->record.id, project->addRun(job->record));
        m_log.begin(job->record.id, 0);
    }
    m_results.erase(job->record.id);
    m_jobs.push_back(job);
    m_log.post(project, job->record.id, StateEvent{RunState::queued, {}, {}});
    lock.unlock();
    m_wake.notify_all();
    m_log.flush();
    return job->record.id;
}

Result<void> JobRunner::pause(RunId id) {
    {
        const std::lock_guard lock(m_mutex);
        const JobPtr job = find(id);
        if (job == nullptr) return notActive(id);
        if (job->pause || job->stop != StopKind::none) return {};
        job->pause = true;
        if (job->record.state == RunState::queued) change(*job, RunState::paused, true);
        if (job->record.state == RunState::running) change(*job, RunState::pausing, false);
    }
    m_log.flush();
    return {};
}

Result<void> JobRunner::resume(RunId id) {
    {
        const std::lock_guard lock(m_mutex);
        const JobPtr job = find(id);
        if (job == nullptr) return notActive(id);
        if (!job->pause) return {};
        job->pause = false;
        if (job->record.state == RunState::pausing) change(*job, RunState::running, false);
        const bool waits_in_queue = job->record.state == RunState::paused && job->paused_at == 0;
        if (waits_in_queue) change(*job, RunState::queued, true);
    }
    m_wake.notify_all();
    m_log.flush();
    return {};
}

Result<void> JobRunner::stop(RunId id, StopKind kind) {
    JobPtr waiting;
    {
        const std::lock_guard lock(m_mutex);
        const JobPtr job = find(id);
        if (job == nullptr) return notActive(id);
        job->stop = std::max(job->stop, kind); // abort after save is abort
        const bool waits_in_queue =
            job->record.state == RunState::queued || (job->record.state == RunState::paused && job->paused_at == 0);
        if (waits_in_queue)
            waiting = job;
        else if (job->record.state != RunState::stopping)
            change(*job, RunState::stopping, false);
        if (waiting != nullptr) job->record.state = RunState::stopping; // nobody else takes it
    }
    m_wake.notify_all();
    m_log.flush();
    if (waiting != nullptr) {
        const RunState end = kind == StopKind::abort ? RunState::aborted : RunState::stopped;
        settle(waiting, end, fail(stoppedError(end)));
    }
    return {};
}

std::vector<RunRecord> JobRunner::active() {
    const std::lock_guard lock(m_mutex);
    std::vector<RunRecord> out;
    for (const JobPtr& job : m_jobs)
        out.push_back(job->record);
    return out;
}

Result<JobResult> JobRunner::wait(RunId id) {
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [&] { return find(id) == nullptr; });
    if (const auto found = m_results.find(id); found != m_results.end()) return found->second;
    const std::shared_ptr<Project> project = m_project;
    lock.unlock();
    if (project == nullptr) return fail("store.not_open", EGT_TEXT("engine", "No project is open. Open one first."));
    EGT_ASSIGN(const RunRecord run, project->run(id));
    if (!run.error.empty()) {
        EGT_ASSIGN(const Json error, parseJson(run.error));
        return fail(error.get<Error>());
    }
    if (run.state != RunState::done) return fail(stoppedError(run.state));
    EGT_ASSIGN(const Json result, parseJson(run.result));
    return resultFromJson(result);
}

template <class T> Result<T> JobRunner::onEngineThread(const std::function<Result<T>(MlBackend&)>& body) {
    std::promise<Result<T>> promise;
    auto answer = promise.get_future();
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.emplace_back([&] {
            auto ml = backend();
            promise.set_value(ml ? body(**ml) : Result<T>(fail(std::move(ml).error())));
        });
    }
    m_wake.notify_all();
    return answer.get();
}

Result<JudgeInfo> JobRunner::judgeInfo(const std::string& folder) {
    return onEngineThread<JudgeInfo>([&](MlBackend& ml) { return ml.judgeInfo(folder); });
}

Result<JudgeDetails> JobRunner::judgeDetails(const std::string& folder) {
    return onEngineThread<JudgeDetails>([&](MlBackend& ml) { return ml.judgeDetails(folder); });
}

Result<JudgeCheck> JobRunner::judgeCheck(const JudgeCheckRequest& request) {
    return onEngineThread<JudgeCheck>([&](MlBackend& ml) { return ml.judgeCheck(request); });
}

Result<JudgeExport> JobRunner::judgeExport(const JudgeExportRequest& request) {
    return onEngineThread<JudgeExport>([&](MlBackend& ml) { return ml.judgeExport(request); });
}

Result<RespondResult> JobRunner::judgeRespond(const RespondRequest& request) {
    return onEngineThread<RespondResult>([&](MlBackend& ml) { return ml.respond(request); });
}

Result<ScoreEstimate> JobRunner::scoreEstimate(const ScoreRequest& request) {
    std::shared_ptr<Project> project;
    {
        const std::lock_guard lock(m_mutex);
        project = m_project;
    }
    if (project == nullptr) return fail("store.not_open", EGT_TEXT("engine", "No project is open. Open one first."));
    if (remote::isServer(request.judge))
        return fail(
            "score.no_estimate",
            EGT_TEXT("engine", "What a server will take is not known beforehand. Estimate with a judge in a folder."),
            {}, {}, 0, "judge");
    EGT_ASSIGN(const JobRequest checked_request, checked(request, *project));
    EGT_ASSIGN(const std::optional<RunRecord> earlier, runToContinue(checked_request, *project));
    const RunId continued = earlier ? earlier->id : 0;
    return onEngineThread<ScoreEstimate>(
        [&](MlBackend& ml) { return ml.scoreEstimate(std::get<ScoreRequest>(checked_request), continued, *project); });
}

// --- the engine thread
// ------------------------------------------------------------------------------------------------
void JobRunner::loop() {
    // On Linux the id of a thread works like that of a process here; threads that torch starts later inherit it.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
    std::unique_lock lock(m_mutex);
    while (true) {
        runTasks(lock);
        if (const JobPtr job = nextQueued()) {
            job->record.started_ms = job->record.started_ms == 0 ? nowMs() : job->record.started_ms;
            change(*job, RunState::running, true);
            lock.unlock();
            m_log.flush();
            execute(job);
            lock.lock();
            continue;
        }
        if (m_quit) return;
        m_wake.wait(lock, [this] { return m_quit || !m_tasks.empty() || nextQueued() != nullptr; });
    }
}

void JobRunner::runTasks(std::unique_lock<std::mutex>& lock) {
    while (!m_tasks.empty()) {
        const auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

void JobRunner::execute(const JobPtr& job) {
    Result<JobResult> result = [&] { // the recorder lets go of the project before the job counts as ended
        RunRecorder recorder(job->record.id, job->project, m_log,
                             {[this, job] { return boundary(job); },
                              [this, job](const ProgressEvent& progress) { progressed(job, progress); },
                              [this, job] { return requested(job); },
                              [this, job] {
                                  const std::lock_guard lock(m_mutex);
                                  return job->pause;
                              }});
        return doWork(job->request, *job->project, recorder, [this] { return backend(); });
    }();
    finish(job, std::move(result));
}

StopKind JobRunner::boundary(const JobPtr& job) {
    if (m_log.storeError(job->record.id)) return StopKind::abort;
    std::unique_lock lock(m_mutex);
    while (true) {
        runTasks(lock);
        if (job->stop != StopKind::none) {
            job->told = true;
            return job->stop;
        }
        if (!job->pause) {
            if (job->paused_at == 0) return StopKind::none;
            leavePause(*job);
        } else if (job->paused_at == 0) {
            enterPause(*job);
        } else {
            m_wake.wait(lock, [&] { return !job->pause || job->stop != StopKind::none || !m_tasks.empty(); });
            continue;
        }
        lock.unlock();
        m_log.flush();
        lock.lock();
    }
}

StopKind JobRunner::requested(const JobPtr& job) {
    if (m_log.storeError(job->record.id)) return StopKind::abort;
    const std::lock_guard lock(m_mutex);
    return job->stop;
}

void JobRunner::enterPause(Job& job) {
    job.paused_at = steadySeconds();
    change(job, RunState::paused, true);
    m_log.post(job.project, job.record.id, NoteEvent{"paused", job.record.done, EGT_TEXT("engine", "Paused."), {}});
}

void JobRunner::leavePause(Job& job) {
    const double seconds = steadySeconds() - job.paused_at;
    job.paused_at = 0;
    change(job, RunState::running, true);
    m_log.post(job.project, job.record.id,
               NoteEvent{"resumed",
                         job.record.done,
                         EGT_TEXT("engine", "Continued after a pause of %1 s."),
                         {fixedText(seconds, 1)}});
}

void JobRunner::progressed(const JobPtr& job, const ProgressEvent& progress) {
    const std::lock_guard lock(m_mutex);
    job->record.done = progress.done;
    job->record.total = progress.total;
    const double now = steadySeconds();
    if (now - job->last_row < kRowSeconds) return;
    job->last_row = now;
    m_log.post(job->project, job->record.id, progress, job->record);
}

void JobRunner::finish(const JobPtr& job, Result<JobResult> result) {
    RunState end = result ? RunState::done : RunState::failed;
    if (const auto lost = m_log.storeError(job->record.id)) {
        end = RunState::failed;
        result = fail(*lost);
    }
    const std::string code = result ? std::string() : result.error().code;
    const bool stopped = job->told && (result || code == "job.stopped" || code == "job.aborted");
    if (stopped) {
        const std::lock_guard lock(m_mutex);
        end = job->stop == StopKind::abort ? RunState::aborted : RunState::stopped;
    }
    settle(job, end, std::move(result));
}

void JobRunner::settle(const JobPtr& job, RunState state, Result<JobResult> result) {
    {
        const std::lock_guard lock(m_mutex);
        RunRecord& run = job->record;
        run.state = state;
        run.ended_ms = nowMs();
        if (result) run.result = dumpJson(toJson(*result));
        if (state == RunState::failed) run.error = dumpJson(Json(result.error()));
        if (state == RunState::done && run.total > 0) run.done = run.total;
        m_log.post(job->project, run.id, StateEvent{state, run.error, run.result}, run);
        m_log.post(job->project, 0, DataEvent{"runs"});
    }
    m_log.flush();
    {
        const std::lock_guard lock(m_mutex);
        const bool ended_well = state == RunState::done || state == RunState::failed;
        m_results.insert_or_assign(job->record.id, ended_well ? std::move(result) : fail(stoppedError(state)));
        std::erase(m_jobs, job);
        job->project.reset();
    }
    m_ended.notify_all();
}

// --- with m_mutex held
// ------------------------------------------------------------------------------------------------
void JobRunner::change(Job& job, RunState state, bool write_row) {
    // While a pipeline runs only the engine thread writes the run's row, because the pipeline writes there too.
    job.record.state = state;
    m_log.post(job.project, job.record.id, StateEvent{state, {}, {}},
               write_row ? std::optional(job.record) : std::nullopt);
}

JobRunner::JobPtr JobRunner::nextQueued() {
    const bool busy = std::any_of(m_jobs.begin(), m_jobs.end(),
                                  [](const JobPtr& job) { return job->record.state == RunState::running; });
    if (busy) return nullptr;
    for (const JobPtr& job : m_jobs)
        if (job->record.state == RunState::queued) return job;
    return nullptr;
}

JobRunner::JobPtr JobRunner::find(RunId id) {
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const JobPtr& j) { return j->record.id == id; });
    return found == m_jobs.end() ? nullptr : *found;
}

Result<MlBackend*> JobRunner::backend() {
    if (m_own_backend != nullptr) return m_own_backend.get();
    return loadMlBackend(m_ml_library);
}

} // namespace egt::jobs
