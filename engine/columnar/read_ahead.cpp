// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/read_ahead.h"

#include <utility>

#include <arrow/record_batch.h>

namespace egt::columnar {

ReadAhead::ReadAhead(Batches& batches) : m_batches(batches), m_thread([this] { work(); }) {}

ReadAhead::~ReadAhead() {
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    m_thread.join();
}

void ReadAhead::work() {
    std::exception_ptr exception;
    try {
        for (bool more = true; more;) {
            Batch batch = m_batches.next();
            const bool last = !batch.ok() || *batch == nullptr;
            more = put(std::move(batch)) && !last;
        }
    } catch (...) { // Parquet's own, thrown again by next()
        exception = std::current_exception();
    }
    const std::lock_guard lock(m_mutex);
    m_exception = exception;
    m_ended = true;
    m_changed.notify_all();
}

/// False when nobody takes any more.
bool ReadAhead::put(Batch&& batch) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ready.size() < kAhead || m_closed; });
    if (m_closed) return false;
    m_ready.push_back(std::move(batch));
    m_changed.notify_all();
    return true;
}

ReadAhead::Batch ReadAhead::next() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_ready.empty() || m_ended; });
    if (m_ready.empty() && m_exception) std::rethrow_exception(m_exception);
    Batch batch = std::move(m_ready.front());
    m_ready.pop_front();
    m_changed.notify_all();
    return batch;
}

} // namespace egt::columnar
