// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "columnar/rows.h"

namespace egt::columnar {

/// Decodes batches on a thread of its own while the rows of earlier ones are used: some wait, of large ones one. The
/// first of a row group takes many times as long as the others.
class ReadAhead {
public:
    using Batch = arrow::Result<std::shared_ptr<arrow::RecordBatch>>;

    explicit ReadAhead(Batches& batches);
    ~ReadAhead(); ///< wherever the file is
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// As Batches::next(), with its exceptions. After an error or the end it must not be called again.
    Batch next();

private:
    static constexpr std::size_t kAhead = 16;
    static constexpr std::int64_t kAheadBytes = 32 << 20;
    void work();
    bool waitForRoom();
    void put(Batch&& batch);
    Batches& m_batches;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch> m_ready;
    std::int64_t m_bytes = 0;       ///< of those
    std::exception_ptr m_exception; ///< after what is ready
    bool m_ended = false;           ///< nothing more will come
    bool m_closed = false;          ///< nobody takes any more
    std::thread m_thread;           ///< last: it uses everything above
};

} // namespace egt::columnar
