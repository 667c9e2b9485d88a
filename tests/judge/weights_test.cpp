// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cstring>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "judge/safetensors.h"
#include "judge/tensor_names.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

using Named = std::vector<std::pair<std::string, torch::Tensor>>;

void expectEqual(const Judge& a, const Judge& b) {
    ASSERT_EQ(a.parameters().size(), b.parameters().size());
    for (std::size_t i = 0; i < a.parameters().size(); ++i) {
        EXPECT_EQ(a.parameters()[i].first, b.parameters()[i].first);
        EXPECT_TRUE(at::equal(a.parameters()[i].second, b.parameters()[i].second)) << a.parameters()[i].first;
    }
}

std::string container(const Json& header, const std::string& data) {
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    std::string out(reinterpret_cast<const char*>(&length), sizeof length);
    return out + text + data;
}

TEST(Weights, ComeBackBitForBit) {
    const egt::test::TempFolder folder;
    for (const bool tied : {true, false}) {
        JudgeConfig config = test::demoConfig();
        config.text.tie_word_embeddings = tied;
        const auto judge = Judge::create(config, 3);
        ASSERT_TRUE(judge->save(folder.path()));
        const auto loaded = Judge::load(folder.path());
        ASSERT_TRUE(loaded) << loaded.error().message();
        expectEqual(*judge, **loaded);
        EXPECT_EQ((*loaded)->config().toJson(), config.toJson());
        EXPECT_FALSE(std::filesystem::exists(folder / "model.safetensors.part"));
    }
    const auto hash = weightsHash(folder.path());
    ASSERT_TRUE(hash);
    EXPECT_EQ(*hash, *sha256File(folder / "model.safetensors"));
}

TEST(Weights, ShardsAndNewerNames) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge(3);
    ASSERT_TRUE(judge->save(folder.path()));
    std::filesystem::remove(folder / "model.safetensors");
    Named first;
    Named second;
    Json index = {{"metadata", Json::object()}, {"weight_map", Json::object()}};
    for (const auto& [name, tensor] : judge->parameters()) {
        const std::string newer =
            name.starts_with("visual.") ? "model." + name : "model.language_model." + name.substr(6);
        Named& shard = first.size() > second.size() ? second : first;
        shard.emplace_back(newer, tensor);
        index["weight_map"][newer] =
            &shard == &first ? "model-00001-of-00002.safetensors" : "model-00002-of-00002.safetensors";
    }
    ASSERT_TRUE(writeSafetensors(folder / "model-00001-of-00002.safetensors", first));
    ASSERT_TRUE(writeSafetensors(folder / "model-00002-of-00002.safetensors", second));
    ASSERT_TRUE(writeFileAtomically(folder / "model.safetensors.index.json", index.dump()));
    const auto loaded = Judge::load(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().message();
    expectEqual(*judge, **loaded);
    EXPECT_TRUE(weightsHash(folder.path()));
    std::filesystem::remove(folder / "model-00002-of-00002.safetensors");
    EXPECT_EQ(Judge::load(folder.path()).error().code, "judge.missing_file");
}

TEST(Weights, HalfNumbersBecomeFloats) {
    const egt::test::TempFolder folder;
    const std::uint16_t half[] = {0x3C00, 0xC100, 0x3555};  // 1, -2.5, 0.33325
    const std::uint16_t brain[] = {0x3F80, 0xC020, 0x3EAB}; // 1, -2.5, 0.333984375
    const std::string data = "x" + std::string(reinterpret_cast<const char*>(half), 6) +
                             std::string(reinterpret_cast<const char*>(brain), 6);
    ASSERT_TRUE(writeFileAtomically(folder / "model.safetensors", // odd offsets: data need not be aligned
                                    container({{"a", {{"dtype", "U8"}, {"shape", {1}}, {"data_offsets", {0, 1}}}},
                                               {"h", {{"dtype", "F16"}, {"shape", {3}}, {"data_offsets", {1, 7}}}},
                                               {"b", {{"dtype", "BF16"}, {"shape", {3}}, {"data_offsets", {7, 13}}}}},
                                              data)));
    const auto files = WeightFiles::open(folder.path());
    ASSERT_TRUE(files) << files.error().message();
    const torch::Tensor target = at::zeros({3});
    ASSERT_TRUE(files->copyTo("h", target));
    EXPECT_EQ(target[1].item<float>(), -2.5F);
    EXPECT_NEAR(target[2].item<float>(), 0.33325F, 1e-5);
    ASSERT_TRUE(files->copyTo("b", target));
    EXPECT_EQ(target[1].item<float>(), -2.5F);
    EXPECT_EQ(target[2].item<float>(), 0.333984375F);
}

TEST(Weights, ShardsWhenTheyAreLarge) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge(4);
    ASSERT_TRUE(judge->save(folder.path()));
    ASSERT_TRUE(judge->save(folder.path(), {std::nullopt, NameLayout::nested, 500'000}));
    EXPECT_FALSE(std::filesystem::exists(folder / "model.safetensors"));
    const Json index = Json::parse(*readFile(folder / "model.safetensors.index.json"));
    EXPECT_EQ(index["metadata"]["total_size"], judge->parameterCount() * 4);
    EXPECT_TRUE(index["weight_map"].contains("model.language_model.norm.weight"));
    const auto files = WeightFiles::list(folder.path());
    ASSERT_TRUE(files);
    EXPECT_GT(files->size(), 3U);
    for (const auto& file : *files)
        EXPECT_LT(std::filesystem::file_size(file), 520'000U) << file; // 500 kB of data and a header
    const auto loaded = Judge::load(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().message();
    expectEqual(*judge, **loaded);
    ASSERT_TRUE(judge->save(folder.path())); // the shards would win or lie about: they go
    EXPECT_FALSE(std::filesystem::exists(folder / "model.safetensors.index.json"));
    EXPECT_EQ(WeightFiles::list(folder.path())->size(), 1U);
}

TEST(Weights, AreSavedInAnotherTypeWithTheirOwnConfig) {
    const egt::test::TempFolder first, second;
    ASSERT_TRUE(test::demoJudge(4)->save(first.path()));
    Json config = Json::parse(*readFile(first / "config.json"));
    config["max_window_layers"] = 28; // a field that the program does not know
    ASSERT_TRUE(writeFileAtomically(first / "config.json", config.dump()));
    const auto judge = Judge::load(first.path());
    ASSERT_TRUE(judge);
    ASSERT_TRUE((*judge)->save(second.path(), {torch::kBFloat16}));
    const Json written = Json::parse(*readFile(second / "config.json"));
    EXPECT_EQ(written["max_window_layers"], 28);
    EXPECT_EQ(written["torch_dtype"], "bfloat16");
    EXPECT_EQ(WeightFiles::open(second.path())->commonType(), torch::kBFloat16);
    const auto half = Judge::load(second.path(), {torch::kCPU, std::nullopt});
    ASSERT_TRUE(half);
    for (std::size_t i = 0; i < (*half)->tensors().size(); ++i)
        EXPECT_TRUE(at::equal((*half)->tensors()[i].second, (*judge)->tensors()[i].second.to(torch::kBFloat16)));
}

// A head beside a tied configuration is not used, as in transformers, and what no layer wants is named.
TEST(Weights, NamesWhatItDoesNotUse) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge(3);
    ASSERT_TRUE(judge->save(folder.path()));
    Named tensors = judge->tensors();
    tensors.emplace_back("lm_head.weight", at::zeros({384, 96}));
    tensors.emplace_back("score.weight", at::zeros({1, 96}));
    ASSERT_TRUE(writeSafetensors(folder / "model.safetensors", tensors));
    const auto loaded = Judge::load(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().message();
    expectEqual(*judge, **loaded);
    const auto match = matchTensors(judge->config(), *WeightFiles::open(folder.path()));
    ASSERT_TRUE(match);
    EXPECT_EQ(match->unused, (std::vector<std::string>{"lm_head.weight", "score.weight"}));
}

// Shapes are compared before memory is taken: this configuration asks for 1.6 TB.
TEST(Weights, AGiantConfigurationTakesNoMemory) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge(3);
    ASSERT_TRUE(judge->save(folder.path()));
    Json config = Json::parse(*readFile(folder / "config.json"));
    config["vocab_size"] = 4000000;
    config["hidden_size"] = config["vision_config"]["out_hidden_size"] = 96000;
    config["num_attention_heads"] = config["num_key_value_heads"] = 1000;
    config["rope_scaling"]["mrope_section"] = {16, 16, 16};
    ASSERT_TRUE(writeFileAtomically(folder / "config.json", config.dump()));
    const auto loaded = Judge::load(folder.path());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "judge.bad_weights");
    EXPECT_EQ(loaded.error().field, "visual.merger.mlp.2.weight");
}

TEST(Weights, SaysWhatIsWrongWithAFile) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge();
    EXPECT_EQ(Judge::load(folder.path()).error().code, "judge.missing_file");
    ASSERT_TRUE(writeFileAtomically(folder / "config.json", test::demoConfig().toJson()));
    EXPECT_EQ(Judge::load(folder.path()).error().code, "judge.missing_file");
    const auto error = [&](const std::string& bytes) {
        EXPECT_TRUE(writeFileAtomically(folder / "model.safetensors", bytes));
        const auto result = Judge::load(folder.path());
        if (result) return Error{};
        EXPECT_NE(result.error().file, "");
        return result.error();
    };
    EXPECT_EQ(error("abc").code, "judge.bad_weights");
    EXPECT_EQ(error(std::string(8, '\xFF') + "{}").code, "judge.bad_weights");
    EXPECT_EQ(error(container({{"x", {{"dtype", "F32"}, {"shape", {2}}, {"data_offsets", {0, 8}}}}}, "1234")).field,
              "x");
    EXPECT_EQ(error(container({{"x", 3}}, "")).field, "x");
    const auto entry = [](const char* type, Json shape, int begin, int end) {
        return Json{{"dtype", type}, {"shape", std::move(shape)}, {"data_offsets", {begin, end}}};
    };
    const auto why = [&](const Json& header, const std::string& data) {
        const Error e = error(container(header, data));
        return e.field + (e.args.empty() ? "" : ": " + e.args.back());
    };
    EXPECT_EQ(why({{"a", entry("F32", {1}, 0, 4)}, {"b", entry("F32", {1}, 2, 6)}}, "123456"),
              "b: its data overlap another tensor's");
    EXPECT_EQ(why({{"a", entry("F32", {1}, 0, 4)}, {"b", entry("F32", {1}, 5, 9)}}, "123456789"),
              "b: there is a gap before its data");
    EXPECT_EQ(why({{"a", entry("F32", {1}, 0, 4)}}, "123456"), ": its tensors do not reach to the end of the file");
    EXPECT_EQ(why({{"a", entry("F32", {2}, 0, 4)}}, "1234"),
              "a: its 4 bytes of data do not have the size of its shape [2]");
    EXPECT_EQ(why({{"a", entry("F32", {1LL << 62, 1LL << 62}, 0, 4)}}, "1234"), // the product wraps to 0 in 64 bits
              "a: its 4 bytes of data do not have the size of its shape [4611686018427387904, 4611686018427387904]");
    EXPECT_EQ(why({{"a", entry("F32", {-1}, 0, 4)}}, "1234"), "a: its header has no dtype, shape and data_offsets");
    EXPECT_EQ(error(container(Json::object(), "")).field, "visual.patch_embed.proj.weight"); // missing tensor
    Named tensors = judge->parameters();
    tensors[3].second = at::zeros({7});
    ASSERT_TRUE(writeSafetensors(folder / "model.safetensors", tensors));
    const auto shape = Judge::load(folder.path());
    ASSERT_FALSE(shape);
    EXPECT_EQ(shape.error().field, tensors[3].first);
    EXPECT_NE(shape.error().message().find("[7]"), std::string::npos);
    EXPECT_EQ(error(container({{"visual.patch_embed.proj.weight",
                                {{"dtype", "I8"}, {"shape", {1}}, {"data_offsets", {0, 1}}}}},
                              "x"))
                  .field,
              "visual.patch_embed.proj.weight");
}

} // namespace
} // namespace egt::judge
