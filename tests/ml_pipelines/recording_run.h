// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "records/run_context.h"
#include "store/project.h"

namespace egt::test {

/// Stores what a job tells, as the engine does, and keeps it for the test. Stops the job when `stop_when` says so.
class RecordingRun final : public RunContext {
public:
    RecordingRun(Project& project, RunKind kind) : m_project(project) {
        RunRecord record;
        record.kind = kind;
        record.state = RunState::running;
        m_id = project.addRun(record).value();
    }
    /// Goes on with a run that is there already.
    RecordingRun(Project& project, RunId id) : m_project(project), m_id(id) {}

    StopKind checkpoint() override {
        ++polls;
        return stop_when ? stop_when(*this) : StopKind::none;
    }
    [[nodiscard]] RunId id() const override { return m_id; }
    void progress(const ProgressEvent& event) override { last_progress = event; }
    void metrics(const std::vector<MetricPoint>& points) override {
        all_metrics.insert(all_metrics.end(), points.begin(), points.end());
        if (!m_project.appendMetrics(m_id, points)) ++failures;
    }
    void sample(const SampleRecord& sample) override {
        samples.push_back(sample);
        if (!m_project.addSample(sample)) ++failures;
    }
    void checkpointWritten(const CheckpointRecord& checkpoint) override {
        checkpoints.push_back(checkpoint);
        if (!m_project.addCheckpoint(checkpoint)) ++failures;
    }
    void evaluation(const EvaluationRecord& evaluation) override {
        evaluations.push_back(evaluation);
        if (!m_project.addEvaluation(evaluation)) ++failures;
    }
    void note(const NoteEvent& note) override { notes.push_back(note); }
    void dataChanged(const std::string&) override {}

    [[nodiscard]] const MetricPoint* metric(std::int64_t step, const std::string& name) const {
        for (const MetricPoint& point : all_metrics)
            if (point.step == step && point.name == name) return &point;
        return nullptr;
    }

    std::function<StopKind(const RecordingRun&)> stop_when;
    std::int64_t polls = 0;
    std::int64_t failures = 0;
    ProgressEvent last_progress;
    std::vector<MetricPoint> all_metrics;
    std::vector<SampleRecord> samples;
    std::vector<CheckpointRecord> checkpoints;
    std::vector<EvaluationRecord> evaluations;
    std::vector<NoteEvent> notes;

private:
    Project& m_project;
    RunId m_id = 0;
};

} // namespace egt::test
