// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "api/engine.h"

namespace egt::ui {

class TextAnswers;

/// The engine as the window sees it: calls go straight through engine(), what engine threads tell arrives as signals on
/// the GUI thread. Progress and data changes are coalesced to 20 a second, metrics are appended and never dropped.
class EngineClient : public QObject {
    Q_OBJECT
public:
    explicit EngineClient(std::unique_ptr<egt::Engine> engine, QObject* parent = nullptr);
    ~EngineClient() override;

    [[nodiscard]] egt::Engine& engine() const { return *m_engine; }
    [[nodiscard]] bool isOpen() const { return m_engine->isOpen(); }
    [[nodiscard]] bool readOnly() const { return m_read_only; }
    [[nodiscard]] QString path() const { return m_path; }

    /// Opens (or makes) a project; the one that was open is closed first. Emits projectOpened().
    egt::Result<void> openProject(const QString& path, egt::OpenMode mode);
    egt::Result<void> createProject(const QString& path);
    void closeProject(egt::StopKind running_job);

    /// The columns with the scores of `run`, or null when there is no project.
    [[nodiscard]] egt::ColumnsPtr columns(egt::RunId run = 0) const;
    /// Last progress of a run that this window heard of.
    [[nodiscard]] egt::ProgressEvent progressOf(egt::RunId run) const { return m_progress.value(run); }

    /// Which pairs have a text, without waiting for it.
    [[nodiscard]] TextAnswers* texts() const { return m_texts; }

    /// Runs `work` on a pool thread and hands its value to `then` on the GUI thread, unless `context` is gone by then.
    /// The client outlives its pool's threads (the destructor waits for them), so they may post to it; `context` is
    /// looked at on the GUI thread alone.
    template <class Work, class Then> void background(QObject* context, Work work, Then then) {
        m_pool.start(
            [this, guard = QPointer<QObject>(context), work = std::move(work), then = std::move(then)]() mutable {
                auto value = std::make_shared<decltype(work())>(work());
                QMetaObject::invokeMethod(
                    this,
                    [guard = std::move(guard), value, then = std::move(then)]() mutable {
                        if (guard) then(std::move(*value));
                    },
                    Qt::QueuedConnection);
            });
    }

Q_SIGNALS:
    void projectOpened();
    /// Before the files are closed: write what is not stored yet.
    void projectClosing();
    void projectClosed();
    void stateChanged(egt::RunId run, const egt::StateEvent& state);
    void progress(egt::RunId run, const egt::ProgressEvent& progress);
    void metricsArrived(egt::RunId run, const std::vector<egt::MetricPoint>& points);
    void sampleArrived(egt::RunId run, const egt::SampleRecord& sample);
    void checkpointWritten(egt::RunId run, const egt::CheckpointRecord& checkpoint);
    void evaluationArrived(egt::RunId run, const egt::EvaluationRecord& evaluation);
    void noteArrived(egt::RunId run, const egt::NoteEvent& note);
    /// what: "pairs", "scores", "flags", "reviews", "selections", "runs"; each at most 20 times a second.
    void dataChanged(const QString& what);

private:
    struct Inbox;
    void arrive();
    void flush();
    void deliver(const egt::Event& event);
    egt::Result<void> opened(const QString& path);

    std::unique_ptr<egt::Engine> m_engine;
    TextAnswers* m_texts;
    std::shared_ptr<Inbox> m_inbox;
    QTimer m_flush_timer;
    QElapsedTimer m_since_flush;
    QHash<egt::RunId, egt::ProgressEvent> m_progress;
    QThreadPool m_pool;
    QString m_path;
    bool m_read_only = false;
};

} // namespace egt::ui
