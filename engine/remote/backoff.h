// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// When a request that failed for a passing reason is asked again: exponential back-off with jitter (Brooker,
// "Exponential Backoff And Jitter", AWS Architecture Blog 2015, "equal jitter"), and never before the server's own
// Retry-After (RFC 9110, 10.2.3).

#include <cstdint>
#include <optional>
#include <string>

namespace egt::remote {

struct RetryOptions {
    int attempts = 6;         ///< in all
    double first_wait = 0.5;  ///< seconds, doubled at each attempt
    double longest_wait = 60; ///< of the back-off
    double patience = 600;    ///< a server that asks for more is given up
    std::uint64_t seed = 1;
};

/// Seconds after attempt `attempt` (from 1), between half of the doubled wait and all of it. The same seed, request and
/// attempt give the same wait; requests that failed together come back apart.
double backoffSeconds(const RetryOptions& options, std::int64_t request, int attempt);

/// Seconds that Retry-After asks for: a number of them, or a date (IMF-fixdate). `now_s`: seconds since 1970.
/// Nothing: no such header, or one that makes no sense.
std::optional<double> retryAfterSeconds(const std::string& header, std::int64_t now_s);

} // namespace egt::remote
