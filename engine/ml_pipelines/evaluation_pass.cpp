// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/evaluation_pass.h"

#include <algorithm>
#include <cmath>

#include "evaluation/statistics.h"
#include "scoring/reduce.h"

namespace egt::ml {
namespace {

constexpr Order kOrders[] = {Order::stored, Order::swapped};

/// The pairs of one batch with their prompts, in both orders.
struct Chunk {
    std::vector<ReadyPair> pairs;
    std::vector<Ask> asks;
    std::vector<std::vector<std::int32_t>> prompts;
};

Result<void> addPair(const LoadedJudge& judge, PairRecord record, const EvaluationOptions& options, std::int32_t limit,
                     ImageCache& images, Chunk& chunk) {
    EGT_ASSIGN(ReadyPair pair, readyPair(judge, std::move(record), images, options.blank_images));
    std::vector<std::vector<std::int32_t>> prompts;
    for (const Order order : kOrders) {
        EGT_ASSIGN(auto ids, promptIds(judge, pair, order, limit));
        prompts.push_back(std::move(ids));
    }
    for (std::size_t o = 0; o < 2; ++o) {
        chunk.asks.push_back({chunk.pairs.size(), kOrders[o], 0, 0});
        chunk.prompts.push_back(std::move(prompts[o]));
    }
    chunk.pairs.push_back(std::move(pair));
    return {};
}

Verdict verdictOfAnswer(const LoadedJudge& judge, const Ask& ask, const judge::Generated& generated) {
    const std::string text = judge.tokenizer.decode(generated.ids);
    return scoring::verdictOf(parseResponse(text, judge.prompt.verdict).answer, ask.order);
}

} // namespace

ShareInterval clusteredShare(const std::vector<double>& means) {
    if (means.empty()) return {std::nan(""), 0, 1};
    const auto n = static_cast<double>(means.size());
    double p = 0;
    for (const double x : means)
        p += x;
    p /= n;
    double squares = 0;
    for (const double x : means)
        squares += (x - p) * (x - p);
    const double error2 = n > 1 ? squares / (n - 1) / n : 0;
    const double size = error2 > 0 && p > 0 && p < 1 ? p * (1 - p) / error2 : n;
    const evaluation::Interval interval = evaluation::wilson(p * size, size);
    return {p, interval.low, interval.high};
}

double EvaluationTally::add(Label label, Verdict stored, Verdict swapped) {
    const Verdict right = label == Label::a ? Verdict::a : Verdict::b;
    m_pair_means.push_back(((stored == right ? 1.0 : 0.0) + (swapped == right ? 1.0 : 0.0)) / 2);
    m_consistent += stored == swapped && stored != Verdict::unparsed ? 1 : 0;
    m_parsed += (stored != Verdict::unparsed ? 1 : 0) + (swapped != Verdict::unparsed ? 1 : 0);
    m_first += (stored == Verdict::a ? 1 : 0) + (swapped == Verdict::b ? 1 : 0);
    return m_pair_means.back();
}

EvaluationRecord EvaluationTally::record() const {
    EvaluationRecord out;
    const auto n = static_cast<double>(m_pair_means.size());
    const ShareInterval share = clusteredShare(m_pair_means);
    out.pairs = static_cast<std::int64_t>(m_pair_means.size());
    out.accuracy = share.value;
    out.low = share.low;
    out.high = share.high;
    out.consistency = n > 0 ? m_consistent / n : std::nan("");
    out.first_rate = m_parsed > 0 ? m_first / m_parsed : std::nan("");
    out.unparsed = n > 0 ? 1 - m_parsed / (2 * n) : std::nan("");
    return out;
}

Result<EvaluationPass> evaluatePairs(LoadedJudge& judge, Project& project, const std::vector<PairId>& pairs,
                                     const PairTable& table, const EvaluationOptions& options, ImageCache& images,
                                     Control& control, Warnings& warnings,
                                     const std::function<void(std::int64_t)>& done) {
    EvaluationPass pass;
    EvaluationTally tally;
    const std::int32_t limit = judge.maxNewTokens(options.max_new_tokens);
    const std::size_t step = std::max<std::size_t>(1, static_cast<std::size_t>(options.batch) / 2);
    for (std::size_t begin = 0; begin < pairs.size(); begin += step) {
        const std::size_t end = std::min(pairs.size(), begin + step);
        EGT_ASSIGN(auto records, project.pairs({pairs.begin() + static_cast<std::ptrdiff_t>(begin),
                                                pairs.begin() + static_cast<std::ptrdiff_t>(end)}));
        Chunk chunk;
        for (PairRecord& record : records) {
            const PairId id = record.id;
            if (const auto added = addPair(judge, std::move(record), options, limit, images, chunk); !added) {
                warnings.pairFailed(id, added.error());
                ++pass.left_out;
            }
        }
        const AskOptions ask{0, 1, limit, options.batch, 0};
        const Answers answers = generateAnswers(judge, chunk.pairs, chunk.asks, chunk.prompts, ask, control);
        if (answers.stopped) {
            pass.stopped = true;
            break;
        }
        for (const judge::Generated& generated : answers.generated)
            pass.tokens += static_cast<std::int64_t>(generated.ids.size());
        for (std::size_t p = 0; p < chunk.pairs.size(); ++p) {
            PairVerdicts said{chunk.pairs[p].pair.id,
                              verdictOfAnswer(judge, chunk.asks[2 * p], answers.generated[2 * p]),
                              verdictOfAnswer(judge, chunk.asks[2 * p + 1], answers.generated[2 * p + 1]), 0};
            said.correct = tally.add(table.at(said.pair).label, said.stored, said.swapped);
            pass.pairs.push_back(said);
        }
        if (done) done(static_cast<std::int64_t>(end));
    }
    pass.record = tally.record();
    return pass;
}

} // namespace egt::ml
