// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge_reply.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <string>

namespace egt::test {
namespace {

struct Token {
    std::string text;
    double weight = 0.15; ///< how much of the doubt falls on it
    bool think = false;
};

const std::set<std::string> kClaims = {"red",    "orange",   "yellow",    "green",       "cyan",         "blue",
                                       "purple", "pink",     "two",       "three",       "four",         "one",
                                       "zero",   "top-left", "top-right", "bottom-left", "bottom-right", "larger",
                                       "pale",   "hue",      "between",   "close",       "missed"};
const std::set<std::string> kTurns = {"looks", "count", "seems", "so", "but", "more", "faithful", "plain", "edge"};

std::string bare(std::string word) {
    word.erase(std::remove_if(word.begin(), word.end(), [](char c) { return c == '.' || c == ',' || c == '?'; }),
               word.end());
    return word;
}

void addWords(std::vector<Token>& tokens, const std::string& text, std::mt19937& random) {
    std::gamma_distribution<double> claim(2.2, 2.2);
    std::gamma_distribution<double> turn(1.6, 0.9);
    std::gamma_distribution<double> quiet(0.5, 0.22);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t next = text.find(' ', at + 1);
        if (next == std::string::npos) next = text.size();
        const std::string word = text.substr(at, next - at);
        const std::string key = bare(word.front() == ' ' ? word.substr(1) : word);
        const double weight = kClaims.contains(key)  ? claim(random)
                              : kTurns.contains(key) ? turn(random)
                                                     : quiet(random);
        tokens.push_back({word, weight, true});
        at = next;
    }
}

std::string reasoningOf(const PairRecord& pair, Order order, bool first) {
    const std::string& one = order == Order::stored ? pair.answer_a : pair.answer_b;
    const std::string& two = order == Order::stored ? pair.answer_b : pair.answer_a;
    const auto claim = [](const std::string& answer) { return answer.substr(0, answer.find('.')); };
    return "I compare both answers with the picture. Answer 1 says: " + claim(one) + ". Answer 2 says: " + claim(two) +
           ". The ground is grey and noisy, so I look at the edge of each object and at what fills it. What the "
           "picture "
           "shows there looks more like what answer " +
           (first ? "1" : "2") + " says, but the other reading is not far away. So answer " + (first ? "1" : "2") +
           " is more faithful.";
}

/// The likeliest four of a distribution with about this entropy.
std::vector<TokenChoice> choicesOf(const Token& token, double entropy, bool taken_first) {
    static const std::array<const char*, 6> others = {" the", " blue", " not", " two", " looks", " and"};
    const double top = std::clamp(std::exp(-0.62 * entropy), 0.12, 0.999);
    std::vector<TokenChoice> out;
    double rest = 1 - top;
    out.push_back({token.text, static_cast<float>(top)});
    for (std::size_t i = 0; out.size() < 4; ++i) {
        const std::string other = others[(i + token.text.size()) % others.size()];
        if (other == token.text) continue;
        out.push_back({other, static_cast<float>(rest * 0.5)});
        rest *= 0.5;
    }
    if (!taken_first) std::swap(out[0].text, out[1].text);
    return out;
}

float meanOf(const std::vector<Token>& tokens, const std::vector<float>& entropies, bool think) {
    double sum = 0;
    double n = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (tokens[i].think == think) sum += entropies[i], n += 1;
    return n > 0 ? static_cast<float>(sum / n) : std::numeric_limits<float>::quiet_NaN();
}

EntropySummary summaryOf(const std::vector<Token>& tokens, const std::vector<float>& entropies, std::size_t verdict) {
    EntropySummary out;
    std::vector<float> sorted = entropies;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    out.sum = std::accumulate(sorted.begin(), sorted.end(), 0.0F);
    out.mean = out.sum / static_cast<float>(sorted.size());
    out.max = sorted.front();
    const std::size_t fifth = std::max<std::size_t>(1, sorted.size() / 5);
    out.top_fifth = std::accumulate(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(fifth), 0.0F) /
                    static_cast<float>(fifth);
    out.think = meanOf(tokens, entropies, true);
    out.answer = out.verdict = entropies[verdict];
    return out;
}

} // namespace

ResponseRecord replyOf(const PairRecord& pair, Order order, double p_a, double mean_entropy, std::mt19937& random) {
    const bool says_a = p_a >= 0.5;
    const bool first = says_a == (order == Order::stored);
    std::vector<Token> tokens = {{"<think>", 0.001}};
    addWords(tokens, reasoningOf(pair, order, first), random);
    tokens.push_back({"</think>", 0.02});
    tokens.push_back({"<answer>", 0.001});
    const std::size_t verdict = tokens.size();
    tokens.push_back({first ? "1" : "2", 0});
    tokens.push_back({"</answer>", 0.001});
    double weights = 0;
    for (const Token& token : tokens)
        weights += token.weight;
    const double scale = mean_entropy * static_cast<double>(tokens.size()) / weights;

    ResponseRecord out;
    out.pair = pair.id;
    out.order = order;
    out.verdict = says_a ? Verdict::a : Verdict::b;
    const double p_said = std::max(p_a, 1 - p_a);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        double entropy = std::min(3.2, tokens[i].weight * scale);
        if (i == verdict) entropy = -p_said * std::log(p_said) - (1 - p_said) * std::log(std::max(1e-6, 1 - p_said));
        const bool likeliest = entropy < 1.9 || random() % 4 != 0;
        out.text += tokens[i].text;
        out.token_ends.push_back(static_cast<std::uint32_t>(out.text.size()));
        out.entropies.push_back(static_cast<float>(entropy));
        out.top.push_back(choicesOf(tokens[i], entropy, likeliest));
        out.ranks.push_back(likeliest ? 0 : 1);
        out.logprobs.push_back(std::log(out.top.back()[likeliest ? 0 : 1].probability));
    }
    out.p1 = static_cast<float>(order == Order::stored ? p_a : 1 - p_a);
    out.p2 = 1 - out.p1;
    out.p_label = static_cast<float>(pair.label == Label::b ? 1 - p_a : p_a);
    out.entropy = summaryOf(tokens, out.entropies, verdict);
    return out;
}

} // namespace egt::test
