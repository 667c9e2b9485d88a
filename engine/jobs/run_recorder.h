// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "jobs/event_log.h"
#include "records/run_context.h"
#include "store/project.h"

namespace egt::jobs {

/// The RunContext of a real run: stores what a pipeline tells and streams it. Thread: the engine thread.
class RunRecorder final : public RunContext {
public:
    struct Hooks {
        std::function<StopKind()> boundary;                 ///< waits while paused, says who stops
        std::function<void(const ProgressEvent&)> progress; ///< every one, also those that are not streamed
        std::function<StopKind()> requested;                ///< without waiting
        std::function<bool()> paused;
    };
    RunRecorder(RunId id, std::shared_ptr<Project> project, EventLog& log, Hooks hooks);

    [[nodiscard]] RunId id() const override { return m_id; }
    StopKind checkpoint() override { return m_hooks.boundary(); }
    [[nodiscard]] StopKind requested() const override { return m_hooks.requested(); }
    [[nodiscard]] bool paused() const override { return m_hooks.paused(); }
    void progress(const ProgressEvent& progress) override;
    void metrics(const std::vector<MetricPoint>& points) override;
    void sample(const SampleRecord& sample) override;
    void checkpointWritten(const CheckpointRecord& checkpoint) override;
    void evaluation(const EvaluationRecord& evaluation) override;
    void note(const NoteEvent& note) override;
    void dataChanged(const std::string& what) override;

private:
    void tell(EventBody body);
    void keep(const Result<void>& written);

    RunId m_id;
    std::shared_ptr<Project> m_project;
    EventLog& m_log;
    Hooks m_hooks;
    double m_last_progress = -1;
    std::string m_last_phase;
};

} // namespace egt::jobs
