// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/row_feed.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace egt::pipelines {
namespace {

constexpr std::size_t kRowsOfAChunk = 128;
constexpr std::size_t kBytesOfAChunk = 2U << 20;
constexpr std::size_t kChunksAhead = 8;

using Chunk = std::vector<FedRow>;

/// Chunks between two threads; whoever is too fast waits.
class Belt {
public:
    /// False when nobody takes any more.
    bool put(Chunk&& chunk) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_chunks.size() < kChunksAhead || m_closed; });
        if (m_closed) return false;
        m_chunks.push_back(std::move(chunk));
        m_changed.notify_all();
        return true;
    }
    /// Nothing: there will be no more.
    std::optional<Chunk> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_chunks.empty() || m_closed; });
        if (m_chunks.empty()) return std::nullopt;
        std::optional<Chunk> out(std::move(m_chunks.front()));
        m_chunks.pop_front();
        m_changed.notify_all();
        return out;
    }
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Chunk> m_chunks;
    bool m_closed = false;
};

std::size_t bytesOf(const FedRow& row) {
    std::size_t bytes = sizeof row + row.pair.question.size() + row.pair.answer_a.size() + row.pair.answer_b.size() +
                        row.pair.extra.size() + row.pair.reason_a.size() + row.pair.reason_b.size();
    for (const ImageBytes& image : row.carried)
        bytes += image.bytes.size();
    return bytes;
}

/// The reading side.
class Parser {
public:
    Parser(const FeedSource& source, ImageFinder& finder, Belt& belt)
        : m_source(source), m_finder(finder), m_belt(belt) {}

    void run() {
        try {
            m_result = m_source.reader.read(
                m_source.file, 0,
                {[this](std::int64_t line, PairRecord&& pair) { return take(line, std::move(pair)); },
                 [this](const formats::Reject& reject) { return take(reject); },
                 [this](std::string_view bytes) { return std::optional(m_embedded.keep(bytes)); }});
            if (!m_chunk.empty()) m_belt.put(std::move(m_chunk));
        } catch (...) {
            m_exception = std::current_exception();
        }
        m_belt.close();
    }
    Result<void> result() {
        if (m_exception) std::rethrow_exception(m_exception);
        return m_result;
    }

private:
    bool take(std::int64_t line, PairRecord&& pair) {
        FedRow row;
        row.line = line;
        row.carried = m_embedded.take();
        if (line > m_source.resume_after)
            for (const ImageRef& wanted : pair.images)
                addImage(wanted, row);
        row.pair = std::move(pair);
        return push(std::move(row));
    }

    bool take(const formats::Reject& reject) {
        m_embedded.drop();
        FedRow row;
        row.line = reject.line;
        row.reject = reject;
        return push(std::move(row));
    }

    void addImage(const ImageRef& wanted, FedRow& row) {
        row.references.push_back(wanted.reference);
        if (!wanted.path.empty())
            row.images.push_back(m_embedded.find(wanted));
        else
            for (auto& found : m_finder.find(wanted.reference))
                row.images.push_back(std::move(found));
    }

    bool push(FedRow&& row) {
        m_bytes += bytesOf(row);
        m_chunk.push_back(std::move(row));
        if (m_chunk.size() < kRowsOfAChunk && m_bytes < kBytesOfAChunk) return true;
        m_bytes = 0;
        return m_belt.put(std::exchange(m_chunk, {}));
    }

    const FeedSource& m_source;
    ImageFinder& m_finder;
    Belt& m_belt;
    Chunk m_chunk;
    std::size_t m_bytes = 0;
    EmbeddedImages m_embedded;
    Result<void> m_result;
    std::exception_ptr m_exception;
};

/// Ends the reading side however the storing side ends.
class Reading {
public:
    Reading(Parser& parser, Belt& belt) : m_belt(belt), m_thread([&parser] { parser.run(); }) {}
    ~Reading() { end(); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    void end() {
        m_belt.close();
        if (m_thread.joinable()) m_thread.join();
    }

private:
    Belt& m_belt;
    std::thread m_thread;
};

} // namespace

Result<void> feedRows(const FeedSource& source, ImageFinder& finder, const std::function<bool(FedRow&&)>& take) {
    Belt belt;
    Parser parser(source, finder, belt);
    Reading reading(parser, belt);
    while (auto chunk = belt.take())
        for (FedRow& row : *chunk)
            if (!take(std::move(row))) {
                reading.end();
                return {};
            }
    reading.end();
    return parser.result();
}

} // namespace egt::pipelines
