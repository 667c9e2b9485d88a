// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/run_recorder.h"

#include <utility>

#include "base/clock.h"

namespace egt::jobs {

namespace {
constexpr double kProgressSeconds = 0.1; // ten progress events a second are enough for any eye
}

RunRecorder::RunRecorder(RunId id, std::shared_ptr<Project> project, EventLog& log, Hooks hooks)
    : m_id(id), m_project(std::move(project)), m_log(log), m_hooks(std::move(hooks)) {}

void RunRecorder::tell(EventBody body) {
    m_log.post(m_project, m_id, std::move(body));
    m_log.flush();
}

void RunRecorder::keep(const Result<void>& written) {
    // A pipeline can't lose data silently: the next boundary stops it, and the run fails with this error.
    if (!written) m_log.setStoreError(m_id, written.error());
}

void RunRecorder::progress(const ProgressEvent& progress) {
    m_hooks.progress(progress);
    const double now = steadySeconds();
    const bool last = progress.total > 0 && progress.done >= progress.total;
    if (now - m_last_progress < kProgressSeconds && !last && progress.phase == m_last_phase) return;
    m_last_progress = now;
    m_last_phase = progress.phase;
    tell(progress);
}

void RunRecorder::metrics(const std::vector<MetricPoint>& points) {
    keep(m_project->appendMetrics(m_id, points));
    tell(MetricsEvent{points});
}

void RunRecorder::sample(const SampleRecord& sample) {
    SampleRecord own = sample;
    own.run = m_id;
    keep(m_project->addSample(own));
    tell(SampleEvent{std::move(own)});
}

void RunRecorder::checkpointWritten(const CheckpointRecord& checkpoint) {
    CheckpointRecord own = checkpoint;
    own.run = m_id;
    keep(m_project->addCheckpoint(own));
    tell(CheckpointEvent{std::move(own)});
}

void RunRecorder::evaluation(const EvaluationRecord& evaluation) {
    EvaluationRecord own = evaluation;
    own.run = m_id;
    keep(m_project->addEvaluation(own));
    tell(EvaluationEvent{own});
}

void RunRecorder::note(const NoteEvent& note) {
    tell(note);
}

void RunRecorder::dataChanged(const std::string& what) {
    m_log.post(m_project, 0, DataEvent{what});
    m_log.flush();
}

} // namespace egt::jobs
