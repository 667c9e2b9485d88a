// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From an answer that is none to one sentence.

#include <string>

#include "base/result.h"
#include "remote/http.h"

namespace egt::remote {

/// True for what may be gone the next time: 408, 429, 500, 502, 503, 504, no connection, late, cut.
bool isPassing(const HttpReply& reply);

/// What the server itself says in an error body, on one line of at most 300 bytes, with `key` masked. Known shapes:
/// {"error": {"message"}} (OpenAI, llama.cpp), {"message"} (vLLM), {"detail"} (FastAPI); else the text.
std::string serverWords(const std::string& body, const std::string& key);

/// `attempts` were made, each of at most `seconds`.
Error serverError(const std::string& base, const HttpReply& reply, const std::string& key, int attempts,
                  double seconds);
/// A 200 whose body is not JSON.
Error notJsonError(const std::string& base, const HttpReply& reply);

} // namespace egt::remote
