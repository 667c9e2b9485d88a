// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <optional>
#include <vector>

#include "api/engine.h"
#include "review/decision_bar.h"

namespace egt::ui {

class EngineClient;
class ProjectContext;

/// The work of reviewing without its view: a fixed queue, where in it we are, one decision at a time, undo that returns
/// to its pair. The queue does not change under the reviewer's hands. Thread: GUI.
class ReviewSession : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void setClient(EngineClient* client) { m_client = client; }
    void setContext(ProjectContext* context) { m_context = context; }

    /// Starts at the first pair that is not decided, or at `at` when it is in the queue.
    void setQueue(std::vector<PairId> queue, PairId at = 0);
    [[nodiscard]] const std::vector<PairId>& queue() const { return m_queue; }
    [[nodiscard]] qint64 index() const { return m_index; } ///< -1 = none
    [[nodiscard]] const PairRecord& pair() const { return m_pair; }
    [[nodiscard]] bool hasPair() const { return m_index >= 0; }
    void goTo(qint64 index);
    /// A pair that the queue lacks is put in behind the current one.
    void goToPair(PairId pair);
    void next() { goTo(m_index + 1); }
    void previous() { goTo(m_index - 1); }

    /// Stores the decision (durable when this returns) and goes on. A failed write keeps the pair.
    Result<void> decide(ReviewCommand command);
    /// False when there was nothing to take back.
    Result<bool> undo();
    Result<bool> redo();

    void setBlind(bool blind);
    [[nodiscard]] bool blind() const { return m_blind; }
    /// Blind and not decided yet: label, verdict and scores stay hidden.
    [[nodiscard]] bool concealed() const;
    /// In blind mode half of the pairs have B at the left, drawn anew in each session.
    [[nodiscard]] Order shown() const;
    [[nodiscard]] Decision decisionOf(PairId pair) const;
    /// Reads the decisions again: somebody else wrote, or an undo came from elsewhere.
    void refreshDecisions();

    [[nodiscard]] qint64 decided() const;       ///< in the queue, without skipped ones
    [[nodiscard]] double medianSeconds() const; ///< of this session; 0 = unknown
    [[nodiscard]] double pairsPerHour() const;
    /// The view has drawn the pair: its time starts now.
    void pairDrawn();

Q_SIGNALS:
    void queueChanged();
    /// Another pair, or the same one with another decision.
    void pairChanged();
    void decided_(egt::PairId pair, egt::Decision decision);
    void readFailed(const QString& text);

private:
    [[nodiscard]] Decision meaning(ReviewCommand command) const;
    [[nodiscard]] bool isDone(PairId pair) const;
    void advance();
    void load();

    EngineClient* m_client = nullptr;
    ProjectContext* m_context = nullptr;
    std::vector<PairId> m_queue;
    QHash<PairId, Decision> m_decisions;
    std::optional<PairRecord> m_ahead; ///< the next pair, read before it is wanted
    PairRecord m_pair;
    qint64 m_index = -1;
    qint64 m_done = 0;
    bool m_blind = false;
    std::uint64_t m_seed = 0;
    QElapsedTimer m_timer;
    std::vector<double> m_seconds;
};

} // namespace egt::ui
