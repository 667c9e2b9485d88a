// SPDX-License-Identifier: GPL-3.0-or-later
// An OpenAI-compatible server that does on purpose what servers do by accident. It listens on a free port of 127.0.0.1,
// writes the port to stdout and answers until it is killed. The first part of the path says how it behaves, and a
// number behind it how often with the same request before it answers well: /busy-2/v1/chat/completions. GET /stats
// tells what it was asked.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/numbers.h"
#include "remote/fake_judge.h"

namespace egt::test {
namespace {

using namespace std::chrono_literals;

struct Request {
    std::string method;
    std::string path;
    std::string body;
    std::string authorization;
};

struct Reply {
    int status = 200;
    std::string body;
    std::string type = "application/json";
    std::string more = {};                ///< further headers, with line ends
    std::size_t send = std::string::npos; ///< bytes of the body before it breaks off
    bool hang = false;                    ///< then keep the connection, else close it
};

/// What the tests ask about afterwards.
struct Statistics {
    std::mutex mutex;
    std::map<std::string, int> asked; ///< times by content of the request
    int requests = 0;
    int now = 0;
    int most = 0; ///< at the same time
    std::string authorization;
};
Statistics statistics; // NOLINT: one server is one process

std::string headerOf(const std::string& head, const std::string& name) {
    for (std::size_t at = 0; at < head.size(); at = head.find("\r\n", at) + 2) {
        const std::string line = head.substr(at, head.find("\r\n", at) - at);
        bool same = line.size() > name.size() && line[name.size()] == ':';
        for (std::size_t i = 0; same && i < name.size(); ++i)
            same = std::tolower(line[i]) == name[i];
        if (same) return line.substr(std::min(line.size(), name.size() + 2));
        if (head.find("\r\n", at) == std::string::npos) break;
    }
    return {};
}

/// The next request of a connection; nothing when it was closed.
std::optional<Request> read(int socket, std::string& buffer) {
    const auto more = [&] {
        char part[65536];
        const ssize_t n = recv(socket, part, sizeof part, 0);
        if (n > 0) buffer.append(part, static_cast<std::size_t>(n));
        return n > 0;
    };
    while (buffer.find("\r\n\r\n") == std::string::npos)
        if (!more()) return std::nullopt;
    const std::size_t begin = buffer.find("\r\n\r\n") + 4;
    const std::string head = buffer.substr(0, begin - 2);
    const auto length = parseNumber<std::size_t>(headerOf(head, "content-length")).value_or(0);
    while (buffer.size() < begin + length)
        if (!more()) return std::nullopt;
    Request out;
    out.method = head.substr(0, head.find(' '));
    out.path = head.substr(out.method.size() + 1, head.find(' ', out.method.size() + 1) - out.method.size() - 1);
    out.body = buffer.substr(begin, length);
    out.authorization = headerOf(head, "authorization");
    buffer.erase(0, begin + length);
    return out;
}

bool send(int socket, const Reply& reply) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nContent-Type: " + reply.type +
                       "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n" + reply.more + "\r\n";
    text += reply.body.substr(0, reply.send);
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t n = ::send(socket, text.data() + at, text.size() - at, MSG_NOSIGNAL);
        if (n <= 0) return false;
        at += static_cast<std::size_t>(n);
    }
    if (reply.hang)
        for (char byte = 0; recv(socket, &byte, 1, 0) > 0;)
            continue; // until the other side gives up
    return reply.send == std::string::npos && !reply.hang;
}

Reply error(int status, const std::string& message) {
    return {status,
            dumpJson(Json{{"error", {{"message", message}, {"code", status}}}}),
            "application/json",
            "",
            std::string::npos,
            false};
}

/// The chosen token is the least likely of all and stands first in the list, the k-th is cut off: as vLLM writes it.
Json outside(Json json, const FakeAnswer& answer) {
    std::size_t at = 0;
    for (Json& token : json["choices"][0]["logprobs"]["content"]) {
        const std::vector<double>& all = answer.tokens[at++].probabilities;
        token["logprob"] = std::log(*std::min_element(all.begin(), all.end()));
        token["bytes"] = nullptr;
        Json& top = token["top_logprobs"];
        top.front()["token"] = "was chosen";
        top.erase(top.size() - 1);
        top.insert(top.begin(), Json{{"token", token["token"]}, {"logprob", token["logprob"]}, {"bytes", nullptr}});
    }
    return json;
}

/// Sentinels, repeats and probabilities a little above one.
Json sentinels(Json json) {
    int i = 0;
    for (Json& token : json["choices"][0]["logprobs"]["content"]) {
        Json& top = token["top_logprobs"];
        top.push_back(top.front());
        top.push_back({{"token", "x"}, {"logprob", i % 2 == 0 ? Json(-9999.0) : Json(nullptr)}, {"bytes", nullptr}});
        if (++i % 3 == 0) token["logprob"] = -9999.0;
    }
    return json;
}

Json nulls(Json json) {
    for (Json& token : json["choices"][0]["logprobs"]["content"]) {
        token["bytes"] = nullptr;
        for (Json& one : token["top_logprobs"])
            one["bytes"] = nullptr;
        token["top_logprobs"].back()["token"] = std::string("\0\0", 2);
        token["top_logprobs"].back()["bytes"] = {0, 0};
    }
    return json;
}

Json logits(Json json) {
    for (Json& token : json["choices"][0]["logprobs"]["content"])
        for (Json& one : token["top_logprobs"])
            one["logprob"] = one["logprob"].get<double>() + 25;
    return json;
}

/// Takes the reasoning out of the content, as a reasoning parser does.
Json reasoning(Json json) {
    Json& message = json["choices"][0]["message"];
    const auto text = message["content"].get<std::string>();
    const std::size_t end = text.find("</think>");
    message["reasoning_content"] = text.substr(7, end - 7);
    message["content"] = text.substr(end + 8);
    return json;
}

std::string infinite(Json json) {
    json["choices"][0]["logprobs"]["content"][0]["top_logprobs"].back()["logprob"] = "HERE";
    json["note"] = "NaN and -Infinity \" stay";
    std::string text = dumpJson(json);
    return text.replace(text.find("\"HERE\""), 6, "-Infinity");
}

Reply good(const std::string& how, const Request& request) {
    const auto body = parseJson(request.body);
    if (!body || !body->contains("messages")) return error(400, "no messages");
    const std::int64_t k = body->value("top_logprobs", 0);
    if (how == "cap" && k > 5)
        return error(400,
                     "Requested sample logprobs of " + std::to_string(k) + ", which is greater than max allowed: 5");
    const FakeAnswer answer = fakeAnswer(questionOf(*body), body->value("seed", 0));
    Json json = completionJson(answer, how == "nologprobs" ? 0 : k, "fake-judge-1");
    if (how == "outside") json = outside(std::move(json), answer);
    if (how == "sentinels") json = sentinels(std::move(json));
    if (how == "nulls") json = nulls(std::move(json));
    if (how == "logits") json = logits(std::move(json));
    if (how == "reasoning") json = reasoning(std::move(json));
    Reply reply{200, dumpJson(json), "application/json", "", std::string::npos, false};
    if (how == "infinite") reply.body = infinite(std::move(json));
    if (how == "texttype") reply.type = "text/plain";
    return reply;
}

/// Nothing: it has no complaint about this request.
std::optional<Reply> bad(const std::string& how, const std::string& question, Reply whole) {
    const std::size_t half = whole.body.size() / 2;
    if (how == "busy") {
        Reply reply = error(429, "slow down, sk-secret");
        reply.more = "Retry-After: 7\r\n";
        return reply;
    }
    if (how == "fail") return error(500, "out of\nmemory");
    if (how == "loading") return error(503, "Loading model");
    if (how == "key") return error(401, "Incorrect API key provided: sk-secret");
    if (how == "picky" && question.find("odd one") == std::string::npos) return std::nullopt;
    if (how == "toolong" || how == "picky") return error(400, "This model's maximum context length is 10 tokens.");
    if (how == "nomodel") return error(404, "The model `x` does not exist.");
    if (how == "redirect") return Reply{308, "", "text/plain", "Location: http://127.0.0.1:1/v1\r\n"};
    if (how == "html") return Reply{200, "<html>log in</html>", "text/html"};
    if (how == "invalid") return Reply{200, whole.body.substr(0, half), "application/json"};
    if (how == "cut") whole.send = half;
    if (how == "gone") whole.send = 0;
    if (how == "stall") {
        whole.send = half;
        whole.hang = true;
    }
    if (how == "silent") {
        std::this_thread::sleep_for(30s);
        return whole;
    }
    if (how == "huge") whole.body = std::string(std::size_t{3} << 20, ' ') + whole.body;
    if (how == "slow") std::this_thread::sleep_for(100ms);
    return whole; // as it is
}

Reply statisticsReply() {
    const std::lock_guard lock(statistics.mutex);
    return {200,
            dumpJson(Json{{"requests", statistics.requests},
                          {"asked", statistics.asked},
                          {"most", statistics.most},
                          {"now", statistics.now},
                          {"authorization", statistics.authorization}}),
            "application/json",
            "",
            std::string::npos,
            false};
}

/// How often this request came before.
int count(const Request& request) {
    const std::lock_guard lock(statistics.mutex);
    statistics.most = std::max(statistics.most, ++statistics.now);
    ++statistics.requests;
    statistics.authorization = request.authorization;
    return statistics.asked[contentHash(request.path + request.body)]++;
}

Reply answer(const Request& request) {
    if (request.path == "/stats") return statisticsReply();
    if (request.path.ends_with("/models"))
        return {200,
                R"({"object":"list","data":[{"id":"fake-judge"},{"id":"other"}]})",
                "application/json",
                "",
                std::string::npos,
                false};
    const Json body = parseJson(request.body).value_or(Json::object());
    const bool probe = body.value("max_tokens", 0) == 1;
    const int before = probe ? 0 : count(request);
    const std::string first = request.path.substr(1, request.path.find('/', 1) - 1);
    const std::string how = first.substr(0, first.find('-'));
    const auto times = parseNumber<int>(std::string_view(first).substr(std::min(first.size(), how.size() + 1)));
    Reply reply = good(how, request);
    const bool at_the_door = how == "key" || how == "nomodel" || how == "redirect" || how == "html";
    if ((!probe || at_the_door) && (!times || before < *times))
        if (auto worse = bad(how, probe ? std::string() : questionOf(body), reply)) reply = std::move(*worse);
    const std::lock_guard lock(statistics.mutex);
    statistics.now -= probe ? 0 : 1;
    return reply;
}

void serve(int socket) {
    std::string buffer;
    while (const auto request = read(socket, buffer))
        if (!send(socket, answer(*request))) break;
    close(socket);
}

int listenOnFreePort() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool ready = bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 && listen(listener, 64) == 0 &&
                       getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!ready) return -1;
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return listener;
}

} // namespace

int run() {
    std::signal(SIGPIPE, SIG_IGN);
    const int listener = listenOnFreePort();
    if (listener < 0) return 1;
    for (int socket = accept(listener, nullptr, nullptr); socket >= 0; socket = accept(listener, nullptr, nullptr))
        std::thread(serve, socket).detach();
    return 0;
}

} // namespace egt::test

int main() {
    return egt::test::run();
}
