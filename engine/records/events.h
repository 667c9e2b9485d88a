// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a running job tells. Every event carries (run, seq) and is stored, so that a window that opens later reads the
// same story with Engine::eventsSince.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "records/records.h"

namespace egt {

struct StateEvent {
    RunState state = RunState::queued;
    std::string error;  ///< JSON of Error when failed
    std::string result; ///< JSON of the job's result when done
    bool operator==(const StateEvent&) const = default;
};
struct ProgressEvent { ///< not stored one by one: the run row holds the last
    std::int64_t done = 0;
    std::int64_t total = 0; ///< 0 = unknown
    std::string unit;       ///< "pairs", "steps", "rows", "files"
    std::string phase;      ///< a word for people, English, may be empty
    double rate = 0;        ///< units per second
    double tokens_per_second = 0;
    double prompt_tokens_per_second = 0; ///< apart from the generated ones; 0 = not told
    double seconds_left = 0;             ///< 0 = what is left at this rate
    bool operator==(const ProgressEvent&) const = default;
};
struct MetricsEvent {
    std::vector<MetricPoint> points; ///< of one step
    bool operator==(const MetricsEvent&) const = default;
};
struct SampleEvent {
    SampleRecord sample;
    bool operator==(const SampleEvent&) const = default;
};
struct CheckpointEvent {
    CheckpointRecord checkpoint;
    bool operator==(const CheckpointEvent&) const = default;
};
struct EvaluationEvent {
    EvaluationRecord evaluation;
    bool operator==(const EvaluationEvent&) const = default;
};
/// Something people want to see on the time line: stage began, paused, filtered out, a data edit.
struct NoteEvent {
    std::string kind; ///< "stage", "paused", "resumed", "warning", "info"
    std::int64_t step = 0;
    std::string text; ///< English template
    std::vector<std::string> args;
    bool operator==(const NoteEvent&) const = default;
};
/// The project's data changed (import chunk, scores, flags, reviews, selections): columns have a new version.
struct DataEvent {
    std::string what; ///< "pairs", "scores", "flags", "reviews", "selections", "filters", "runs"
    bool operator==(const DataEvent&) const = default;
};

using EventBody = std::variant<StateEvent, ProgressEvent, MetricsEvent, SampleEvent, CheckpointEvent, EvaluationEvent,
                               NoteEvent, DataEvent>;

struct Event {
    RunId run = 0; ///< 0: about the project, not about a run
    std::int64_t seq = 0;
    std::int64_t time_ms = 0;
    EventBody body;
    bool operator==(const Event&) const = default;
};

} // namespace egt
