// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_book.h"

#include <algorithm>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "records/serialize.h"

namespace egt::ui {

bool RunData::active() const {
    return isActive(record.state);
}

bool RunData::resumable() const {
    const bool ended_early =
        record.state == RunState::stopped || record.state == RunState::interrupted || record.state == RunState::failed;
    return ended_early && (record.kind == RunKind::train || record.kind == RunKind::score);
}

const EvaluationRecord* RunData::result() const {
    return evaluations.empty() ? nullptr : &evaluations.back();
}

const CheckpointRecord* RunData::best() const {
    const CheckpointRecord* best = nullptr;
    for (const CheckpointRecord& checkpoint : checkpoints)
        if (checkpoint.accuracy && (best == nullptr || *checkpoint.accuracy > *best->accuracy)) best = &checkpoint;
    return best;
}

std::int64_t RunData::step() const {
    return std::max({record.done, progress ? progress->done : 0, std::max<std::int64_t>(last_metric_step, 0)});
}

bool neverSmoothed(const std::string& metric) {
    return metric == "learning_rate" || metric.rfind("eval/", 0) == 0;
}

void RunBook::setClient(EngineClient* client) {
    m_client = client;
    connect(client, &EngineClient::projectOpened, this, &RunBook::restart);
    connect(client, &EngineClient::projectClosed, this, &RunBook::restart);
    connect(client, &EngineClient::stateChanged, this,
            [this](RunId run, const StateEvent& state) { stateChanged(run, state.state); });
    connect(client, &EngineClient::metricsArrived, this, [this](RunId run) { syncMetrics(run); });
    connect(client, &EngineClient::checkpointWritten, this, [this](RunId run) { syncStory(run); });
    connect(client, &EngineClient::evaluationArrived, this, [this](RunId run) { syncStory(run); });
    connect(client, &EngineClient::noteArrived, this, [this](RunId run) { syncStory(run); });
    connect(client, &EngineClient::sampleArrived, this, [this](RunId run) { syncSamples(run); });
    connect(client, &EngineClient::progress, this, [this](RunId run, const ProgressEvent& progress) {
        RunData* data = find(run);
        if (data == nullptr) return;
        data->progress = progress;
        Q_EMIT runChanged(run);
    });
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("runs")) refreshList();
    });
}

void RunBook::restart() {
    m_runs.clear();
    m_order.clear();
    Q_EMIT listChanged(); // nobody may hold on to the old runs while the new ones are read
    refreshList();
}

template <class T> bool RunBook::good(const T& result) {
    if (!result) Q_EMIT failed(errorText(result.error()));
    return result.has_value();
}

void RunBook::adopt(RunData& data, const RunRecord& record) {
    const bool changed = data.record.config != record.config;
    data.record = record;
    if (!changed) return;
    const auto json = parseJson(record.config);
    if (!json) return; // a run of a newer version: shown without settings
    const auto request = requestFromJson(*json);
    if (!request) return;
    if (const auto* train = std::get_if<TrainRequest>(&*request)) {
        data.config = train->config;
        data.start_judge = train->judge;
    }
}

void RunBook::refreshList() {
    if (m_client == nullptr || !m_client->isOpen()) return;
    const auto runs = m_client->engine().runs();
    if (!good(runs)) return;
    m_order.clear();
    int style = 0;
    for (const RunRecord& record : *runs) {
        const bool trained = record.kind == RunKind::train || record.kind == RunKind::sft;
        const bool judged =
            record.kind == RunKind::score || record.kind == RunKind::evaluate || record.kind == RunKind::benchmark;
        if (!trained && !judged) continue;
        auto& data = m_runs[record.id];
        if (!data) data = std::make_unique<RunData>();
        adopt(*data, record);
        data->style = trained ? style++ : 5; // by age: a run keeps its colour as long as the project lives
        if (!data->loaded && record.kind == RunKind::train) // the list shows the last accuracy of each
            if (auto evaluations = m_client->engine().evaluations(record.id); good(evaluations))
                data->evaluations = std::move(*evaluations);
        m_order.insert(m_order.begin(), record.id);
    }
    Q_EMIT listChanged();
}

RunData* RunBook::find(RunId id) {
    const auto found = m_runs.find(id);
    return found == m_runs.end() ? nullptr : found->second.get();
}

const RunData* RunBook::find(RunId id) const {
    const auto found = m_runs.find(id);
    return found == m_runs.end() ? nullptr : found->second.get();
}

MetricSeries& RunBook::series(RunData& data, const std::string& metric) {
    const auto [place, fresh] = data.metrics.try_emplace(metric);
    if (fresh) place->second.setWeight(neverSmoothed(metric) ? 0 : m_weight);
    return place->second;
}

void RunBook::load(RunId id) {
    RunData* data = find(id);
    if (data == nullptr || data->loaded || m_client == nullptr || !m_client->isOpen()) return;
    data->loaded = true;
    readMetrics(*data);
    readStory(*data);
    readSamples(*data);
    if (const auto progress = m_client->progressOf(id); progress.total > 0) data->progress = progress;
}

void RunBook::reload(RunId id) {
    RunData* data = find(id);
    if (data == nullptr) return;
    Q_EMIT listChanged(); // the plots let go of the series
    data->metrics.clear();
    data->story.clear();
    data->last_metric_step = -1;
    data->last_seq = 0;
    data->loaded = false;
    load(id);
    Q_EMIT runChanged(id);
    Q_EMIT metricsChanged(id);
}

bool RunBook::readMetrics(RunData& data) {
    // Asks for the last known step again: when it is gone, the run was resumed from before it.
    const auto points = m_client->engine().metrics(data.record.id, data.last_metric_step - 1);
    if (!good(points)) return true;
    if (points->empty() && data.last_metric_step >= 0) return false;
    const std::int64_t known = data.last_metric_step;
    for (const MetricPoint& point : *points) {
        if (point.step <= known) continue;
        series(data, point.name).append(point.step, point.value);
        data.last_metric_step = std::max(data.last_metric_step, point.step);
    }
    return true;
}

void RunBook::readStory(RunData& data) {
    Engine& engine = m_client->engine();
    const RunId id = data.record.id;
    if (const auto events = engine.eventsSince(id, data.last_seq); good(events))
        for (const Event& event : *events) {
            data.last_seq = std::max(data.last_seq, event.seq);
            if (!std::holds_alternative<MetricsEvent>(event.body) && !std::holds_alternative<SampleEvent>(event.body) &&
                !std::holds_alternative<ProgressEvent>(event.body) && !std::holds_alternative<DataEvent>(event.body))
                data.story.push_back(event);
        }
    if (auto checkpoints = engine.checkpoints(id); good(checkpoints)) data.checkpoints = std::move(*checkpoints);
    if (auto evaluations = engine.evaluations(id); good(evaluations)) {
        data.evaluations = std::move(*evaluations);
        for (const EvaluationRecord& evaluation : data.evaluations)
            series(data, "eval/accuracy").append(evaluation.step, evaluation.accuracy);
    }
}

void RunBook::readSamples(RunData& data) {
    if (auto samples = m_client->engine().samples(data.record.id); good(samples)) data.samples = std::move(*samples);
}

void RunBook::syncMetrics(RunId id) {
    RunData* data = find(id);
    if (data == nullptr || !data->loaded) return;
    if (readMetrics(*data))
        Q_EMIT metricsChanged(id);
    else
        reload(id);
}

void RunBook::syncStory(RunId id) {
    RunData* data = find(id);
    if (data == nullptr || !data->loaded) return;
    readStory(*data);
    Q_EMIT runChanged(id);
    Q_EMIT metricsChanged(id); // held-out accuracy and marks are drawn too
}

void RunBook::syncSamples(RunId id) {
    RunData* data = find(id);
    if (data == nullptr || !data->loaded) return;
    readSamples(*data);
    Q_EMIT runChanged(id);
}

void RunBook::stateChanged(RunId id, RunState state) {
    const RunData* before = find(id);
    const bool begins_again = before != nullptr && !before->active() && isActive(state);
    refreshList();
    if (begins_again)
        reload(id);
    else
        syncStory(id);
}

void RunBook::setShown(RunId id, bool shown) {
    RunData* data = find(id);
    if (data == nullptr || data->shown == shown) return;
    data->shown = shown;
    if (shown) load(id);
    Q_EMIT listChanged();
}

void RunBook::setWeight(double weight) {
    m_weight = weight;
    for (auto& [id, data] : m_runs)
        for (auto& [metric, series] : data->metrics)
            if (!neverSmoothed(metric)) series.setWeight(weight);
}

} // namespace egt::ui
