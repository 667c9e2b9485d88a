// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <fstream>
#include <map>
#include <tuple>

#include <gmock/gmock.h>

#include "ml_pipelines/recipes.h"
#include "ml_pipelines/small_world.h"

namespace egt {
namespace {

using test::RecordingRun;
using test::SmallWorld;

ScoreRequest sampled(SmallWorld& world) {
    ScoreRequest request;
    request.judge = world.judge();
    request.samples = 2;
    request.temperature = 1;
    request.batch = 8; // two pairs a unit
    return request;
}

/// All responses of a run without what names the run itself.
std::map<std::tuple<PairId, Order, std::int32_t>, ResponseRecord> answers(SmallWorld& world, RunId run) {
    std::map<std::tuple<PairId, Order, std::int32_t>, ResponseRecord> out;
    for (const PairId pair : world.pairs) {
        const std::vector<ResponseRecord> stored = world.project().responses(pair, run).value();
        for (ResponseRecord response : stored) {
            response.id = response.run = 0;
            // NaN (unparsed) does not equal itself; no such field is ever negative.
            for (float* field : {&response.p1, &response.p2, &response.p_label, &response.entropy.think,
                                 &response.entropy.answer, &response.entropy.verdict})
                if (std::isnan(*field)) *field = -1;
            out[{pair, response.order, response.sample}] = response;
        }
    }
    return out;
}

std::vector<ScoreRecord> scores(SmallWorld& world, RunId run) {
    auto out = world.project().scores(run).value();
    for (ScoreRecord& score : out)
        score.run = 0;
    return out;
}

TEST(Score, StoresEveryAnswerWithItsEntropies) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    const auto result = ml::score(sampled(world), world.project(), run);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->scored, 12);
    EXPECT_EQ(result->failed, 0);
    EXPECT_EQ(result->resumed, 0);
    const auto all = answers(world, run.id());
    EXPECT_EQ(all.size(), 12U * 4U);
    for (const auto& [key, response] : all) {
        EXPECT_EQ(response.entropies.size(), response.token_ends.size());
        EXPECT_EQ(response.token_ends.back(), response.text.size());
        EXPECT_EQ(response.top.front().size(), 4U);
        double sum = 0;
        for (const float h : response.entropies)
            sum += h;
        EXPECT_NEAR(response.entropy.sum, sum, 1e-4);
        if (response.verdict != Verdict::unparsed) {
            EXPECT_GT(response.p1 + response.p2, 0);
            EXPECT_LE(response.p1 + response.p2, 1.0001F);
        }
    }
    EXPECT_EQ(run.last_progress.done, 12);
    EXPECT_EQ(world.project().run(run.id())->judge_hash.size(), 64U);
}

TEST(Score, AResumedRunEqualsAnUndisturbedOneBitForBit) {
    SmallWorld world;
    RecordingRun whole(world.project(), RunKind::score);
    ASSERT_TRUE(ml::score(sampled(world), world.project(), whole));
    RecordingRun broken(world.project(), RunKind::score);
    broken.stop_when = [](const RecordingRun& r) {
        return r.last_progress.done >= 4 ? StopKind::save : StopKind::none;
    };
    const auto part = ml::score(sampled(world), world.project(), broken);
    ASSERT_TRUE(part);
    EXPECT_EQ(part->scored, 4);
    RecordingRun again(world.project(), broken.id());
    const auto rest = ml::score(sampled(world), world.project(), again);
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->resumed, 4);
    EXPECT_EQ(rest->scored, 12);
    EXPECT_TRUE(answers(world, whole.id()) == answers(world, broken.id()));
    EXPECT_TRUE(scores(world, whole.id()) == scores(world, broken.id()));
}

TEST(Score, APairThatCannotBeJudgedIsCountedAndTheRestGoesOn) {
    SmallWorld world;
    std::ofstream(world.path("i1.png"), std::ios::trunc) << "no image";
    std::filesystem::remove(world.path("i3.png"));
    RecordingRun run(world.project(), RunKind::score);
    const auto result = ml::score(sampled(world), world.project(), run);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->failed, 6);
    EXPECT_EQ(result->scored, 6);
    std::int64_t warnings = 0;
    for (const NoteEvent& note : run.notes)
        warnings += note.kind == "warning" ? 1 : 0;
    EXPECT_EQ(warnings, 6);
}

TEST(Score, RefusesAJudgeThatChangedInBetween) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    run.stop_when = [](const RecordingRun& r) { return r.last_progress.done > 0 ? StopKind::save : StopKind::none; };
    ASSERT_TRUE(ml::score(sampled(world), world.project(), run));
    SftRequest other = world.sftRequest("other");
    other.seed = 9;
    RecordingRun sft(world.project(), RunKind::sft);
    ASSERT_TRUE(ml::sft(other, world.project(), sft));
    ScoreRequest request = sampled(world);
    request.judge = other.out;
    RecordingRun again(world.project(), run.id());
    const auto result = ml::score(request, world.project(), again);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "score.judge_changed");
}

TEST(Score, RefusesWhatMakesNoSense) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    ScoreRequest request = sampled(world);
    request.temperature = 0;
    EXPECT_EQ(ml::score(request, world.project(), run).error().code, "score.greedy_samples");
    request.temperature = -1;
    EXPECT_EQ(ml::score(request, world.project(), run).error().field, "temperature");
    request = sampled(world);
    request.judge = world.path("nothing").string();
    EXPECT_EQ(ml::score(request, world.project(), run).error().code, "judge.missing_file");
}

} // namespace
} // namespace egt
