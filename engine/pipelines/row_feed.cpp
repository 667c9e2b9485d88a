// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/row_feed.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

#include "pipelines/choose_reader.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kRowsOfAChunk = 1024;
constexpr std::size_t kBytesOfAChunk = 2U << 20;
constexpr std::size_t kPicturesOfAChunk = 16U << 20; ///< bytes: a chunk is not in memory with them, but takes its time
constexpr std::size_t kChunksAhead = 8; ///< more than a transaction's rows, so that no thread waits for the other

std::size_t bytesOf(const FedRow& row) {
    std::size_t bytes = sizeof row + row.pair.question.size() + row.pair.answer_a.size() + row.pair.answer_b.size() +
                        row.pair.extra.size() + row.pair.reason_a.size() + row.pair.reason_b.size();
    return bytes;
}

} // namespace

/// Chunks between two threads; whoever is too fast waits.
class RowFeed::Belt {
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
    /// What the taker has no more use for, to be destroyed by the thread that made it: memory is cheapest there.
    void giveBack(Chunk&& chunk) {
        const std::lock_guard lock(m_mutex);
        if (!m_closed) m_used.push_back(std::move(chunk));
    }
    std::vector<Chunk> used() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_used, {});
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
    std::vector<Chunk> m_used;
    bool m_closed = false;
};

/// The reading side.
class RowFeed::Parser {
public:
    Parser(const FeedSource& source, Belt& belt) : m_source(source), m_belt(belt), m_embedded(&source.pack) {}

    void skipTo(std::int64_t line) { m_skip_to = line; }

    void run() {
        try {
            m_result = m_source.reader.read(
                m_source.file, 0,
                {[this](std::int64_t line, PairRecord&& pair) { return take(line, std::move(pair)); },
                 [this](const formats::Reject& reject) { return take(reject); },
                 [this](std::string_view bytes) { return m_embedded.keep(bytes); }});
            if (m_embedded.error()) m_result = fail(*m_embedded.error());
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
        if (m_embedded.error()) return false;
        FedRow row;
        row.picture_bytes = m_embedded.take();
        row.line = line;
        row.pair = std::move(pair);
        if (line > m_skip_to) complete(row);
        return push(std::move(row));
    }

    bool take(const formats::Reject& reject) {
        if (m_embedded.error()) return false;
        m_embedded.drop();
        FedRow row;
        row.line = reject.line;
        row.reject = reject;
        return push(std::move(row));
    }

    /// Here and not where pairs are stored: that thread has SQLite's work to do.
    void complete(FedRow& row) {
        for (const ImageRef& wanted : row.pair.images)
            addImage(wanted, row);
        row.pair.images.clear();
        m_identities.clear();
        for (const ImageFinder::Found& image : row.images) {
            row.pair.images.push_back(image.image);
            m_identities.push_back(image.identity);
        }
        row.pair.content_hash = pairHash(row.pair, m_identities);
        row.words = Project::countWords(row.pair);
    }

    void addImage(const ImageRef& wanted, FedRow& row) {
        row.references.push_back(wanted.reference);
        if (!wanted.path.empty())
            row.images.push_back(m_embedded.find(wanted));
        else
            for (auto& found : m_source.finder.find(wanted.reference))
                row.images.push_back(std::move(found));
    }

    bool push(FedRow&& row) {
        m_bytes += bytesOf(row);
        m_pictures += row.picture_bytes;
        if (m_chunk.empty()) m_chunk.reserve(kRowsOfAChunk);
        m_chunk.push_back(std::move(row));
        if (m_chunk.size() < kRowsOfAChunk && m_bytes < kBytesOfAChunk && m_pictures < kPicturesOfAChunk) return true;
        m_bytes = m_pictures = 0;
        m_belt.used().clear();
        return m_belt.put(std::exchange(m_chunk, {}));
    }

    const FeedSource m_source;
    Belt& m_belt;
    std::atomic<std::int64_t> m_skip_to = 0;
    Chunk m_chunk;
    std::size_t m_bytes = 0;    ///< of its texts
    std::size_t m_pictures = 0; ///< of its new pictures
    EmbeddedImages m_embedded;
    std::vector<std::string> m_identities; ///< of one row
    Result<void> m_result;
    std::exception_ptr m_exception;
};

RowFeed::RowFeed(const FeedSource& source)
    : m_belt(std::make_unique<Belt>()), m_parser(std::make_unique<Parser>(source, *m_belt)),
      m_thread([parser = m_parser.get()] { parser->run(); }) {}

RowFeed::~RowFeed() {
    m_belt->close();
    if (m_thread.joinable()) m_thread.join();
}

void RowFeed::skipTo(std::int64_t line) {
    m_parser->skipTo(line);
}

std::optional<RowFeed::Chunk> RowFeed::next() {
    return m_belt->take();
}

void RowFeed::giveBack(Chunk&& chunk) {
    m_belt->giveBack(std::move(chunk));
}

Result<void> RowFeed::result() {
    m_belt->close();
    if (m_thread.joinable()) m_thread.join();
    return m_parser->result();
}

} // namespace egt::pipelines
