// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <new>
#include <tuple>

#include <gmock/gmock.h>

#include "base/json.h"
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
    request.batch = 2; // eight responses a unit, which are two pairs
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

TEST(Score, KeepsTheReasonOfEachPairThatFailed) {
    SmallWorld world;
    std::filesystem::remove(world.path("i3.png"));
    RecordingRun run(world.project(), RunKind::score);
    ASSERT_TRUE(ml::score(sampled(world), world.project(), run));
    const auto failures = world.project().failures(run.id()).value();
    ASSERT_EQ(failures.size(), 3U);
    for (const FailureRecord& failure : failures) {
        EXPECT_EQ((failure.pair - world.pairs.front()) % 4, 3) << "pairs that show i3.png";
        const Error error = parseJson(failure.error).value().get<Error>();
        EXPECT_TRUE(error.code.starts_with("image.")) << error.code;
        EXPECT_NE(error.message().find("i3.png"), std::string::npos) << error.message();
    }
    RecordingRun again(world.project(), run.id()); // nothing is left to do, and the count is still right
    const auto result = ml::score(sampled(world), world.project(), again);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->failed, 3);
    EXPECT_EQ(result->resumed, 9);
}

TEST(Score, JudgesByTheTextAloneWhenAllowed) {
    SmallWorld world;
    std::filesystem::remove(world.path("i1.png"));
    ScoreRequest request = sampled(world);
    request.text_only_missing = true;
    RecordingRun run(world.project(), RunKind::score);
    run.stop_when = [](const RecordingRun& r) { return r.last_progress.done >= 8 ? StopKind::save : StopKind::none; };
    ASSERT_TRUE(ml::score(request, world.project(), run));
    RecordingRun again(world.project(), run.id());
    const auto result = ml::score(request, world.project(), again);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->scored, 12);
    EXPECT_EQ(result->failed, 0);
    EXPECT_EQ(result->text_only, 3) << "counted over both attempts";
    RecordingRun whole(world.project(), RunKind::score);
    ASSERT_TRUE(ml::score(request, world.project(), whole));
    EXPECT_TRUE(answers(world, whole.id()) == answers(world, run.id()));
}

TEST(Score, HalvesTheBatchWhenMemoryDoesNotSuffice) {
    SmallWorld world;
    ScoreRequest request = sampled(world);
    request.batch = 8;
    RecordingRun plain(world.project(), RunKind::score);
    ASSERT_TRUE(ml::score(request, world.project(), plain));
    RecordingRun tight(world.project(), RunKind::score);
    std::vector<std::int32_t> tried;
    const ml::ScoreHooks hooks{[&](std::int32_t batch) {
        tried.push_back(batch);
        if (batch > 2) throw std::bad_alloc();
    }};
    const auto result = ml::score(request, world.project(), tight, hooks);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->scored, 12);
    EXPECT_EQ(tried, (std::vector<std::int32_t>{8, 4, 2, 2})) << "remembered by the next unit";
    EXPECT_EQ(
        std::count_if(tight.notes.begin(), tight.notes.end(),
                      [](const NoteEvent& note) { return note.text.find("not enough memory") != std::string::npos; }),
        2);
    const auto a = answers(world, plain.id());
    const auto b = answers(world, tight.id());
    ASSERT_EQ(a.size(), b.size());
    for (const auto& [key, response] : a) {
        const ResponseRecord& other = b.at(key);
        EXPECT_EQ(response.text, other.text);
        EXPECT_NEAR(response.entropy.mean, other.entropy.mean, 1e-4);
    }
    const ml::ScoreHooks never{[](std::int32_t) { throw std::bad_alloc(); }};
    RecordingRun none(world.project(), RunKind::score);
    EXPECT_THROW(static_cast<void>(ml::score(request, world.project(), none, never)), std::bad_alloc);
    EXPECT_TRUE(world.project().scores(none.id())->empty());
}

TEST(Score, GoesOnOnlyWithEqualSettings) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    run.stop_when = [](const RecordingRun& r) { return r.last_progress.done >= 4 ? StopKind::save : StopKind::none; };
    ASSERT_TRUE(ml::score(sampled(world), world.project(), run));
    const auto details = parseJson(world.project().run(run.id())->judge_details).value();
    for (const char* key : {"mode", "prompt_hash", "temperature", "seed", "min_pixels", "max_pixels", "entropy_of",
                            "dtype", "device", "threads", "samples", "orders", "repetition_penalty"})
        EXPECT_TRUE(details.contains(key)) << key;
    EXPECT_EQ(details["entropy_of"], "raw logits");
    const auto refused = [&](const std::function<void(ScoreRequest&)>& change) {
        ScoreRequest request = sampled(world);
        change(request);
        RecordingRun again(world.project(), run.id());
        const auto result = ml::score(request, world.project(), again);
        return result ? std::string("accepted") : result.error().code + " " + result.error().field;
    };
    EXPECT_EQ(refused([](ScoreRequest& r) { r.max_pixels = 1 << 20; }), "score.settings_changed max_pixels");
    EXPECT_EQ(refused([](ScoreRequest& r) { r.seed = 7; }), "score.settings_changed seed");
    EXPECT_EQ(refused([](ScoreRequest& r) { r.prompt = "r1-reward"; }), "score.settings_changed max_new_tokens");
    EXPECT_EQ(refused([](ScoreRequest&) {}), "accepted");
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
