// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/backoff.h"

#include <algorithm>
#include <cmath>

#include <curl/curl.h>

#include "base/numbers.h"
#include "base/random.h"

namespace egt::remote {

double backoffSeconds(const RetryOptions& options, std::int64_t request, int attempt) {
    const double whole = std::min(options.longest_wait, options.first_wait * std::exp2(std::max(0, attempt - 1)));
    Random random(mixSeed(options.seed, static_cast<std::uint64_t>(request), static_cast<std::uint64_t>(attempt)));
    return random.uniform(whole / 2, whole);
}

std::optional<double> retryAfterSeconds(const std::string& header, std::int64_t now_s) {
    if (const auto seconds = parseNumber<double>(header); seconds && std::isfinite(*seconds) && *seconds >= 0)
        return *seconds;
    const time_t date = header.empty() ? -1 : curl_getdate(header.c_str(), nullptr);
    if (date < 0) return std::nullopt;
    return static_cast<double>(std::max<std::int64_t>(0, static_cast<std::int64_t>(date) - now_s));
}

} // namespace egt::remote
