// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/chat_reply.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace egt::remote {
namespace {

const Json* member(const Json& json, const char* name) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(name);
    return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string textAt(const Json& json, const char* name) {
    const Json* found = member(json, name);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

/// -inf when the server wrote none, or a text like "-Infinity".
double logprobOf(const Json& entry) {
    const Json* value = member(entry, "logprob");
    return value != nullptr && value->is_number() ? value->get<double>() : -std::numeric_limits<double>::infinity();
}

/// The bytes tell what the text can't when a token is a part of a character; they may be null or missing.
std::string bytesOf(const Json& entry) {
    const std::string text = textAt(entry, "token");
    const Json* bytes = member(entry, "bytes");
    if (bytes == nullptr || !bytes->is_array() || bytes->empty()) return text;
    std::string out;
    for (const Json& byte : *bytes) {
        if (!byte.is_number_integer() || byte.get<std::int64_t>() < 0 || byte.get<std::int64_t>() > 255) return text;
        out += static_cast<char>(byte.get<int>());
    }
    return out;
}

bool same(const ListedToken& a, const ListedToken& b) {
    return a.logprob == b.logprob && a.text == b.text;
}

/// Told entries without repeats (a repeat would count its probability twice), the largest of which is kept apart.
std::vector<ListedToken> listed(const Json& entry, double& repeated) {
    std::vector<ListedToken> out;
    const Json* top = member(entry, "top_logprobs");
    if (top == nullptr || !top->is_array()) return out;
    for (const Json& one : *top) {
        ListedToken token{bytesOf(one), logprobOf(one)};
        const bool known = std::any_of(out.begin(), out.end(), [&](const ListedToken& t) { return same(t, token); });
        if (!isTold(token.logprob)) continue;
        if (known)
            repeated = std::max(repeated, token.logprob);
        else
            out.push_back(std::move(token));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const ListedToken& a, const ListedToken& b) { return a.logprob > b.logprob; });
    return out;
}

ReplyToken tokenOf(const Json& entry) {
    ReplyToken out;
    out.text = bytesOf(entry);
    out.top = listed(entry, out.list.repeated);
    const ListedToken chosen{out.text, logprobOf(entry)};
    if (isTold(chosen.logprob)) out.list.chosen = chosen.logprob;
    bool found = !out.list.chosen; // one entry is the chosen token itself
    for (const ListedToken& one : out.top) {
        if (!found && same(one, chosen)) {
            found = true;
            continue;
        }
        out.list.others.push_back(one.logprob);
    }
    return out;
}

std::string contentOf(const Json& message) {
    std::string reasoning = textAt(message, "reasoning_content");
    if (reasoning.empty()) reasoning = textAt(message, "reasoning");
    const std::string content = textAt(message, "content");
    return reasoning.empty() ? content : "<think>" + reasoning + "</think>" + content;
}

} // namespace

Result<ChatReply> readChatReply(const Json& json, const std::string& base) {
    const Json* choices = member(json, "choices");
    const Json* choice = choices != nullptr && choices->is_array() && !choices->empty() ? &choices->front() : nullptr;
    const Json* message = choice != nullptr ? member(*choice, "message") : nullptr;
    if (message == nullptr)
        return fail("server.bad_reply",
                    EGT_TEXT("engine", "The answer of the server %1 has no choices[0].message: it does not speak "
                                       "OpenAI's chat completions."),
                    {base}, {}, 0, "judge");
    ChatReply out;
    out.content = contentOf(*message);
    out.model = textAt(json, "model");
    out.cut_off = textAt(*choice, "finish_reason") == "length";
    const Json* logprobs = member(*choice, "logprobs");
    const Json* tokens = logprobs != nullptr ? member(*logprobs, "content") : nullptr;
    if (tokens == nullptr || !tokens->is_array()) return out;
    for (const Json& entry : *tokens)
        out.tokens.push_back(tokenOf(entry));
    return out;
}

PlacedTokens placeTokens(const ChatReply& reply) {
    const std::size_t size = reply.content.size();
    std::string joined;
    for (const ReplyToken& token : reply.tokens)
        joined += token.text;
    PlacedTokens out;
    if (const std::size_t begin = joined.rfind(reply.content); begin != std::string::npos) {
        std::size_t end = 0;
        for (const ReplyToken& token : reply.tokens) {
            end += token.text.size();
            out.ends.push_back(static_cast<std::uint32_t>(std::clamp(end, begin, begin + size) - begin));
        }
        return out;
    }
    constexpr std::size_t nearby = 64; // a piece further ahead is another one that looks the same
    out.joined = false;
    std::size_t at = 0;
    for (const ReplyToken& token : reply.tokens) {
        const std::size_t found = token.text.empty() ? std::string::npos : reply.content.find(token.text, at);
        if (found != std::string::npos && found - at <= nearby) at = found + token.text.size();
        out.ends.push_back(static_cast<std::uint32_t>(at));
    }
    return out;
}

VerdictProbabilities verdictProbabilities(const ReplyToken& token, std::size_t digit) {
    double sum = 0;
    double smallest = 1;
    for (const double logprob : token.list.others) {
        sum += std::exp(logprob);
        smallest = std::min(smallest, std::exp(logprob));
    }
    if (token.list.chosen) sum += std::exp(*token.list.chosen);
    const double bound = std::min(smallest, std::max(0.0, 1 - sum));
    VerdictProbabilities out{{std::nullopt, bound}, {std::nullopt, bound}};
    const std::string before = token.text.substr(0, std::min(digit, token.text.size()));
    const auto take = [&](const std::string& text, double logprob) {
        if (text.size() <= before.size() || !text.starts_with(before)) return;
        DigitProbability* which = text[before.size()] == '1'   ? &out.one
                                  : text[before.size()] == '2' ? &out.two
                                                               : nullptr;
        if (which != nullptr) which->told = which->told.value_or(0) + std::exp(std::min(logprob, 0.0));
    };
    for (const ListedToken& one : token.top)
        take(one.text, one.logprob);
    const bool listed = std::any_of(token.top.begin(), token.top.end(), [&](const ListedToken& t) {
        return token.list.chosen && same(t, {token.text, *token.list.chosen});
    });
    if (!listed && token.list.chosen) take(token.text, *token.list.chosen);
    return out;
}

} // namespace egt::remote
