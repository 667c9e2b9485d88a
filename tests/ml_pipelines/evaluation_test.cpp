// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gmock/gmock.h>

#include "api/ml_backend.h"
#include "ml_pipelines/evaluation_pass.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/small_world.h"

extern "C" egt::MlBackend* egt_ml_backend(int version);

namespace egt {
namespace {

using test::RecordingRun;
using test::SmallWorld;

TEST(ClusteredShare, HandWorked) {
    // Means 1, 1, 0.5, 0: p = 0.625, variance of the means 0.6875 / 3, so SE^2 = 0.0572917 and the effective size is
    // 0.234375 / 0.0572917 = 4.0909; Wilson at that size with z = 1.959964.
    const ml::ShareInterval share = ml::clusteredShare({1, 1, 0.5, 0});
    const double p = 0.625, n = 0.234375 / (0.6875 / 3 / 4), z = 1.959963984540054;
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    EXPECT_DOUBLE_EQ(share.value, p);
    EXPECT_NEAR(share.low, centre - half, 1e-9);
    EXPECT_NEAR(share.high, centre + half, 1e-9);
}

TEST(ClusteredShare, IsWiderWhenThePairsAnswersAgree) {
    const ml::ShareInterval together = ml::clusteredShare({1, 0, 1, 0, 1, 0, 1, 0});
    const ml::ShareInterval apart = ml::clusteredShare({0.5, 0.5, 0.5, 1, 0, 0.5, 0.5, 0.5});
    EXPECT_GT(together.high - together.low, apart.high - apart.low);
    const ml::ShareInterval perfect = ml::clusteredShare({1, 1, 1, 1});
    EXPECT_LT(perfect.low, 0.6); // four right ones prove little
    EXPECT_DOUBLE_EQ(perfect.high, 1);
}

TEST(EvaluationTally, HandWorked) {
    ml::EvaluationTally tally;
    tally.add(Label::a, Verdict::a, Verdict::a);        // right twice
    tally.add(Label::b, Verdict::a, Verdict::b);        // always the first shown: half right
    tally.add(Label::a, Verdict::unparsed, Verdict::a); // unparsed is wrong
    const EvaluationRecord record = tally.record();
    EXPECT_EQ(record.pairs, 3);
    EXPECT_NEAR(record.accuracy, 2.0 / 3, 1e-12);
    EXPECT_NEAR(record.consistency, 1.0 / 3, 1e-12);
    EXPECT_NEAR(record.first_rate, 3.0 / 5, 1e-12);
    EXPECT_NEAR(record.unparsed, 1.0 / 6, 1e-12);
}

TEST(EffectiveLabel, FollowsTheReview) {
    EXPECT_EQ(ml::effectiveLabel(Label::a, Decision::none), Label::a);
    EXPECT_EQ(ml::effectiveLabel(Label::a, Decision::flip), Label::b);
    EXPECT_EQ(ml::effectiveLabel(Label::b, Decision::left), Label::a);
    EXPECT_EQ(ml::effectiveLabel(Label::none, Decision::right), Label::b);
    EXPECT_EQ(ml::effectiveLabel(Label::a, Decision::drop), Label::none);
    EXPECT_EQ(ml::effectiveLabel(Label::a, Decision::tie), Label::none);
    EXPECT_EQ(ml::effectiveLabel(Label::a, Decision::skip), Label::a);
    EXPECT_EQ(ml::effectiveLabel(Label::tie, Decision::correct), Label::none);
}

TEST(Evaluate, CountsLabelledPairsOnly) {
    SmallWorld world;
    ReviewRecord drop;
    drop.pair = world.pairs.front();
    drop.decision = Decision::drop;
    drop.annotator = "t";
    ASSERT_TRUE(world.project().addReview(drop));
    RecordingRun run(world.project(), RunKind::evaluate);
    EvalRequest request;
    request.judge = world.judge();
    const auto record = ml::evaluate(request, world.project(), run);
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->pairs, 11);
    EXPECT_LE(record->low, record->accuracy);
    EXPECT_GE(record->high, record->accuracy);
    ASSERT_EQ(run.evaluations.size(), 1U);
    EXPECT_EQ(run.evaluations.front(), *record);
}

TEST(Backend, OffersItsVersionAlone) {
    EXPECT_EQ(egt_ml_backend(kMlBackendVersion + 1), nullptr);
    MlBackend* backend = egt_ml_backend(kMlBackendVersion);
    ASSERT_NE(backend, nullptr);
    SmallWorld world;
    const auto info = backend->judgeInfo(world.judge());
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->family, "qwen2_5_vl");
    EXPECT_EQ(info->dtype, "float32");
    EXPECT_EQ(info->layers, 1);
    EXPECT_EQ(info->parameters, ml::LoadedJudge::load(world.judge())->judge->parameterCount());
    EXPECT_FALSE(backend->judgeInfo(world.path("nothing").string()));
}

} // namespace
} // namespace egt
