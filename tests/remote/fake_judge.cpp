// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/fake_judge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/hash.h"
#include "base/numbers.h"
#include "base/random.h"

namespace egt::test {
namespace {

std::uint64_t seedOf(const std::string& question, std::int64_t seed) {
    return std::stoull(contentHash(question + "\n" + std::to_string(seed)).substr(0, 15), nullptr, 16);
}

/// From nearly certain to nearly flat, so that both ends of the bracket are put to the test.
std::vector<double> distribution(Random& random) {
    const double sharpness = random.uniform(0.3, 6);
    std::vector<double> out(static_cast<std::size_t>(kFakeVocabulary));
    for (double& p : out)
        p = std::exp(sharpness * random.normal());
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double& p : out)
        p /= sum;
    return out;
}

FakeToken tokenOf(const std::string& text, Random& random) {
    FakeToken token{text, distribution(random), 0};
    const auto largest = std::max_element(token.probabilities.begin(), token.probabilities.end());
    token.chosen = static_cast<std::size_t>(largest - token.probabilities.begin());
    return token;
}

double float32(double value) {
    return static_cast<double>(static_cast<float>(value));
}

} // namespace

double FakeToken::entropy() const {
    return std::accumulate(probabilities.begin(), probabilities.end(), 0.0,
                           [](double sum, double p) { return p > 0 ? sum - p * std::log(p) : sum; });
}

std::string FakeToken::textOf(std::size_t token) const {
    if (token == chosen) return text;
    // Beside a digit stands the other digit, as its likeliest rival.
    const bool digit = text == "1" || text == "2";
    std::size_t rival = chosen == 0 ? 1 : 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        if (i != chosen && probabilities[i] > probabilities[rival]) rival = i;
    if (digit && token == rival) return text == "1" ? "2" : "1";
    return "t" + std::to_string(token);
}

std::string FakeAnswer::text() const {
    std::string out;
    for (const FakeToken& token : tokens)
        out += token.text;
    return out;
}

double FakeAnswer::meanEntropy() const {
    double sum = 0;
    for (const FakeToken& token : tokens)
        sum += token.entropy();
    return sum / static_cast<double>(tokens.size());
}

FakeAnswer fakeAnswer(const std::string& question, std::int64_t seed) {
    Random random(seedOf(question, seed));
    FakeAnswer out;
    out.verdict = random.below(2) == 0 ? 1 : 2;
    std::vector<std::string> pieces = {"<think>"};
    for (std::uint64_t word = 0; word < 3 + random.below(6); ++word)
        pieces.push_back(word % 2 == 0 ? " Zähler" : " 图");
    for (const char* piece : {"</think>", "<answer>"})
        pieces.emplace_back(piece);
    pieces.push_back(std::to_string(out.verdict));
    pieces.emplace_back("</answer>");
    for (const std::string& piece : pieces)
        out.tokens.push_back(tokenOf(piece, random));
    return out;
}

std::string questionOf(const Json& body) {
    std::string out;
    for (const Json& message : body.at("messages")) {
        if (message.at("content").is_string()) {
            out += message.at("content").get<std::string>();
            continue;
        }
        for (const Json& part : message.at("content"))
            out += part.value("text", "");
    }
    return out;
}

Json tokenJson(const FakeToken& token, std::int64_t k) {
    std::vector<std::size_t> order(token.probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return token.probabilities[a] > token.probabilities[b]; });
    const auto entry = [&](std::size_t i) {
        const std::string text = token.textOf(i);
        return Json{{"token", text},
                    {"logprob", float32(std::log(token.probabilities[i]))},
                    {"bytes", std::vector<int>(reinterpret_cast<const unsigned char*>(text.data()),
                                               reinterpret_cast<const unsigned char*>(text.data()) + text.size())}};
    };
    Json out = entry(token.chosen);
    out["top_logprobs"] = Json::array();
    for (std::int64_t i = 0; i < k; ++i)
        out["top_logprobs"].push_back(entry(order[static_cast<std::size_t>(i)]));
    return out;
}

Json completionJson(const FakeAnswer& answer, std::int64_t k, const std::string& model) {
    Json choice = {{"index", 0},
                   {"finish_reason", "stop"},
                   {"message", {{"role", "assistant"}, {"content", answer.text()}}},
                   {"logprobs", nullptr}};
    if (k > 0) {
        Json list = Json::array();
        for (const FakeToken& token : answer.tokens)
            list.push_back(tokenJson(token, k));
        choice["logprobs"] = {{"content", std::move(list)}};
    }
    return {{"id", "x"}, {"object", "chat.completion"}, {"model", model}, {"choices", Json::array({choice})}};
}

} // namespace egt::test
