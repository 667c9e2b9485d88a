// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/server_response.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "remote/bracket.h"
#include "scoring/reduce.h"
#include "text/judge_prompt.h"

namespace egt::pipelines {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinite = std::numeric_limits<float>::infinity();
constexpr std::size_t kStoredAlternatives = 4; // as with a judge folder

/// To float32 without leaving the interval.
float down(double value) {
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) > value ? std::max(0.0F, std::nextafter(near, -kInfinite)) : near;
}
float up(double value) {
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) < value ? std::nextafter(near, kInfinite) : near;
}

void fillBrackets(const remote::ChatReply& reply, std::int64_t vocabulary, ResponseRecord& out) {
    const bool told = std::any_of(reply.tokens.begin(), reply.tokens.end(), [](const remote::ReplyToken& token) {
        return token.list.chosen.has_value() || !token.list.others.empty();
    });
    if (!told) return;
    double low = 0;
    double high = 0;
    for (const remote::ReplyToken& token : reply.tokens) {
        const auto bracket = remote::tokenBracket(token.list, vocabulary);
        if (!bracket) { // logits or nonsense: nothing of it can be believed
            out.entropies_low.clear();
            out.entropies_high.clear();
            return;
        }
        low += bracket->low;
        high += bracket->high;
        out.entropies_low.push_back(down(bracket->low));
        out.entropies_high.push_back(up(bracket->high));
    }
    const auto count = static_cast<double>(reply.tokens.size());
    out.bracket = {true, down(low / count), up(high / count)};
}

void fillTokens(const remote::ChatReply& reply, ResponseRecord& out) {
    for (const remote::ReplyToken& token : reply.tokens) {
        const double chosen = token.list.chosen.value_or(std::nan(""));
        out.logprobs.push_back(static_cast<float>(std::min(chosen, 0.0)));
        if (std::isnan(chosen)) out.logprobs.back() = kMissing;
        out.ranks.push_back(static_cast<std::uint32_t>(std::count_if(
            token.list.others.begin(), token.list.others.end(), [&](double other) { return !(other <= chosen); })));
        std::vector<TokenChoice>& top = out.top.emplace_back();
        for (std::size_t i = 0; i < std::min(kStoredAlternatives, token.top.size()); ++i)
            top.push_back({token.top[i].text, static_cast<float>(std::exp(std::min(token.top[i].logprob, 0.0)))});
    }
}

/// Where the byte `digit` of the content is inside its token; npos when the token has lost its place.
std::size_t insideToken(const remote::ReplyToken& token, std::size_t begin, std::size_t end, std::size_t digit,
                        char wanted) {
    const std::size_t cut = token.text.size() - std::min(token.text.size(), end - begin); // before the content's start
    for (const std::size_t at : {digit - begin, digit - begin + cut})
        if (at < token.text.size() && token.text[at] == wanted) return at;
    return std::string::npos;
}

/// The told probability, or the middle of what it can be; missing when that middle says too little.
float probabilityOf(const remote::DigitProbability& digit, const remote::DigitProbability& other) {
    if (digit.told) return static_cast<float>(*digit.told);
    if (!other.told || digit.bound > kVerdictDoubt * (*other.told + digit.bound)) return kMissing;
    return static_cast<float>(digit.bound / 2);
}

void fillVerdict(const PairRecord& pair, const remote::ChatReply& reply, const ParsedResponse& parsed,
                 ResponseRecord& out) {
    out.verdict = scoring::verdictOf(parsed.answer, out.order);
    out.p1 = out.p2 = kMissing;
    out.p_label = scoring::labelProbability(pair.label, out.order, false, 0, 0); // 0.5, or missing without a label
    if (parsed.answer == 0) return;
    out.p_label = kMissing;
    const std::int64_t at = scoring::tokenAt(out.token_ends, parsed.digit);
    if (at < 0) return;
    const auto i = static_cast<std::size_t>(at);
    const std::size_t begin = i == 0 ? 0 : out.token_ends[i - 1];
    const std::size_t inside =
        insideToken(reply.tokens[i], begin, out.token_ends[i], parsed.digit, out.text[parsed.digit]);
    if (inside == std::string::npos) return;
    const auto [one, two] = remote::verdictProbabilities(reply.tokens[i], inside);
    out.p1 = probabilityOf(one, two);
    out.p2 = probabilityOf(two, one);
    if (std::isnan(out.p1) || std::isnan(out.p2)) return;
    out.p_label = scoring::labelProbability(pair.label, out.order, true, out.p1, out.p2);
}

} // namespace

ResponseRecord serverResponse(const PairRecord& pair, Order order, std::int32_t sample, std::uint64_t seed,
                              const remote::ChatReply& reply, VerdictForm form, std::int64_t vocabulary) {
    ResponseRecord out;
    out.pair = pair.id;
    out.order = order;
    out.sample = sample;
    out.seed = seed;
    out.text = reply.content;
    out.token_ends = remote::placeTokens(reply).ends;
    out.entropy = {kMissing, kMissing, kMissing, kMissing, kMissing, kMissing, kMissing};
    fillTokens(reply, out);
    fillBrackets(reply, vocabulary, out);
    fillVerdict(pair, reply, parseResponse(out.text, form), out);
    return out;
}

} // namespace egt::pipelines
