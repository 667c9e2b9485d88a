// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "records/events.h"
#include "records/requests.h"
#include "train/metric_series.h"

namespace egt::ui {

class EngineClient;

/// Everything the window knows of one run.
struct RunData {
    RunRecord record;
    int style = 0;                     ///< the run's colour and dash in every plot
    bool shown = false;                ///< drawn in the plots
    std::optional<TrainConfig> config; ///< of a training run
    std::string start_judge;
    std::map<std::string, MetricSeries> metrics;
    std::vector<Event> story; ///< states, notes, checkpoints, evaluations in the order they happened
    std::vector<CheckpointRecord> checkpoints;
    std::vector<EvaluationRecord> evaluations;
    std::vector<SampleRecord> samples;
    std::optional<ProgressEvent> progress; ///< the last one seen in this window
    std::int64_t last_metric_step = -1;
    std::int64_t last_seq = 0;
    bool loaded = false;

    [[nodiscard]] bool active() const;
    [[nodiscard]] bool resumable() const;
    /// Held-out accuracy that stands for the run: its last evaluation's.
    [[nodiscard]] const EvaluationRecord* result() const;
    /// The checkpoint with the highest held-out accuracy, the earliest of equals.
    [[nodiscard]] const CheckpointRecord* best() const;
    [[nodiscard]] std::int64_t step() const; ///< how far the run has come
};

/// The runs that Train shows (SFT, score, train, evaluate), read from the engine in pieces: new metrics are asked for
/// after the last known step, so that a window which opens late and one that watched hold the same. Thread: the
/// window's.
class RunBook : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Listens to the client. Once.
    void setClient(EngineClient* client);
    /// The project was opened or closed: forgets everything and reads the list.
    void restart();
    /// Reads the list of runs again; runs that are known keep what was loaded.
    void refreshList();
    /// Reads all of a run that is not loaded yet.
    void load(RunId id);
    /// Forgets what was read of a run and reads it again (after a resume the engine drops steps behind the checkpoint).
    void reload(RunId id);
    void setShown(RunId id, bool shown);
    void setWeight(double weight); ///< smoothing of all metrics that are smoothed
    [[nodiscard]] double weight() const { return m_weight; }

    [[nodiscard]] const std::vector<RunId>& order() const { return m_order; } ///< newest first
    [[nodiscard]] RunData* find(RunId id);
    [[nodiscard]] const RunData* find(RunId id) const;

Q_SIGNALS:
    void listChanged();             ///< runs came, went or changed their state or name
    void runChanged(egt::RunId id); ///< progress, checkpoints, events or samples
    void metricsChanged(egt::RunId id);
    void failed(const QString& sentence); ///< the engine could not be read

private:
    void syncMetrics(RunId id);
    void syncStory(RunId id); ///< events, checkpoints, evaluations
    void syncSamples(RunId id);
    void stateChanged(RunId id, RunState state);
    template <class T> bool good(const T& result);
    static void adopt(RunData& data, const RunRecord& record);
    bool readMetrics(RunData& data); ///< false: what is known is no longer what is stored
    void readStory(RunData& data);
    void readSamples(RunData& data);
    MetricSeries& series(RunData& data, const std::string& metric);

    EngineClient* m_client = nullptr;
    std::map<RunId, std::unique_ptr<RunData>> m_runs;
    std::vector<RunId> m_order;
    double m_weight = 0.9;
};

/// Metrics whose line is what was measured, never smoothed.
bool neverSmoothed(const std::string& metric);

} // namespace egt::ui
