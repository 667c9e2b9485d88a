// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/server_error.h"

#include <algorithm>

#include "base/json.h"
#include "base/numbers.h"

namespace egt::remote {
namespace {

std::string messageIn(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_array() && !json.empty()) return messageIn(json.front());
    if (!json.is_object()) return {};
    for (const char* field : {"error", "message", "detail", "msg"})
        if (const auto found = json.find(field); found != json.end())
            if (std::string text = messageIn(*found); !text.empty()) return text;
    return {};
}

/// One line, without marks that steer a terminal, cut at a whole code point.
std::string oneLine(std::string text) {
    constexpr std::size_t most = 300;
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }), text.end());
    while (text.ends_with(' ') || text.ends_with('.'))
        text.pop_back();
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

void mask(std::string& text, const std::string& key) {
    for (std::size_t at = key.empty() ? std::string::npos : text.find(key); at != std::string::npos;
         at = text.find(key, at + 3)) // behind the mark, which the key may look like
        text.replace(at, key.size(), "***");
}

Error error(std::string code, std::string text, std::vector<std::string> args) {
    return {std::move(code), std::move(text), std::move(args), {}, 0, "judge"};
}

Error statusError(const std::string& base, const HttpReply& reply, const std::string& words, int attempts) {
    const std::string status = std::to_string(reply.status);
    switch (reply.status) {
    case 401:
    case 403:
        return error("server.key",
                     EGT_TEXT("engine", "The server %1 refuses the API key (HTTP %2: %3). Set it in the environment "
                                        "variable EGT_API_KEY."),
                     {base, status, words});
    case 404:
        return error("server.not_found",
                     EGT_TEXT("engine", "The server %1 has no such model or address (HTTP 404: %2). Check --judge and "
                                        "--model."),
                     {base, words});
    case 429:
        return error("server.busy",
                     EGT_TEXT("engine",
                              "The server %1 was too busy %2 times in a row (HTTP 429: %3). Lower --concurrency "
                              "and run the same command again."),
                     {base, std::to_string(attempts), words});
    default:
        break;
    }
    if (reply.status >= 300 && reply.status < 400)
        return error("server.redirect",
                     EGT_TEXT("engine",
                              "The server %1 sends to another address (HTTP %2), which is not followed. Give the "
                              "final address."),
                     {base, status});
    if (reply.status >= 500)
        return error("server.failed", EGT_TEXT("engine", "The server %1 failed (HTTP %2, %3 attempts): %4."),
                     {base, status, std::to_string(attempts), words});
    return error("server.refused", EGT_TEXT("engine", "The server %1 refused the request (HTTP %2): %3."),
                 {base, status, words});
}

} // namespace

bool isPassing(const HttpReply& reply) {
    using enum HttpReply::End;
    if (reply.end == answered) {
        constexpr long passing[] = {408, 429, 500, 502, 503, 504};
        return std::find(std::begin(passing), std::end(passing), reply.status) != std::end(passing);
    }
    return reply.end == unreachable || reply.end == timed_out || reply.end == stalled || reply.end == cut;
}

std::string serverWords(const std::string& body, const std::string& key) {
    std::string text;
    if (const auto json = parseJson(body)) text = messageIn(*json);
    if (text.empty()) text = body;
    mask(text, key);
    text = oneLine(std::move(text));
    return text.empty() ? "no reason given" : text;
}

Error serverError(const std::string& base, const HttpReply& reply, const std::string& key, int attempts,
                  double seconds) {
    using enum HttpReply::End;
    switch (reply.end) {
    case answered:
        return statusError(base, reply, serverWords(reply.body, key), attempts);
    case unreachable:
        return error("server.unreachable",
                     EGT_TEXT("engine",
                              "The server %1 can't be reached (%2). Start it, or check its address; then run the "
                              "same command again."),
                     {base, reply.why});
    case timed_out:
        return error("server.late",
                     EGT_TEXT("engine",
                              "The server %1 gave no answer within %2 s (%3 attempts). Raise --timeout or lower "
                              "--concurrency."),
                     {base, numberText(seconds), std::to_string(attempts)});
    case stalled:
        return error("server.late",
                     EGT_TEXT("engine", "The server %1 stopped in the middle of its answer (%2 attempts)."),
                     {base, std::to_string(attempts)});
    case too_large:
        return error("server.too_large",
                     EGT_TEXT("engine", "The answer of the server %1 is larger than all that a judge could say. Lower "
                                        "--top-logprobs."),
                     {base});
    case cut:
        return error(
            "server.cut",
            EGT_TEXT("engine", "The server %1 closed the connection before its answer was whole (%2 attempts)."),
            {base, std::to_string(attempts)});
    case failed:
        break;
    }
    return error("server.failed_connection", EGT_TEXT("engine", "The connection to the server %1 failed: %2."),
                 {base, reply.why});
}

Error notJsonError(const std::string& base, const HttpReply& reply) {
    return error("server.not_json",
                 EGT_TEXT("engine", "The server %1 answered with something else than JSON (%2). The address of an "
                                    "OpenAI-compatible server usually ends in /v1."),
                 {base, reply.content_type.empty() ? "no content type" : oneLine(reply.content_type)});
}

} // namespace egt::remote
