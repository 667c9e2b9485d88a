// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Questions to an OpenAI-compatible server: so many at a time, asked again when they fail for a passing reason (429,
// 500, 502, 503, 504, no connection, a cut or late answer), told in one sentence when for good.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "remote/address.h"
#include "remote/backoff.h"
#include "remote/http.h"

namespace egt::remote {

struct ClientOptions {
    std::size_t concurrency = 8;
    HttpTimes times;
    RetryOptions retry;
    std::size_t most_bytes = std::size_t{64} << 20; ///< of one answer
    std::string key;
};

/// What time it is; for tests that do not wait.
struct Clock {
    std::function<double()> now = steadySeconds;
    std::function<void(double)> sleep; ///< empty: really
};

/// EGT_API_KEY, else OPENAI_API_KEY, else empty. The second is meant for another program, so it goes to no other
/// machine unencrypted.
std::string apiKeyFromEnvironment(const ServerAddress& address);

struct Answer {
    std::int64_t tag = 0;
    Result<Json> json;
    bool passing = false; ///< it failed for a reason that may be gone later
};

/// Thread: one. Errors of an answer: server.unreachable, server.late, server.cut, server.too_large, server.not_json,
/// server.key, server.not_found, server.refused, server.busy, server.failed, server.redirect; with the server's own
/// words where it has any, and never with the key.
class Client {
public:
    Client(ServerAddress address, ClientOptions options, Clock clock = {});

    /// `path` below the address, for example "/chat/completions". `body` empty: GET.
    void ask(std::int64_t tag, std::string path, std::string body);
    /// Drives everything for at most `seconds`; returns what ended.
    std::vector<Answer> poll(double seconds);
    void forget(std::int64_t tag); ///< unless it is under way: then its answer still comes
    void cancel();
    [[nodiscard]] std::size_t open() const { return m_questions.size(); }
    [[nodiscard]] std::int64_t retries() const { return m_retries; }
    [[nodiscard]] const ServerAddress& address() const { return m_address; }

private:
    struct Question {
        std::string path;
        std::string body;
        int attempts = 0;
        double due = 0;
        bool under_way = false;
    };
    void startDue();
    [[nodiscard]] double nextDue() const; ///< infinite when nothing waits
    void decide(std::int64_t tag, const HttpReply& reply, std::vector<Answer>& out);
    void sleep(double seconds) const;

    ServerAddress m_address;
    ClientOptions m_options;
    Clock m_clock;
    HttpTransfers m_transfers;
    std::map<std::int64_t, Question> m_questions; ///< also the order of asking
    std::int64_t m_retries = 0;
};

} // namespace egt::remote
