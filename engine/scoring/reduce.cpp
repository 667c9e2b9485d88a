// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/reduce.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

namespace egt::scoring {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// Mean that skips missing values and is missing when nothing is left.
class Mean {
public:
    void add(double value) {
        if (std::isnan(value)) return;
        m_sum += value;
        ++m_count;
    }
    [[nodiscard]] float value() const { return m_count == 0 ? kMissing : static_cast<float>(m_sum / m_count); }

private:
    double m_sum = 0;
    double m_count = 0;
};

float topFifth(std::span<const float> entropies) {
    std::vector<float> sorted(entropies.begin(), entropies.end());
    const std::size_t count = (sorted.size() + 4) / 5; // ceil(n / 5): at least one token
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += sorted[i];
    return static_cast<float>(sum / static_cast<double>(count));
}

float spanMean(std::span<const float> entropies, std::span<const std::uint32_t> ends, std::size_t begin,
               std::size_t end) {
    Mean mean;
    std::size_t token_begin = 0;
    for (std::size_t i = 0; i < entropies.size(); ++i) {
        if (token_begin < end && ends[i] > begin && begin < end) mean.add(entropies[i]);
        token_begin = ends[i];
    }
    return mean.value();
}

double binaryEntropy(double p) {
    if (p <= 0 || p >= 1) return 0;
    return -p * std::log(p) - (1 - p) * std::log(1 - p);
}

/// Share of samples in which both orders gave the same verdict about the stored answers.
float consistencyOf(const std::vector<const ResponseRecord*>& responses) {
    std::map<std::int32_t, std::vector<Verdict>> by_sample;
    for (const ResponseRecord* r : responses)
        by_sample[r->sample].push_back(r->verdict);
    Mean mean;
    for (const auto& [sample, verdicts] : by_sample)
        if (verdicts.size() == 2) mean.add(verdicts[0] == verdicts[1] && verdicts[0] != Verdict::unparsed ? 1 : 0);
    return mean.value();
}

/// Ends of the interval are averaged apart: the mean of the entropies lies between the mean ends.
EntropyBracket meanBracket(const std::vector<const ResponseRecord*>& responses) {
    Mean low, high;
    for (const ResponseRecord* r : responses)
        if (r->bracket.known) low.add(r->bracket.low), high.add(r->bracket.high);
    return std::isnan(low.value()) ? EntropyBracket{} : EntropyBracket{true, low.value(), high.value()};
}

EntropySummary meanSummary(const std::vector<const ResponseRecord*>& responses) {
    const auto mean_of = [&](float EntropySummary::*field) {
        Mean mean;
        for (const ResponseRecord* r : responses)
            mean.add(r->entropy.*field);
        return mean.value();
    };
    EntropySummary out;
    for (float EntropySummary::*field :
         {&EntropySummary::mean, &EntropySummary::sum, &EntropySummary::max, &EntropySummary::top_fifth,
          &EntropySummary::think, &EntropySummary::answer, &EntropySummary::verdict})
        out.*field = mean_of(field);
    return out;
}

bool namesLabel(Verdict verdict, Label label) {
    return (verdict == Verdict::a && label == Label::a) || (verdict == Verdict::b && label == Label::b);
}

} // namespace

std::int64_t tokenAt(std::span<const std::uint32_t> token_ends, std::size_t byte) {
    const auto found = std::upper_bound(token_ends.begin(), token_ends.end(), byte);
    return found == token_ends.end() ? -1 : found - token_ends.begin();
}

EntropySummary summarise(std::span<const float> entropies, std::span<const std::uint32_t> token_ends,
                         const ParsedResponse& parsed) {
    EntropySummary out{kMissing, 0, kMissing, kMissing, kMissing, kMissing, kMissing};
    if (entropies.empty()) return out;
    double sum = 0;
    for (const float h : entropies)
        sum += h;
    out.sum = static_cast<float>(sum);
    out.mean = static_cast<float>(sum / static_cast<double>(entropies.size()));
    out.max = *std::max_element(entropies.begin(), entropies.end());
    out.top_fifth = topFifth(entropies);
    out.think = spanMean(entropies, token_ends, parsed.think_begin, parsed.think_end);
    out.answer = spanMean(entropies, token_ends, parsed.answer_begin, parsed.answer_end);
    if (parsed.answer != 0)
        if (const std::int64_t token = tokenAt(token_ends, parsed.digit); token >= 0)
            out.verdict = entropies[static_cast<std::size_t>(token)];
    return out;
}

Verdict verdictOf(int answer, Order order) {
    if (answer != 1 && answer != 2) return Verdict::unparsed;
    return (answer == 1) == (order == Order::stored) ? Verdict::a : Verdict::b;
}

float labelProbability(Label label, Order order, bool parsed, float p1, float p2) {
    if (label != Label::a && label != Label::b) return kMissing;
    const double total = static_cast<double>(p1) + static_cast<double>(p2);
    if (!parsed || !(total > 0)) return 0.5F;
    const bool labelled_is_first = (label == Label::a) == (order == Order::stored);
    return static_cast<float>((labelled_is_first ? p1 : p2) / total);
}

ScoreRecord reducePair(PairId pair, Label label, std::vector<const ResponseRecord*> responses) {
    std::sort(responses.begin(), responses.end(), [](const ResponseRecord* x, const ResponseRecord* y) {
        return std::pair(x->order, x->sample) < std::pair(y->order, y->sample);
    });
    ScoreRecord score;
    score.pair = pair;
    score.responses = static_cast<std::int32_t>(responses.size());
    score.entropy = meanSummary(responses);
    score.bracket = meanBracket(responses);
    const bool labelled = label == Label::a || label == Label::b;
    Mean p_label, first, agreement, unparsed, tokens;
    std::int64_t votes_a = 0;
    std::int64_t votes_b = 0;
    for (const ResponseRecord* r : responses) {
        p_label.add(r->p_label);
        tokens.add(static_cast<double>(std::max(r->entropies.size(), r->entropies_low.size())));
        unparsed.add(r->verdict == Verdict::unparsed ? 1 : 0);
        if (labelled) agreement.add(namesLabel(r->verdict, label) ? 1 : 0);
        if (r->verdict == Verdict::unparsed) continue;
        first.add((r->verdict == Verdict::a) == (r->order == Order::stored) ? 1 : 0);
        (r->verdict == Verdict::a ? votes_a : votes_b) += 1;
    }
    score.p_label = p_label.value();
    score.tokens = tokens.value();
    score.unparsed = unparsed.value();
    score.agreement = agreement.value();
    score.first_rate = first.value();
    score.consistency = consistencyOf(responses);
    const std::int64_t votes = votes_a + votes_b;
    const double share =
        votes == 0 ? std::nan("") : static_cast<double>(std::max(votes_a, votes_b)) / static_cast<double>(votes);
    score.vote_share = static_cast<float>(share);
    score.vote_entropy = votes == 0 ? kMissing : static_cast<float>(binaryEntropy(share));
    if (votes > 0) score.verdict = votes_a == votes_b ? 3 : votes_a > votes_b ? 1 : 2;
    return score;
}

} // namespace egt::scoring
