// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The answer of POST /v1/chat/completions (OpenAI API reference, "The chat completion object"), as vLLM, SGLang and
// llama.cpp send it, with their liberties.

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "records/records.h"
#include "remote/bracket.h"

namespace egt::remote {

struct ListedToken {
    std::string text; ///< its bytes where the server tells them
    double logprob = 0;
};
struct ReplyToken {
    std::string text;
    TokenList list;
    std::vector<ListedToken> top; ///< told ones, likeliest first; the chosen token is among them when it was listed
};

struct ChatReply {
    std::string content;            ///< a reasoning part that the server split off is put back in <think> marks
    std::vector<ReplyToken> tokens; ///< empty when no log-probs came
    std::string model;              ///< as the server calls itself
    bool cut_off = false;           ///< finish_reason "length"
};

/// Errors: server.bad_reply (no message in it).
Result<ChatReply> readChatReply(const Json& json, const std::string& base);

/// Where each token ends in the content: as long as `tokens`, never falling. The joined pieces may hold more than the
/// content (an end mark, a reasoning that was split off): tokens outside of it have no bytes. Pieces that do not join
/// to it (a server cleans its text, or sends halves of characters as U+FFFD) are looked for one after the other.
struct PlacedTokens {
    std::vector<std::uint32_t> ends;
    bool joined = true;
};
PlacedTokens placeTokens(const ChatReply& reply);

/// P("1") and P("2") at a token whose byte `digit` (inside the token) is the verdict. A digit that was not listed has a
/// probability between 0 and `bound`.
struct DigitProbability {
    std::optional<double> told;
    double bound = 0;
};
struct VerdictProbabilities {
    DigitProbability one;
    DigitProbability two;
};
VerdictProbabilities verdictProbabilities(const ReplyToken& token, std::size_t digit);

} // namespace egt::remote
