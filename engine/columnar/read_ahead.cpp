// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/read_ahead.h"

#include <utility>

#include <arrow/record_batch.h>
#include <arrow/util/byte_size.h>

namespace egt::columnar {

namespace {

std::int64_t bytesOf(const ReadAhead::Batch& batch) {
    return batch.ok() && *batch != nullptr ? arrow::util::TotalBufferSize(**batch) : 0;
}

} // namespace

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
        for (bool more = true; more && waitForRoom();) {
            Batch batch = m_batches.next();
            more = batch.ok() && *batch != nullptr;
            put(std::move(batch));
        }
    } catch (...) { // Parquet's own, thrown again by next()
        exception = std::current_exception();
    }
    const std::lock_guard lock(m_mutex);
    m_exception = exception;
    m_ended = true;
    m_changed.notify_all();
}

/// Before a batch is decoded, not after: a batch may be large. False when nobody takes any more.
bool ReadAhead::waitForRoom() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(
        lock, [this] { return m_closed || m_ready.empty() || (m_ready.size() < kAhead && m_bytes < kAheadBytes); });
    return !m_closed;
}

void ReadAhead::put(Batch&& batch) {
    const std::lock_guard lock(m_mutex);
    m_bytes += bytesOf(batch);
    m_ready.push_back(std::move(batch));
    m_changed.notify_all();
}

ReadAhead::Batch ReadAhead::next() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_ready.empty() || m_ended; });
    if (m_ready.empty() && m_exception) std::rethrow_exception(m_exception);
    Batch batch = std::move(m_ready.front());
    m_ready.pop_front();
    m_bytes -= bytesOf(batch);
    m_changed.notify_all();
    return batch;
}

} // namespace egt::columnar
