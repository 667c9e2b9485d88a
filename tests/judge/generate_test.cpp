// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge_fixture.h"

namespace egt::judge {
namespace {

using test::demoJudge;
using test::mixedBatch;

GenerateOptions greedy() {
    GenerateOptions options;
    options.max_new_tokens = 12;
    options.suppressed = {test::image_id, 381, 382, 383};
    options.watched = {49, 50, -1};
    return options;
}

std::vector<Generated> run(Judge& judge, const test::Batch& batch, const GenerateOptions& options) {
    FreeRun control;
    return judge.generate(batch.sequences, batch.images, options, control);
}

// What generation records must be what a teacher-forced pass over the same tokens gives, computed by torch.
TEST(Generate, EqualsATeacherForcedPass) {
    const auto judge = demoJudge();
    test::Batch batch = mixedBatch(*judge);
    const auto generated = run(*judge, batch, greedy());
    ASSERT_EQ(generated.size(), batch.sequences.size());
    for (std::size_t i = 0; i < generated.size(); ++i)
        batch.sequences[i].response = generated[i].ids;
    const at::NoGradGuard no_grad;
    const Forced forced = judge->forward(batch.sequences, batch.images);
    const torch::Tensor logp = at::log_softmax(forced.logits_NV.to(torch::kFloat64), -1);
    const torch::Tensor entropy = -(logp.exp() * logp).sum(-1);
    std::int64_t at = 0;
    for (std::size_t i = 0; i < generated.size(); ++i) {
        const Generated& g = generated[i];
        EXPECT_EQ(g.ids.size(), 12U);
        EXPECT_EQ(forced.lengths[i], 12);
        for (std::size_t t = 0; t < g.ids.size(); ++t, ++at) {
            const torch::Tensor row = logp[at];
            EXPECT_NEAR(g.entropies[t], entropy[at].item<double>(), 1e-4) << i << ' ' << t;
            EXPECT_NEAR(g.logprobs[t], row[g.ids[t]].item<double>(), 1e-4);
            EXPECT_EQ(forced.targets_N[at].item<std::int64_t>(), g.ids[t]);
            EXPECT_EQ(g.sample_logprobs[t], 0);
            ASSERT_EQ(g.watched[t].size(), 3U);
            EXPECT_NEAR(g.watched[t][0], row[49].exp().item<double>(), 1e-5);
            EXPECT_EQ(g.watched[t][2], 0);
            ASSERT_EQ(g.alternatives[t].size(), 4U);
            const auto top = row.exp().topk(4);
            for (int k = 0; k < 4; ++k)
                EXPECT_NEAR(g.alternatives[t][static_cast<std::size_t>(k)].second, std::get<0>(top)[k].item<double>(),
                            1e-5);
            EXPECT_EQ(g.alternatives[t][static_cast<std::size_t>(g.ranks[t])].first, g.ids[t]);
        }
    }
}

// Equal unless two candidates lie closer than rounding moves them.
void expectSame(const Generated& a, const Generated& b) {
    ASSERT_EQ(a.ids, b.ids);
    for (std::size_t t = 0; t < a.ids.size(); ++t) {
        EXPECT_NEAR(a.entropies[t], b.entropies[t], 1e-4);
        EXPECT_NEAR(a.logprobs[t], b.logprobs[t], 1e-4);
        EXPECT_NEAR(a.sample_logprobs[t], b.sample_logprobs[t], 1e-4);
    }
}

TEST(Generate, BatchMatesAndPaddingChangeNothing) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    for (const double temperature : {0.0, 1.0}) {
        GenerateOptions options = greedy();
        options.temperature = temperature;
        options.seeds = {11, 12, 13, 14, 11};
        const auto together = run(*judge, batch, options);
        expectSame(together[0], together[4]); // same prompt, same seed
        for (std::size_t i = 0; i < together.size(); ++i) {
            GenerateOptions alone = options;
            alone.seeds = {options.seeds[i]};
            expectSame(together[i], run(*judge, {{batch.sequences[i]}, batch.images}, alone)[0]);
        }
    }
}

TEST(Generate, SamplesOfOnePromptDifferAndComeBack) {
    const auto judge = demoJudge();
    test::Batch batch = mixedBatch(*judge);
    batch.sequences = {batch.sequences[0], batch.sequences[0], batch.sequences[0]};
    GenerateOptions options = greedy();
    options.temperature = 1;
    options.seeds = {1, 2, 1};
    const auto once = run(*judge, batch, options);
    EXPECT_EQ(once[0].ids, once[2].ids);
    EXPECT_NE(once[0].ids, once[1].ids);
    EXPECT_EQ(run(*judge, batch, options)[1].ids, once[1].ids);
    EXPECT_EQ(run(*judge, batch, options)[1].entropies, once[1].entropies);
}

TEST(Generate, SuppressedTokensAreNeverGeneratedButCountInTheEntropy) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options = greedy();
    const auto free = run(*judge, batch, options);
    for (std::int32_t id = 0; id < 383; ++id)
        if (id != 7 && id != 8) options.suppressed.push_back(id);
    for (const double temperature : {0.0, 1.0, 5.0}) {
        options.temperature = temperature;
        options.seeds = {1, 2, 3, 4, 5};
        const auto bound = run(*judge, batch, options);
        for (std::size_t i = 0; i < bound.size(); ++i) {
            for (const std::int32_t id : bound[i].ids)
                EXPECT_TRUE(id == 7 || id == 8) << id;
            EXPECT_NEAR(bound[i].entropies[0], free[i].entropies[0], 1e-6); // of the raw distribution
        }
    }
}

TEST(Generate, SampleLogprobIsOfTheSampledDistribution) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options;
    options.max_new_tokens = 6;
    options.temperature = 1;
    options.seeds = {1, 2, 3, 4, 5};
    for (const Generated& g : run(*judge, batch, options))
        for (std::size_t t = 0; t < g.ids.size(); ++t)
            EXPECT_NEAR(g.sample_logprobs[t], g.logprobs[t], 1e-4);
    options.top_k = 1;
    options.temperature = 0.7;
    for (const Generated& g : run(*judge, batch, options))
        for (std::size_t t = 0; t < g.ids.size(); ++t) {
            EXPECT_EQ(g.ranks[t], 0);
            EXPECT_NEAR(g.sample_logprobs[t], 0, 1e-6);
        }
}

TEST(Generate, TopPKeepsTheSmallestSetThatReachesP) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options;
    options.max_new_tokens = 1;
    options.temperature = 1;
    options.top_p = 0.02;
    options.alternatives = 50;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        options.seeds.assign(5, seed);
        for (const Generated& g : run(*judge, batch, options)) {
            double before = 0;
            for (int r = 0; r < g.ranks[0]; ++r)
                before += g.alternatives[0][static_cast<std::size_t>(r)].second;
            EXPECT_LT(before, 0.02 + 1e-6);
        }
    }
}

// The draws follow the probabilities: 4000 draws of the first token against its expectation.
TEST(Generate, SamplesFollowTheDistribution) {
    const auto judge = demoJudge();
    test::Batch batch = mixedBatch(*judge);
    batch.sequences.assign(4000, batch.sequences[0]);
    GenerateOptions options;
    options.max_new_tokens = 1;
    options.temperature = 1;
    options.alternatives = 3;
    for (std::uint64_t i = 0; i < 4000; ++i)
        options.seeds.push_back(i);
    const auto draws = run(*judge, batch, options);
    for (const auto& [id, p] : draws[0].alternatives[0]) {
        const auto hits =
            std::count_if(draws.begin(), draws.end(), [id = id](const Generated& g) { return g.ids[0] == id; });
        EXPECT_NEAR(static_cast<double>(hits) / 4000, p, 5 * std::sqrt(p / 4000.0)); // five standard errors
    }
}

TEST(Generate, StopsAtTheStopTokenAndCompacts) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options = greedy();
    const auto free = run(*judge, batch, options);
    // Stop tokens taken from three of the free runs: those end early, the others must not change.
    options.stop_ids = {free[0].ids[2], free[1].ids[3], free[2].ids[0]};
    const auto stopped = run(*judge, batch, options);
    for (std::size_t i = 0; i < stopped.size(); ++i) {
        const auto& ids = free[i].ids;
        const auto end = std::find_first_of(ids.begin(), ids.end(), options.stop_ids.begin(), options.stop_ids.end());
        const bool ends = end != ids.end();
        EXPECT_EQ(stopped[i].finished, ends);
        EXPECT_EQ(stopped[i].ids, std::vector<std::int32_t>(ids.begin(), ends ? end + 1 : end));
        for (std::size_t t = 0; t < stopped[i].ids.size(); ++t)
            EXPECT_NEAR(stopped[i].entropies[t], free[i].entropies[t], 1e-4);
    }
    EXPECT_TRUE(stopped[0].finished && stopped[1].finished && stopped[2].finished);
}

class StopAfter final : public Control {
public:
    explicit StopAfter(int polls) : m_left(polls) {}
    StopKind checkpoint() override { return m_left-- > 0 ? StopKind::none : StopKind::abort; }

private:
    int m_left;
};

TEST(Generate, StopsWhenAsked) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    StopAfter control(3);
    EXPECT_TRUE(judge->generate(batch.sequences, batch.images, greedy(), control).empty());
}

} // namespace
} // namespace egt::judge
