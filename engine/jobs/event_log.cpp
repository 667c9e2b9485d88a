// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/event_log.h"

#include <utility>
#include <variant>

#include "base/clock.h"

namespace egt::jobs {
namespace {

bool stored(const Event& event) {
    return event.run != 0 && !std::holds_alternative<ProgressEvent>(event.body);
}

/// Only what the engine owns: a pipeline writes the judge and its hash into the same row.
Result<void> takeOver(Project& project, const RunRecord& from) {
    EGT_ASSIGN(RunRecord row, project.run(from.id));
    row.state = from.state;
    row.done = from.done;
    row.total = from.total;
    row.started_ms = from.started_ms;
    row.ended_ms = from.ended_ms;
    row.result = from.result;
    row.error = from.error;
    return project.updateRun(row);
}

} // namespace

void EventLog::setListener(std::function<void(const Event&)> listener) {
    if (m_deliverer.load() == std::this_thread::get_id()) {
        m_listener = std::move(listener);
        return;
    }
    const std::lock_guard deliver(m_deliver);
    m_listener = std::move(listener);
}

void EventLog::begin(RunId run, std::int64_t last_seq) {
    const std::lock_guard lock(m_mutex);
    m_seq[run] = last_seq;
    m_errors.erase(run);
}

void EventLog::post(std::shared_ptr<Project> project, RunId run, EventBody body, std::optional<RunRecord> row) {
    const std::lock_guard lock(m_mutex);
    Event event{run, 0, nowMs(), std::move(body)};
    // An event that is not stored carries the number of the last one that is, so that "everything after seq" stays
    // true.
    if (run != 0) event.seq = stored(event) ? ++m_seq[run] : m_seq[run];
    m_outbox.push_back({std::move(project), std::move(event), std::move(row)});
}

std::optional<EventLog::Outgoing> EventLog::next() {
    const std::lock_guard lock(m_mutex);
    if (m_outbox.empty()) return std::nullopt;
    Outgoing out = std::move(m_outbox.front());
    m_outbox.pop_front();
    return out;
}

void EventLog::flush() {
    if (m_deliverer.load() == std::this_thread::get_id()) return; // the loop below goes on after the listener returns
    const std::lock_guard deliver(m_deliver);
    m_deliverer = std::this_thread::get_id();
    while (const auto out = next()) {
        store(*out);
        if (const auto listener = m_listener) listener(out->event);
    }
    m_deliverer = std::thread::id{};
}

void EventLog::store(const Outgoing& out) {
    if (out.project == nullptr) return;
    if (out.row) {
        if (const auto written = takeOver(*out.project, *out.row); !written)
            setStoreError(out.event.run, written.error());
    }
    if (!stored(out.event)) return;
    if (const auto written = out.project->appendEvent(out.event); !written)
        setStoreError(out.event.run, written.error());
}

std::optional<Error> EventLog::storeError(RunId run) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_errors.find(run);
    return found == m_errors.end() ? std::nullopt : std::optional(found->second);
}

void EventLog::setStoreError(RunId run, const Error& error) {
    const std::lock_guard lock(m_mutex);
    m_errors.try_emplace(run, error);
}

} // namespace egt::jobs
