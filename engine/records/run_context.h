// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/control.h"
#include "records/events.h"
#include "records/records.h"

namespace egt {

/// What a pipeline gets beside its request: who may stop it, and where its story goes. Implemented by the engine
/// (stores and streams) and by tests (collects). Called on the thread that runs the pipeline.
class RunContext : public Control {
public:
    [[nodiscard]] virtual RunId id() const = 0;
    virtual void progress(const ProgressEvent& progress) = 0;
    /// Stored before it is streamed. All points of one step in one call.
    virtual void metrics(const std::vector<MetricPoint>& points) = 0;
    virtual void sample(const SampleRecord& sample) = 0;
    virtual void checkpointWritten(const CheckpointRecord& checkpoint) = 0;
    virtual void evaluation(const EvaluationRecord& evaluation) = 0;
    virtual void note(const NoteEvent& note) = 0;
    virtual void dataChanged(const std::string& what) = 0;
};

} // namespace egt
