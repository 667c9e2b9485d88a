// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/engine_client.h"

#include <QFileInfo>
#include <algorithm>
#include <mutex>

#include "bridge/text_answers.h"

namespace egt::ui {
namespace {

constexpr int kFlushMs = 50;

// True when the new event takes the place of one that waits: only the last progress of a run counts, and one change of
// the same data is as good as five.
bool coalesce(std::vector<Event>& waiting, const Event& event) {
    if (const auto* progress = std::get_if<ProgressEvent>(&event.body)) {
        for (Event& old : waiting)
            if (old.run == event.run && std::holds_alternative<ProgressEvent>(old.body)) {
                old.body = *progress;
                return true;
            }
        return false;
    }
    if (const auto* data = std::get_if<DataEvent>(&event.body))
        return std::any_of(waiting.begin(), waiting.end(), [&](const Event& old) {
            const auto* other = std::get_if<DataEvent>(&old.body);
            return other != nullptr && other->what == data->what;
        });
    if (const auto* metrics = std::get_if<MetricsEvent>(&event.body)) {
        if (waiting.empty() || waiting.back().run != event.run) return false;
        auto* last = std::get_if<MetricsEvent>(&waiting.back().body);
        if (last == nullptr) return false;
        last->points.insert(last->points.end(), metrics->points.begin(), metrics->points.end());
        return true;
    }
    return false;
}

} // namespace

// Shared with the engine's threads; outlives the client, whose pointer is taken out under the lock.
struct EngineClient::Inbox {
    std::mutex mutex;
    std::vector<Event> events;
    EngineClient* client = nullptr;
    bool announced = false;

    void put(const Event& event) {
        const std::lock_guard lock(mutex);
        if (client == nullptr) return;
        if (!coalesce(events, event)) events.push_back(event);
        if (announced) return;
        announced = true;
        QMetaObject::invokeMethod(client, &EngineClient::arrive, Qt::QueuedConnection);
    }
};

EngineClient::EngineClient(std::unique_ptr<Engine> engine, QObject* parent)
    : QObject(parent), m_engine(std::move(engine)), m_texts(new TextAnswers(this)), m_inbox(std::make_shared<Inbox>()) {
    m_inbox->client = this;
    m_flush_timer.setSingleShot(true);
    connect(&m_flush_timer, &QTimer::timeout, this, &EngineClient::flush);
    m_pool.setMaxThreadCount(3); // one search, one count and the thumbnails at a time
    m_engine->setListener([inbox = m_inbox](const Event& event) { inbox->put(event); });
}

EngineClient::~EngineClient() {
    m_engine->setListener({});
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->client = nullptr;
    }
    m_pool.waitForDone();
}

Result<void> EngineClient::openProject(const QString& path, OpenMode mode) {
    closeProject(StopKind::save);
    EGT_TRY(m_engine->open(path.toStdString(), mode));
    return opened(path);
}

Result<void> EngineClient::createProject(const QString& path) {
    closeProject(StopKind::save);
    EGT_TRY(m_engine->create(path.toStdString()));
    return opened(path);
}

Result<void> EngineClient::opened(const QString& path) {
    m_path = QFileInfo(path).absoluteFilePath();
    EGT_ASSIGN(const ProjectInfo info, m_engine->info());
    m_read_only = info.read_only;
    Q_EMIT projectOpened();
    return {};
}

void EngineClient::closeProject(StopKind running_job) {
    if (!m_engine->isOpen()) return;
    Q_EMIT projectClosing();
    m_engine->close(running_job);
    m_pool.waitForDone();
    flush();
    m_progress.clear();
    m_path.clear();
    m_read_only = false;
    Q_EMIT projectClosed();
}

ColumnsPtr EngineClient::columns(RunId run) const {
    if (!m_engine->isOpen()) return nullptr;
    auto columns = m_engine->columns(run);
    return columns ? *columns : nullptr;
}

void EngineClient::arrive() {
    const qint64 since = m_since_flush.isValid() ? m_since_flush.elapsed() : kFlushMs;
    if (!m_flush_timer.isActive())
        m_flush_timer.start(static_cast<int>(std::clamp<qint64>(kFlushMs - since, 0, kFlushMs)));
}

void EngineClient::flush() {
    std::vector<Event> events;
    {
        const std::lock_guard lock(m_inbox->mutex);
        events.swap(m_inbox->events);
        m_inbox->announced = false;
    }
    m_since_flush.start();
    for (const Event& event : events)
        deliver(event);
}

void EngineClient::deliver(const Event& event) {
    if (const auto* state = std::get_if<StateEvent>(&event.body)) Q_EMIT stateChanged(event.run, *state);
    if (const auto* value = std::get_if<ProgressEvent>(&event.body)) {
        m_progress.insert(event.run, *value);
        Q_EMIT progress(event.run, *value);
    }
    if (const auto* metrics = std::get_if<MetricsEvent>(&event.body)) Q_EMIT metricsArrived(event.run, metrics->points);
    if (const auto* sample = std::get_if<SampleEvent>(&event.body)) Q_EMIT sampleArrived(event.run, sample->sample);
    if (const auto* checkpoint = std::get_if<CheckpointEvent>(&event.body))
        Q_EMIT checkpointWritten(event.run, checkpoint->checkpoint);
    if (const auto* evaluation = std::get_if<EvaluationEvent>(&event.body))
        Q_EMIT evaluationArrived(event.run, evaluation->evaluation);
    if (const auto* note = std::get_if<NoteEvent>(&event.body)) Q_EMIT noteArrived(event.run, *note);
    if (const auto* data = std::get_if<DataEvent>(&event.body)) Q_EMIT dataChanged(QString::fromStdString(data->what));
}

} // namespace egt::ui
