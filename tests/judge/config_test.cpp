// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/config.h"

#include <functional>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/generation_config.h"
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

// The tie counts from either place, as in transformers 5; bos, eos and the like may be a list.
TEST(JudgeConfig, ReadsTheTieFromEitherPlace) {
    for (const bool outer : {false, true})
        for (const bool inner : {false, true}) {
            Json json = Json::parse(test::demoConfig().toJson());
            json["text_config"] = json;
            json["tie_word_embeddings"] = outer;
            json["text_config"]["tie_word_embeddings"] = inner;
            json["text_config"]["eos_token_id"] = {test::stop_id, 5};
            json.erase("eos_token_id");
            const auto read = JudgeConfig::parse(json.dump(), "config.json");
            ASSERT_TRUE(read) << read.error().message();
            EXPECT_EQ(read->text.tie_word_embeddings, outer || inner);
            EXPECT_EQ(read->eos_token_id, test::stop_id);
            EXPECT_TRUE(read->nested);
        }
}

// Fields that the program does not know stay in what it writes.
TEST(JudgeConfig, ChangesTheTypeAlone) {
    const std::string text = R"({"b": 1, "torch_dtype": "float32", "a": [2], "text_config": {"dtype": "x", "c": 3}})";
    const auto changed = withTorchDtype(text, "bfloat16");
    ASSERT_TRUE(changed);
    EXPECT_EQ(OrderedJson::parse(*changed),
              OrderedJson::parse(
                  R"({"b": 1, "torch_dtype": "bfloat16", "a": [2], "text_config": {"dtype": "bfloat16", "c": 3}})"));
    EXPECT_EQ(OrderedJson::parse(*withTorchDtype("{}", "float16")),
              OrderedJson::parse(R"({"torch_dtype": "float16"})"));
}

TEST(GenerationConfig, ReadsThePublishedFile) {
    // As Qwen2.5-VL's checkpoints have it.
    const auto read = GenerationConfig::parse(
        R"({"bos_token_id": 151643, "pad_token_id": 151643, "do_sample": true, "eos_token_id": [151645, 151643],
            "repetition_penalty": 1.05, "temperature": 0.000001, "transformers_version": "4.49.0"})",
        "generation_config.json");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->eos_token_ids, (std::vector<std::int32_t>{151645, 151643}));
    EXPECT_TRUE(read->do_sample);
    EXPECT_EQ(read->temperature, 1e-6);
    EXPECT_EQ(read->repetition_penalty, 1.05);
    EXPECT_EQ(read->top_k, 50);
    EXPECT_EQ(read->top_p, 1.0);
    EXPECT_EQ(read->bos_token_id, 151643);
    EXPECT_FALSE(read->max_new_tokens);
    const egt::test::TempFolder empty;
    EXPECT_TRUE(GenerationConfig::load(empty.path()).has_value());
}

TEST(GenerationConfig, SaysWhichFieldIsWrong) {
    const auto field = [](const char* json) {
        const auto result = GenerationConfig::parse(json, "generation_config.json");
        return result ? std::string("accepted") : result.error().field;
    };
    EXPECT_EQ(field(R"({"eos_token_id": 5})"), "accepted");
    EXPECT_EQ(field(R"({"eos_token_id": "5"})"), "eos_token_id");
    EXPECT_EQ(field(R"({"eos_token_id": -1})"), "eos_token_id");
    EXPECT_EQ(field(R"({"temperature": -1})"), "temperature");
    EXPECT_EQ(field(R"({"top_p": 0})"), "top_p");
    EXPECT_EQ(field(R"({"top_k": -1})"), "top_k");
    EXPECT_EQ(field(R"({"do_sample": 1})"), "do_sample");
    EXPECT_EQ(field(R"({"repetition_penalty": 0})"), "repetition_penalty");
    EXPECT_EQ(field(R"({"max_new_tokens": 0})"), "max_new_tokens");
    EXPECT_EQ(field("[]"), "{}");
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
    EXPECT_EQ(field([](Json& j) { j["rope_scaling"] = "mrope"; }), "judge.bad_config rope_scaling");
    EXPECT_EQ(field([](Json& j) { j["rope_scaling"]["type"] = "yarn"; }), "judge.bad_config rope_scaling.type");
    EXPECT_EQ(field([](Json& j) {
                  j["rope_scaling"]["mrope_section"] = {1 << 30, 1 << 30, 1 << 30};
              }),
              "judge.bad_config rope_scaling.mrope_section");
    EXPECT_EQ(field([](Json& j) { j["hidden_act"] = "gelu"; }), "judge.bad_config hidden_act");
    EXPECT_EQ(field([](Json& j) { j["head_dim"] = 128; }), "judge.bad_config head_dim");
    EXPECT_EQ(field([](Json& j) { j["head_dim"] = 24; }), "accepted");
    EXPECT_EQ(field([](Json& j) {
                  j["layer_types"] = {"full_attention", "sliding_attention"};
              }),
              "judge.bad_config layer_types");
    EXPECT_EQ(field([](Json& j) {
                  j["quantization_config"] = {{"quant_method", "awq"}};
              }),
              "judge.bad_config quantization_config");
    EXPECT_EQ(field([](Json& j) { j["vocab_size"] = 18446744073709551615U; }), "judge.bad_config vocab_size");
    EXPECT_EQ(field([](Json& j) { j["vision_config"]["patch_size"] = {14, 14}; }), "accepted");
    EXPECT_EQ(field([](Json& j) {
                  j["vision_config"]["patch_size"] = {14, 16};
              }),
              "judge.bad_config vision_config.patch_size");
    EXPECT_EQ(field([](Json& j) {
                  j["vision_config"]["rope_parameters"] = {{"rope_theta", 5000.0}};
              }),
              "judge.bad_config vision_config.rope_parameters.rope_theta");
    EXPECT_EQ(field([](Json& j) { j["text_config"] = 3; }), "judge.bad_config text_config");
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
