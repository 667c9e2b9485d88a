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
            ASSERT_EQ(g.alternatives[t].size(), 20U);
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

/// Three pairs: an image and a question, then two answers in both orders, three samples of each.
test::Batch pairsBatch(Judge& judge) {
    test::Batch batch;
    batch.images = judge.encodeImages({test::patches(56, 56, 1), test::patches(112, 56, 2), test::patches(56, 112, 3)});
    for (int pair = 0; pair < 3; ++pair) {
        const auto seed = static_cast<std::uint64_t>(10 * pair);
        const Sequence head = test::sequence(pair == 0 ? 4 : 8, pair, 12 + 3 * pair, seed);
        const Sequence a = test::sequence(0, 0, 6, seed + 1);
        const Sequence b = test::sequence(0, 0, 9, seed + 2);
        for (const auto& [first, second] : {std::pair{&a, &b}, {&b, &a}}) {
            Sequence s = head;
            s.prompt.insert(s.prompt.end(), first->prompt.begin(), first->prompt.end());
            s.prompt.insert(s.prompt.end(), second->prompt.begin(), second->prompt.end());
            for (int sample = 0; sample < 3; ++sample)
                batch.sequences.push_back(s);
        }
    }
    return batch;
}

GenerateOptions sampling(std::size_t sequences) {
    GenerateOptions options = greedy();
    options.temperature = 0.8;
    options.max_new_tokens = 20;
    for (std::size_t i = 0; i < sequences; ++i)
        options.seeds.push_back(100 + i);
    return options;
}

TEST(Generate, SharedBeginningsChangeNothingAndSaveTokens) {
    const auto judge = demoJudge();
    const test::Batch batch = pairsBatch(*judge);
    GenerateOptions options = sampling(batch.sequences.size());
    FreeRun control;
    PassStats shared;
    PassStats apart;
    const auto with = judge->generate(batch.sequences, batch.images, options, control, &shared);
    options.share_prefixes = false;
    const auto without = judge->generate(batch.sequences, batch.images, options, control, &apart);
    for (std::size_t i = 0; i < with.size(); ++i)
        expectSame(with[i], without[i]);
    EXPECT_EQ(shared.prompt_tokens, apart.prompt_tokens);
    EXPECT_EQ(apart.computed_tokens, apart.prompt_tokens);
    std::int64_t expected = 0;
    for (int pair = 0; pair < 3; ++pair)
        expected += (pair == 0 ? 4 : 8) + 13 + 3 * pair + 2 * (7 + 10);
    EXPECT_EQ(shared.computed_tokens, expected);
}

TEST(Generate, FewLanesGiveWhatOneByOneGives) {
    const auto judge = demoJudge();
    const test::Batch batch = pairsBatch(*judge);
    GenerateOptions options = sampling(batch.sequences.size());
    // Stop tokens that the free run meets early: lanes fall free at different times and are taken again.
    const auto free = run(*judge, batch, options);
    options.stop_ids = {free[0].ids[1], free[4].ids[3], free[7].ids[5], free[11].ids[2], free[16].ids[8]};
    std::vector<Generated> alone;
    for (std::size_t i = 0; i < batch.sequences.size(); ++i) {
        GenerateOptions one = options;
        one.seeds = {options.seeds[i]};
        alone.push_back(run(*judge, {{batch.sequences[i]}, batch.images}, one).front());
    }
    EXPECT_TRUE(std::any_of(alone.begin(), alone.end(), [](const Generated& g) { return g.finished; }));
    EXPECT_TRUE(std::any_of(alone.begin(), alone.end(), [](const Generated& g) { return !g.finished; }));
    for (const std::int32_t lanes : {1, 2, 3, 4, 7, 0}) {
        options.lanes = lanes;
        const auto together = run(*judge, batch, options);
        for (std::size_t i = 0; i < alone.size(); ++i) {
            SCOPED_TRACE(testing::Message() << "lanes " << lanes << ", sequence " << i);
            expectSame(together[i], alone[i]);
            EXPECT_EQ(together[i].finished, alone[i].finished);
        }
        const auto again = run(*judge, batch, options);
        for (std::size_t i = 0; i < again.size(); ++i) {
            EXPECT_EQ(again[i].entropies, together[i].entropies) << "the same plan gives the same bits";
            EXPECT_EQ(again[i].logprobs, together[i].logprobs);
        }
    }
}

TEST(Generate, ReadingAResponseEqualsGeneratingIt) {
    const auto judge = demoJudge();
    test::Batch batch = pairsBatch(*judge);
    const GenerateOptions options = sampling(batch.sequences.size());
    const auto generated = run(*judge, batch, options);
    for (std::size_t i = 0; i < generated.size(); ++i)
        batch.sequences[i].response = generated[i].ids;
    FreeRun control;
    for (const bool share : {true, false})
        for (const std::int32_t lanes : {0, 4, 1}) {
            GenerateOptions reading = greedy();
            reading.share_prefixes = share;
            reading.lanes = lanes;
            const auto read = judge->read(batch.sequences, batch.images, reading, control);
            ASSERT_EQ(read.size(), generated.size());
            for (std::size_t i = 0; i < read.size(); ++i) {
                EXPECT_EQ(read[i].ids, generated[i].ids);
                EXPECT_EQ(read[i].ranks.size(), generated[i].ranks.size());
                for (std::size_t t = 0; t < read[i].ids.size(); ++t) {
                    EXPECT_NEAR(read[i].entropies[t], generated[i].entropies[t], 1e-5);
                    EXPECT_NEAR(read[i].logprobs[t], generated[i].logprobs[t], 1e-5);
                    EXPECT_NEAR(read[i].watched[t][0], generated[i].watched[t][0], 1e-6);
                }
            }
        }
}

// The way of a device, walked on the CPU.
TEST(Generate, RowsAtOnceGiveWhatRowByRowGives) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options = greedy();
    options.repetition_penalty = 1.2;
    options.lanes = 2;
    const auto compare = [&] {
        options.rows_at_once = false;
        const auto expected = run(*judge, batch, options);
        options.rows_at_once = true;
        const auto got = run(*judge, batch, options);
        ASSERT_EQ(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            expectSame(got[i], expected[i]);
            EXPECT_EQ(got[i].ranks, expected[i].ranks);
            EXPECT_EQ(got[i].finished, expected[i].finished);
            for (std::size_t t = 0; t < got[i].ids.size(); ++t)
                EXPECT_THAT(got[i].watched[t], testing::Pointwise(testing::FloatNear(1e-5F), expected[i].watched[t]));
        }
    };
    compare();
    options.temperature = 0.9;
    options.top_p = 0.9;
    for (std::size_t i = 0; i < batch.sequences.size(); ++i)
        options.seeds.push_back(i);
    compare();
    test::Batch given = batch;
    for (Sequence& s : given.sequences)
        s.response = {40, 41, 42};
    FreeRun control;
    options.rows_at_once = false;
    const auto expected = judge->read(given.sequences, given.images, options, control);
    options.rows_at_once = true;
    const auto got = judge->read(given.sequences, given.images, options, control);
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        expectSame(got[i], expected[i]);
}

TEST(Generate, OnlyTheseTokensWhenAsked) {
    const auto judge = demoJudge();
    const test::Batch batch = mixedBatch(*judge);
    GenerateOptions options = greedy();
    const auto free = run(*judge, batch, options);
    options.only = {49, 50};
    options.max_new_tokens = 1;
    const auto bound = run(*judge, batch, options);
    for (std::size_t i = 0; i < bound.size(); ++i) {
        const bool first = free[i].watched[0][0] >= free[i].watched[0][1];
        EXPECT_EQ(bound[i].ids, std::vector<std::int32_t>{first ? 49 : 50});
        EXPECT_NEAR(bound[i].entropies[0], free[i].entropies[0], 1e-6) << "of the whole distribution";
        EXPECT_NEAR(bound[i].watched[0][0], free[i].watched[0][0], 1e-6);
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
