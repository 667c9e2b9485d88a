// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Several HTTP requests at a time on the caller's thread (libcurl's multi interface). Nothing is tried twice here.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace egt::remote {

struct HttpTimes {
    double connect = 10; ///< seconds
    double total = 120;
    double stall = 30; ///< without a byte, once the answer has begun
};

struct HttpRequest {
    std::string url;
    std::string body; ///< JSON to POST; empty = GET
    std::string key;  ///< sent as "Authorization: Bearer"; empty = none. Never to another address: nothing is followed
    bool no_proxy = false;
};

struct HttpReply {
    enum class End { answered, unreachable, timed_out, stalled, cut, too_large, failed };
    End end = End::answered;
    long status = 0;
    std::string body;
    std::string content_type;
    std::string retry_after; ///< the header, empty when there is none
    std::string why;         ///< libcurl's words when it was not answered
};

/// Thread: one, the owner's. Destruction drops what is under way.
class HttpTransfers {
public:
    HttpTransfers(HttpTimes times, std::size_t most_bytes);
    ~HttpTransfers();
    HttpTransfers(const HttpTransfers&) = delete;
    HttpTransfers& operator=(const HttpTransfers&) = delete;

    void start(std::int64_t tag, HttpRequest request);
    /// Waits at most `seconds` until one ends, and returns all that have.
    std::vector<std::pair<std::int64_t, HttpReply>> wait(double seconds);
    void cancel(); ///< closes every connection that is at work
    [[nodiscard]] std::size_t active() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace egt::remote
