// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/client.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <thread>

#include "remote/server_error.h"

namespace egt::remote {
namespace {

/// Python writes -Infinity and NaN into what it calls JSON: null in their place. Only outside of texts.
std::string withoutInfinities(const std::string& body) {
    std::string out;
    bool in_text = false;
    for (std::size_t at = 0; at < body.size();) {
        const char c = body[at];
        if (c == '"') in_text = !in_text;
        std::size_t taken = in_text && c == '\\' ? 2 : 1;
        std::string_view put(body.data() + at, std::min(taken, body.size() - at));
        for (const std::string_view word : {"-Infinity", "Infinity", "NaN"})
            if (!in_text && std::string_view(body).substr(at, word.size()) == word) {
                put = "null";
                taken = word.size();
                break;
            }
        out += put;
        at += taken;
    }
    return out;
}

Result<Json> parseBody(const std::string& body) {
    Result<Json> json = parseJson(body);
    return json ? std::move(json) : parseJson(withoutInfinities(body));
}

} // namespace

std::string apiKeyFromEnvironment(const ServerAddress& address) {
    const auto value = [](const char* name) {
        const char* key = std::getenv(name);
        return std::string(key != nullptr ? key : "");
    };
    if (std::string key = value("EGT_API_KEY"); !key.empty()) return key;
    return address.encrypted || address.loopback ? value("OPENAI_API_KEY") : std::string();
}

Client::Client(ServerAddress address, ClientOptions options, Clock clock)
    : m_address(std::move(address)), m_options(std::move(options)), m_clock(std::move(clock)),
      m_transfers(m_options.times, m_options.most_bytes) {}

void Client::ask(std::int64_t tag, std::string path, std::string body) {
    m_questions[tag] = {std::move(path), std::move(body), 0, m_clock.now(), false};
}

void Client::forget(std::int64_t tag) {
    if (const auto found = m_questions.find(tag); found != m_questions.end() && !found->second.under_way)
        m_questions.erase(found);
}

void Client::cancel() {
    m_transfers.cancel();
    m_questions.clear();
}

double Client::nextDue() const {
    double due = std::numeric_limits<double>::infinity();
    for (const auto& [tag, question] : m_questions)
        if (!question.under_way) due = std::min(due, question.due);
    return due;
}

void Client::startDue() {
    const double now = m_clock.now();
    for (auto& [tag, question] : m_questions) {
        if (m_transfers.active() >= m_options.concurrency) return;
        if (question.under_way || question.due > now) continue;
        question.under_way = true;
        ++question.attempts;
        m_transfers.start(tag, {m_address.base + question.path, question.body, m_options.key, m_address.loopback});
    }
}

void Client::sleep(double seconds) const {
    if (m_clock.sleep)
        m_clock.sleep(seconds);
    else
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

std::vector<Answer> Client::poll(double seconds) {
    std::vector<Answer> out;
    startDue();
    if (m_questions.empty()) return out;
    const double until_due = std::max(0.0, nextDue() - m_clock.now());
    const bool room = m_transfers.active() < m_options.concurrency;
    const double wait = room ? std::min(seconds, until_due) : seconds;
    if (m_transfers.active() == 0) {
        sleep(wait);
        startDue();
        return out;
    }
    for (auto& [tag, reply] : m_transfers.wait(wait))
        decide(tag, reply, out);
    startDue();
    return out;
}

void Client::decide(std::int64_t tag, const HttpReply& reply, std::vector<Answer>& out) {
    const auto found = m_questions.find(tag);
    if (found == m_questions.end()) return;
    Question& question = found->second;
    question.under_way = false;
    const bool good = reply.end == HttpReply::End::answered && reply.status >= 200 && reply.status < 300;
    Result<Json> json = good ? parseBody(reply.body) : Result<Json>(fail(Error{}));
    // Broken JSON from a server that means to send JSON is an accident; a page of HTML will be the same next time.
    const bool broken = good && !json && reply.content_type.find("json") != std::string::npos;
    const bool passing = isPassing(reply) || broken;
    if (!json && passing && question.attempts < m_options.retry.attempts) {
        const auto asked = retryAfterSeconds(reply.retry_after, nowMs() / 1000);
        if (asked.value_or(0) <= m_options.retry.patience) {
            question.due =
                m_clock.now() + std::max(asked.value_or(0), backoffSeconds(m_options.retry, tag, question.attempts));
            ++m_retries;
            return;
        }
    }
    if (!json)
        json = fail(good ? notJsonError(m_address.base, reply)
                         : serverError(m_address.base, reply, m_options.key, question.attempts, m_options.times.total));
    out.push_back({tag, std::move(json), passing});
    m_questions.erase(found);
}

} // namespace egt::remote
