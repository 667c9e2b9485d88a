// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/rollout.h"

#include <cmath>

#include "base/random.h"
#include "scoring/reduce.h"

namespace egt::ml {
namespace {

struct Questions {
    std::vector<Ask> asks;
    std::vector<std::vector<std::int32_t>> prompts;
};

constexpr std::int32_t kRolloutBatch = 256; ///< responses generated together

void setAdvantages(RolloutBatch& batch, const TrainConfig& config) {
    std::vector<double> rewards;
    for (const Rollout& rollout : batch.rollouts)
        rewards.push_back(rollout.reward.total(config.format_reward));
    const training::Advantages advantages = training::groupAdvantages(rewards, config.num_generations);
    batch.zero_std_share = advantages.zero_std_share;
    for (std::size_t i = 0; i < batch.rollouts.size(); ++i)
        batch.rollouts[i].advantage =
            config.method == TrainMethod::grpo ? advantages.values[i] : batch.rollouts[i].reward.verdict;
}

} // namespace

training::Reward rewardOf(const std::string& text, VerdictForm form, Order order, Label label) {
    const int answer = parseResponse(text, form).answer;
    const Verdict verdict = scoring::verdictOf(answer, order);
    const bool right = (verdict == Verdict::a && label == Label::a) || (verdict == Verdict::b && label == Label::b);
    return {answer != 0 ? 1.0 : 0.0, right ? 1.0 : 0.0};
}

Result<RolloutBatch> rollOut(LoadedJudge& judge, Project& project, const std::vector<PairId>& pairs,
                             const PairTable& table, const TrainConfig& config, std::int64_t step, ImageCache& images,
                             Control& control, Warnings& warnings) {
    EGT_ASSIGN(std::vector<PairRecord> records, project.pairs(pairs));
    const std::int32_t limit = judge.maxNewTokens(config.max_new_tokens);
    RolloutBatch batch;
    Questions questions;
    for (std::size_t place = 0; place < records.size(); ++place) {
        const PairId id = records[place].id;
        const std::uint64_t base = mixSeed(config.seed, 0x726f6c6c, static_cast<std::uint64_t>(step), place);
        const Order order = base & 1 ? Order::swapped : Order::stored;
        auto pair = readyPair(judge, std::move(records[place]), images);
        auto ids = pair ? promptIds(judge, *pair, order, limit) : Result<std::vector<std::int32_t>>(fail(pair.error()));
        if (!ids) {
            warnings.pairFailed(id, ids.error());
            continue;
        }
        for (std::int32_t g = 0; g < config.num_generations; ++g) {
            questions.asks.push_back({batch.pairs.size(), order, g, mixSeed(base, static_cast<std::uint64_t>(g) + 1)});
            questions.prompts.push_back(*ids);
        }
        batch.pairs.push_back(std::move(*pair));
    }
    const AskOptions ask{config.temperature, 1, limit, kRolloutBatch, 0};
    Answers answers = generateAnswers(judge, batch.pairs, questions.asks, questions.prompts, ask, control);
    batch.stopped = answers.stopped;
    if (batch.stopped) return batch;
    for (std::size_t i = 0; i < questions.asks.size(); ++i) {
        const Ask& asked = questions.asks[i];
        Rollout rollout{asked.pair, std::move(answers.sequences[i]), std::move(answers.generated[i]), {}, 0};
        rollout.sequence.response = rollout.generated.ids;
        rollout.reward = rewardOf(judge.tokenizer.decode(rollout.generated.ids), judge.prompt.verdict, asked.order,
                                  table.at(batch.pairs[asked.pair].pair.id).label);
        batch.response_tokens += static_cast<std::int64_t>(rollout.generated.ids.size());
        batch.prompt_tokens += static_cast<std::int64_t>(rollout.sequence.prompt.size());
        batch.rollouts.push_back(std::move(rollout));
    }
    setAdvantages(batch, config);
    return batch;
}

void addRolloutMetrics(const RolloutBatch& batch, const TrainConfig& config, std::int64_t step,
                       std::vector<MetricPoint>& points) {
    const auto n = static_cast<double>(batch.rollouts.size());
    double reward = 0, format = 0, verdict = 0, entropy = 0, clipped = 0;
    for (const Rollout& rollout : batch.rollouts) {
        reward += rollout.reward.total(config.format_reward);
        format += rollout.reward.format;
        verdict += rollout.reward.verdict;
        clipped += rollout.generated.finished ? 0 : 1;
        for (const float h : rollout.generated.entropies)
            entropy += h;
    }
    double squares = 0;
    for (const Rollout& rollout : batch.rollouts)
        squares += std::pow(rollout.reward.total(config.format_reward) - reward / n, 2);
    const auto tokens = static_cast<double>(batch.response_tokens);
    const auto add = [&](const char* name, double value) { points.push_back({step, name, value}); };
    add("reward", reward / n);
    add("reward_std", n > 1 ? std::sqrt(squares / (n - 1)) : 0);
    add("frac_reward_zero_std", batch.zero_std_share);
    add("rewards/format/mean", format / n);
    add("rewards/verdict/mean", verdict / n);
    add("entropy", tokens > 0 ? entropy / tokens : 0);
    add("completions/mean_length", tokens / n);
    add("completions/clipped_ratio", clipped / n);
}

} // namespace egt::ml
