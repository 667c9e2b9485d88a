// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "pipelines/sft_config.h"
#include "pipelines/train_config.h"
#include "pipelines/yaml_fields.h"

namespace egt::pipelines {
namespace {

TEST(TrainConfigYaml, ReadsBackEqual) {
    TrainConfig config;
    config.name = "low: to \"high\"";
    config.method = TrainMethod::sft;
    config.selection = "kept 70%";
    config.order = CurriculumOrder::high_to_low;
    config.schedule = Schedule::linear;
    config.learning_rate = 0.1 + 0.2;
    config.seed = 123456789012345;
    config.use_reviewed_labels = false;
    const auto back = parseTrainConfig(trainConfigYaml(config), "run.yaml");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, config);
    EXPECT_EQ(parseTrainConfig("", "run.yaml").value(), TrainConfig{});
}

TEST(TrainConfigYaml, NamesAnUnknownKeyWithTheNearestValidOne) {
    const auto result = parseTrainConfig("steps: 10\nlerning_rate: 0.001\n", "run.yaml");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "config.unknown_key");
    EXPECT_EQ(result.error().field, "lerning_rate");
    EXPECT_EQ(result.error().line, 2);
    EXPECT_EQ(result.error().file, "run.yaml");
    EXPECT_EQ(result.error().args.back(), "learning_rate");
}

TEST(TrainConfigYaml, NamesTheFieldOfABadValue) {
    const auto error = [](const char* yaml) { return parseTrainConfig(yaml, "run.yaml").error(); };
    EXPECT_EQ(error("steps: 0").code, "config.out_of_range");
    EXPECT_EQ(error("steps: 0").field, "steps");
    EXPECT_EQ(error("steps: many").code, "config.bad_value");
    EXPECT_EQ(error("\n\norder: sideways").line, 3);
    EXPECT_EQ(error("temperature: -1").field, "temperature");
    EXPECT_EQ(error("steps: [1, 2]").field, "steps");
    EXPECT_EQ(error("steps: 3\nsteps: 4").line, 2);
    EXPECT_EQ(error("num_generations: 1").field, "num_generations");
    EXPECT_EQ(error("learning_rate: .nan").field, "learning_rate");
    EXPECT_EQ(error("a: [1").code, "config.invalid_yaml");
    EXPECT_EQ(error("- 1").code, "config.invalid_yaml");
}

TEST(SftConfigYaml, ReadsBackEqualAndChecksItsStages) {
    SftConfig config = demoSftConfig();
    config.judge = "a \"b\": c";
    config.stages.front().blank_share = 0.25;
    const auto back = parseSftConfig(sftConfigYaml(config), "sft.yaml");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, config);
    const auto bad = parseSftConfig("stages:\n  - {name: x, stepps: 3}\n", "sft.yaml");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().field, "stepps");
    EXPECT_EQ(bad.error().line, 2);
    EXPECT_EQ(bad.error().args.back(), "steps");
    EXPECT_EQ(parseSftConfig("stages: []", "sft.yaml").error().field, "stages");
}

TEST(NearestWord, IsTheSmallestEditDistance) {
    EXPECT_EQ(nearestWord("entrpy", {"tokens", "entropy", "sentry"}), "entropy");
    EXPECT_EQ(nearestWord("x", {}), "");
}

} // namespace
} // namespace egt::pipelines
