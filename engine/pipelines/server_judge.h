// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A server as judge: finding out what it can do before the first pair is asked about.

#include <optional>
#include <string>

#include "base/control.h"
#include "base/result.h"
#include "records/requests.h"
#include "remote/client.h"

namespace egt::pipelines {

struct ServerJudge {
    std::string url;
    std::string model;        ///< asked for
    std::string served_model; ///< what the server calls it in its answers
    std::int32_t top_logprobs = 0;
    [[nodiscard]] std::string hash() const; ///< SHA-256 of URL and model: the identity of this judge
};

/// Asks for one answer and waits for it; polled every 100 ms. Nothing: told to stop. Errors: those of Client.
Result<std::optional<Json>> askOnce(remote::Client& client, const std::string& path, const std::string& body,
                                    const Control& control);

/// Model (the first of GET /models when none is given), and how many log-probs it lists: one token is asked for, with
/// fewer alternatives when the server says that so many are not allowed. Nothing: told to stop.
/// Errors: those of Client; server.no_model, server.no_logprobs, server.logits.
Result<std::optional<ServerJudge>> meetServer(remote::Client& client, const ServerOptions& options,
                                              const Control& control);

/// The number of alternatives to try after a server refused `asked` with these words; 0 = give up.
std::int32_t fewerAlternatives(const std::string& words, std::int32_t asked);

} // namespace egt::pipelines
