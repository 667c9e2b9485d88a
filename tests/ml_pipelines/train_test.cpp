// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include <ATen/core/grad_mode.h>

#include "judge/judge.h"
#include "ml_pipelines/judge_folder.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/small_world.h"

namespace egt {
namespace {

using test::RecordingRun;
using test::SmallWorld;

TrainRequest smallRun(SmallWorld& world) {
    TrainRequest request;
    request.judge = world.judge();
    TrainConfig& config = request.config;
    config.order = CurriculumOrder::random;
    config.steps = 6;
    config.prompts_per_step = 4;
    config.num_generations = 4;
    config.learning_rate = 1e-3;
    config.warmup_steps = 2;
    config.eval_every = 2;
    config.checkpoint_every = 2;
    config.keep_checkpoints = 2;
    config.probes = 1;
    return request;
}

std::string hashOf(const std::string& folder) {
    return judge::weightsHash(folder).value();
}

TEST(Train, AResumedRunEqualsAnUndisturbedOneBitForBit) {
    SmallWorld world(24);
    for (const TrainMethod method : {TrainMethod::grpo, TrainMethod::sft}) {
        TrainRequest request = smallRun(world);
        request.config.method = method;
        RecordingRun whole(world.project(), RunKind::train);
        const auto first = ml::train(request, world.project(), whole);
        ASSERT_TRUE(first) << first.error().message();
        EXPECT_NE(hashOf(first->checkpoint), hashOf(request.judge)) << "nothing was learned, so the test shows nothing";
        RecordingRun broken(world.project(), RunKind::train);
        broken.stop_when = [](const RecordingRun& r) {
            return r.last_progress.done >= 3 ? StopKind::save : StopKind::none;
        };
        const auto part = ml::train(request, world.project(), broken);
        ASSERT_TRUE(part) << part.error().message();
        EXPECT_EQ(part->steps, 3);
        RecordingRun again(world.project(), broken.id());
        const auto rest = ml::train(request, world.project(), again);
        ASSERT_TRUE(rest) << rest.error().message();
        EXPECT_EQ(rest->steps, 6);
        EXPECT_EQ(hashOf(first->checkpoint), hashOf(rest->checkpoint));
        for (const char* name : {"loss", "reward", "entropy", "grad_norm", "num_tokens"}) {
            ASSERT_NE(whole.metric(6, name), nullptr) << name;
            EXPECT_EQ(whole.metric(6, name)->value, again.metric(6, name)->value) << name;
        }
    }
}

// With an adapter: the same promise, the judge's own files untouched, and checkpoints that hold the adapter alone.
TEST(Train, AnAdapterResumesBitForBitAndLeavesItsJudgeAlone) {
    SmallWorld world(24);
    TrainRequest request = smallRun(world);
    request.config.lora_rank = 4;
    request.config.lora_targets = "q_proj, v_proj,up_proj";
    request.config.beta = 0.05;
    request.config.num_iterations = 2; // so that the second pass has moved away from the reference
    request.config.learning_rate = 1e-2;
    const std::string judge_hash = hashOf(request.judge);
    RecordingRun whole(world.project(), RunKind::train);
    const auto first = ml::train(request, world.project(), whole);
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(hashOf(request.judge), judge_hash);
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(first->checkpoint) / "model.safetensors"));
    EXPECT_GT(whole.metric(6, "kl")->value, 0); // measured from the judge without its adapter
    RecordingRun broken(world.project(), RunKind::train);
    broken.stop_when = [](const RecordingRun& r) {
        return r.last_progress.done >= 3 ? StopKind::save : StopKind::none;
    };
    ASSERT_TRUE(ml::train(request, world.project(), broken));
    RecordingRun again(world.project(), broken.id());
    const auto rest = ml::train(request, world.project(), again);
    ASSERT_TRUE(rest) << rest.error().message();
    EXPECT_EQ(hashOf(first->checkpoint), hashOf(rest->checkpoint));
    EXPECT_EQ(whole.metric(6, "loss")->value, again.metric(6, "loss")->value);
    const auto adapted = ml::LoadedJudge::load(first->checkpoint);
    ASSERT_TRUE(adapted) << adapted.error().message();
    EXPECT_TRUE(adapted->judge->hasAdapter());
    // Going on from an adapter trains it; another on top is refused.
    request.judge = first->checkpoint;
    RecordingRun stacked(world.project(), RunKind::train);
    EXPECT_EQ(ml::train(request, world.project(), stacked).error().code, "train.adapter_on_adapter");
    request.config.lora_rank = 0;
    RecordingRun further(world.project(), RunKind::train);
    const auto more = ml::train(request, world.project(), further);
    ASSERT_TRUE(more) << more.error().message();
    EXPECT_NE(hashOf(more->checkpoint), hashOf(first->checkpoint));
    EXPECT_EQ(hashOf(request.judge), hashOf(first->checkpoint));
}

TEST(Train, TellsTheStoryAndKeepsWhatItShould) {
    SmallWorld world(24);
    TrainRequest request = smallRun(world);
    request.config.beta = 0.05;
    request.config.num_iterations = 2;
    RecordingRun run(world.project(), RunKind::train);
    const auto result = ml::train(request, world.project(), run);
    ASSERT_TRUE(result) << result.error().message();
    for (const char* name :
         {"loss", "reward", "reward_std", "frac_reward_zero_std", "rewards/format/mean", "rewards/verdict/mean",
          "entropy", "kl", "clip_ratio/low_mean", "clip_ratio/high_mean", "completions/mean_length",
          "completions/clipped_ratio", "grad_norm", "learning_rate", "num_tokens", "step_time"})
        EXPECT_NE(run.metric(3, name), nullptr) << name;
    EXPECT_GE(run.metric(6, "kl")->value, 0);
    EXPECT_EQ(run.evaluations.size(), 4U); // before, 2, 4, 6
    EXPECT_EQ(run.samples.size(), 4U);
    EXPECT_EQ(run.evaluations.front().pairs, 4);
    const auto kept = world.project().checkpoints(run.id()).value();
    EXPECT_GE(kept.size(), 2U);
    EXPECT_LE(kept.size(), 3U);
    for (const CheckpointRecord& checkpoint : kept)
        EXPECT_TRUE(std::filesystem::exists(checkpoint.path));
    EXPECT_EQ(run.failures, 0);
    // Held-out pairs are never trained on; the others are remembered by the weights.
    const auto trained = world.project().trainedPairs(hashOf(result->checkpoint)).value();
    EXPECT_FALSE(trained.empty());
    const auto heldout = world.project().pairsOfSplit("heldout").value();
    EXPECT_EQ(heldout.size(), 4U);
    for (const PairId id : heldout)
        EXPECT_EQ(std::count(trained.begin(), trained.end(), id), 0) << id;
}

TEST(Train, SortsByTheScoresOfTheLatestRun) {
    SmallWorld world(24);
    TrainRequest request = smallRun(world);
    request.config.order = CurriculumOrder::low_to_high;
    request.config.stages = 3;
    RecordingRun early(world.project(), RunKind::train);
    EXPECT_EQ(ml::train(request, world.project(), early).error().code, "train.no_scores");
    RecordingRun scoring(world.project(), RunKind::score);
    ScoreRequest score;
    score.judge = request.judge;
    ASSERT_TRUE(ml::score(score, world.project(), scoring));
    RunRecord record = world.project().run(scoring.id()).value();
    record.state = RunState::done;
    ASSERT_TRUE(world.project().updateRun(record));
    RecordingRun run(world.project(), RunKind::train);
    const auto result = ml::train(request, world.project(), run);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(run.metric(1, "stage")->value, 1);
    EXPECT_EQ(run.metric(5, "stage")->value, 3);
    EXPECT_EQ(run.metric(6, "stage")->value, 1); // 20 pairs, 24 places: the second pass begins
    request.config.column = "mean_entrpy";
    RecordingRun wrong(world.project(), RunKind::train);
    const auto error = ml::train(request, world.project(), wrong).error();
    EXPECT_EQ(error.code, "train.unknown_column");
    EXPECT_EQ(error.args.back(), "mean_entropy");
}

TEST(Train, StopsWhenTheLossIsNotANumber) {
    SmallWorld world(24);
    TrainRequest request = smallRun(world);
    auto loaded = ml::LoadedJudge::load(request.judge);
    ASSERT_TRUE(loaded);
    {
        const at::NoGradGuard guard;
        for (auto& [name, tensor] : loaded->judge->parameters())
            if (name.find("layers.0.mlp.down_proj") != std::string::npos)
                tensor.view(-1)[0].fill_(std::numeric_limits<float>::infinity());
    }
    ASSERT_TRUE(loaded->judge->save(request.judge));
    request.config.eval_every = 0;
    request.config.beta = 1; // every response has a gradient
    RecordingRun run(world.project(), RunKind::train);
    const auto result = ml::train(request, world.project(), run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "train.not_finite");
    EXPECT_EQ(result.error().args.front(), "1");
    EXPECT_EQ(hashOf(request.judge).size(), 64U);
    EXPECT_TRUE(run.checkpoints.empty());
}

TEST(Train, RefusesAConfigurationOutOfRange) {
    SmallWorld world;
    TrainRequest request = smallRun(world);
    request.config.num_generations = 1;
    RecordingRun run(world.project(), RunKind::train);
    EXPECT_EQ(ml::train(request, world.project(), run).error().field, "num_generations");
    request.config = smallRun(world).config;
    request.config.lora_rank = 4;
    request.config.lora_targets = "lm_head";
    EXPECT_EQ(ml::train(request, world.project(), run).error().field, "lm_head");
    request.config = smallRun(world).config;
    request.config.learning_rate = -1;
    EXPECT_EQ(ml::train(request, world.project(), run).error().field, "learning_rate");
    request.config = smallRun(world).config;
    request.config.selection = "nothing";
    EXPECT_EQ(ml::train(request, world.project(), run).error().code, "selection.unknown");
}

} // namespace
} // namespace egt
