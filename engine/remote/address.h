// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace egt::remote {

/// Where an OpenAI-compatible server listens.
struct ServerAddress {
    std::string base; ///< without the last slash, for example "http://127.0.0.1:8000/v1"
    std::string host;
    bool encrypted = false;
    bool loopback = false; ///< this machine: no proxy is asked, and nobody else can listen
    bool operator==(const ServerAddress&) const = default;
};

/// A judge that is named like this is a server, not a folder.
bool isServer(std::string_view judge);

/// "/v1" is added when no path is given; a trailing slash and "/chat/completions" are taken off.
/// Errors: server.bad_address (also a password or a query in it: keys come from the environment alone).
Result<ServerAddress> parseAddress(const std::string& text);

} // namespace egt::remote
