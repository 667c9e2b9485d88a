// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Numbers, stores and streams events. Posting is cheap and may happen under other locks; flush() does the work: one
// thread at a time, in the order of posting, with no lock held that a listener could need.

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "records/events.h"
#include "store/project.h"

namespace egt::jobs {

/// Thread: every member may be called from any thread, also from inside the listener.
class EventLog {
public:
    /// Replaces the listener; after the call the old one is not called again (unless this is called from inside it).
    void setListener(std::function<void(const Event&)> listener);
    /// Events of this run go on after `last_seq`.
    void begin(RunId run, std::int64_t last_seq);
    /// Queues an event. With `row`, the run's row takes over its state, progress, times, result and error when flushed.
    void post(std::shared_ptr<Project> project, RunId run, EventBody body, std::optional<RunRecord> row = {});
    /// Returns when everything posted before the call is stored and streamed (inside the listener: at once).
    void flush();
    /// The first error that storing this run's events met.
    std::optional<Error> storeError(RunId run);
    void setStoreError(RunId run, const Error& error);

private:
    struct Outgoing {
        std::shared_ptr<Project> project;
        Event event;
        std::optional<RunRecord> row;
    };
    std::optional<Outgoing> next();
    void store(const Outgoing& out);

    std::mutex m_mutex; ///< guards what follows
    std::deque<Outgoing> m_outbox;
    std::map<RunId, std::int64_t> m_seq;
    std::map<RunId, Error> m_errors;

    std::mutex m_deliver; ///< held while one thread stores and streams
    std::atomic<std::thread::id> m_deliverer;
    std::function<void(const Event&)> m_listener; ///< guarded by m_deliver
};

} // namespace egt::jobs
