// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/config.h"

#include <functional>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

TEST(JudgeConfig, WritesWhatItReads) {
    JudgeConfig config = test::demoConfig();
    config.text.tie_word_embeddings = false;
    config.text.rope_theta = 12345.0;
    config.vision.fullatt_block_indexes = {0, 1};
    const auto read = JudgeConfig::parse(config.toJson(), "config.json");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->toJson(), config.toJson());
}

// As transformers 5 nests it.
TEST(JudgeConfig, ReadsTheNestedLayout) {
    Json flat = Json::parse(test::demoConfig().toJson());
    Json nested = {{"model_type", "qwen2_5_vl"}, {"image_token_id", test::image_id}, {"tie_word_embeddings", true}};
    nested["vision_config"] = flat["vision_config"];
    flat.erase("vision_config");
    flat.erase("tie_word_embeddings");
    flat.erase("rope_theta");
    flat.erase("model_type");
    flat["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", 1000.0}, {"mrope_section", {6, 3, 3}}};
    flat.erase("rope_scaling");
    nested["text_config"] = flat;
    const auto read = JudgeConfig::parse(nested.dump(), "config.json");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->text.rope_theta, 1000.0);
    EXPECT_TRUE(read->text.tie_word_embeddings);
    EXPECT_EQ(read->image_token_id, test::image_id);
    EXPECT_EQ(read->eos_token_id, test::stop_id);
}

TEST(JudgeConfig, SaysWhichFieldIsWrong) {
    const auto field = [](const std::function<void(Json&)>& change) {
        Json json = Json::parse(test::demoConfig().toJson());
        change(json);
        const auto result = JudgeConfig::parse(json.dump(), "config.json");
        return result ? std::string("accepted") : result.error().code + " " + result.error().field;
    };
    EXPECT_EQ(field([](Json& j) { j["model_type"] = "llama"; }), "judge.bad_config model_type");
    EXPECT_EQ(field([](Json& j) { j.erase("model_type"); }), "judge.bad_config model_type");
    EXPECT_EQ(field([](Json& j) { j.erase("hidden_size"); }), "judge.bad_config hidden_size");
    EXPECT_EQ(field([](Json& j) { j["hidden_size"] = "96"; }), "judge.bad_config hidden_size");
    EXPECT_EQ(field([](Json& j) { j["num_key_value_heads"] = 3; }), "judge.bad_config num_key_value_heads");
    EXPECT_EQ(field([](Json& j) {
                  j["rope_scaling"]["mrope_section"] = {1, 2, 3};
              }),
              "judge.bad_config rope_scaling.mrope_section");
    EXPECT_EQ(field([](Json& j) { j["rope_scaling"]["type"] = "yarn"; }), "judge.bad_config rope_scaling");
    EXPECT_EQ(field([](Json& j) { j["use_sliding_window"] = true; }), "judge.bad_config use_sliding_window");
    EXPECT_EQ(field([](Json& j) { j["image_token_id"] = 384; }), "judge.bad_config image_token_id");
    EXPECT_EQ(field([](Json& j) { j.erase("vision_config"); }), "judge.bad_config vision_config");
    EXPECT_EQ(field([](Json& j) { j["vision_config"]["depth"] = 0; }), "judge.bad_config vision_config.depth");
    EXPECT_EQ(field([](Json& j) { j["vision_config"]["num_heads"] = 5; }), "judge.bad_config vision_config.num_heads");
    EXPECT_EQ(field([](Json& j) { j["vision_config"]["out_hidden_size"] = 97; }),
              "judge.bad_config vision_config.out_hidden_size");
    EXPECT_EQ(field([](Json& j) { j["vision_config"]["hidden_act"] = "relu"; }),
              "judge.bad_config vision_config.hidden_act");
    EXPECT_EQ(field([](Json& j) {
                  j["vision_config"]["fullatt_block_indexes"] = {1, "x"};
              }),
              "judge.bad_config vision_config.fullatt_block_indexes");
}

TEST(PreprocessorConfig, WritesWhatItReadsAndSaysWhatIsWrong) {
    const egt::test::TempFolder folder;
    EXPECT_TRUE(PreprocessorConfig::load(folder.path())); // defaults when absent
    PreprocessorConfig config;
    config.max_pixels = 12345 * 28;
    config.image_std[1] = 0.25;
    ASSERT_TRUE(writeFileAtomically(folder / "preprocessor_config.json", config.toJson()));
    const auto read = PreprocessorConfig::load(folder.path());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->toJson(), config.toJson());
    for (const auto& [text, field] :
         {std::pair{R"({"patch_size": 0})", "patch_size"}, std::pair{R"({"image_std": [1, 0, 1]})", "image_std"},
          std::pair{R"({"min_pixels": 9, "max_pixels": 8})", "min_pixels"}}) {
        ASSERT_TRUE(writeFileAtomically(folder / "preprocessor_config.json", text));
        const auto bad = PreprocessorConfig::load(folder.path());
        ASSERT_FALSE(bad) << text;
        EXPECT_EQ(bad.error().field, field);
    }
}

} // namespace
} // namespace egt::judge
