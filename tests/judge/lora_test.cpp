// SPDX-License-Identifier: GPL-3.0-or-later
#include <regex>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/safetensors.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

torch::Tensor logitsOf(Judge& judge) {
    test::Batch batch = test::mixedBatch(judge);
    for (Sequence& s : batch.sequences)
        s.response = {3, 1, 4, 1, 5};
    return judge.forward(batch.sequences, batch.images).logits_NV;
}

double distance(const torch::Tensor& x, const torch::Tensor& y) {
    return (x - y).abs().max().item<double>();
}

/// B is zero at the start: give it something to say.
void fillB(Judge& judge) {
    const at::NoGradGuard no_grad;
    Random random(11);
    for (const auto& [key, matrix] : judge.parameters())
        if (key.find("lora_B") != std::string::npos) {
            float* values = matrix.data_ptr<float>();
            for (std::int64_t i = 0; i < matrix.numel(); ++i)
                values[i] = static_cast<float>(0.1 * random.normal());
        }
}

LoraConfig everywhere() {
    LoraConfig config;
    config.rank = 4;
    config.alpha = 6;
    for (const std::string& module : linearModules(test::demoConfig()))
        config.targets.push_back(module);
    return config;
}

TEST(Lora, ChangesNothingAtFirstAndCanBeTurnedOff) {
    const auto judge = test::demoJudge(1);
    const at::NoGradGuard no_grad;
    const torch::Tensor before = logitsOf(*judge);
    ASSERT_TRUE(judge->addAdapter(everywhere(), 5));
    EXPECT_TRUE(at::equal(logitsOf(*judge), before));
    fillB(*judge);
    EXPECT_GT(distance(logitsOf(*judge), before), 0.05);
    {
        const AdapterOff off(*judge);
        EXPECT_TRUE(at::equal(logitsOf(*judge), before));
    }
    EXPECT_GT(distance(logitsOf(*judge), before), 0.05);
}

TEST(Lora, TrainsTheAdapterAlone) {
    const auto judge = test::demoJudge(1);
    ASSERT_TRUE(judge->addAdapter({}, 5));
    EXPECT_EQ(judge->parameters().size(), 3U * 7U * 2U); // language layers only
    fillB(*judge);
    logitsOf(*judge).pow(2).sum().backward();
    for (const auto& [key, matrix] : judge->parameters()) {
        ASSERT_TRUE(matrix.grad().defined()) << key;
        EXPECT_GT(matrix.grad().abs().max().item<double>(), 0) << key;
    }
    for (const auto& [name, tensor] : judge->tensors())
        EXPECT_FALSE(tensor.grad().defined()) << name;
}

// A fused matrix with updates of its parts against the sum of matrices, in the whole pass and in generation.
TEST(Lora, MergedWeightsSayTheSame) {
    const auto judge = test::demoJudge(1);
    ASSERT_TRUE(judge->addAdapter(everywhere(), 5));
    fillB(*judge);
    const at::NoGradGuard no_grad;
    const torch::Tensor apart = logitsOf(*judge);
    const test::Batch batch = test::mixedBatch(*judge);
    GenerateOptions options;
    options.max_new_tokens = 8;
    FreeRun control;
    const auto generated = judge->generate(batch.sequences, batch.images, options, control);
    judge->mergeAdapter();
    EXPECT_FALSE(judge->hasAdapter());
    EXPECT_LT(distance(logitsOf(*judge), apart), 1e-4);
    const test::Batch merged_batch = test::mixedBatch(*judge);
    const auto merged = judge->generate(merged_batch.sequences, merged_batch.images, options, control);
    for (std::size_t i = 0; i < merged.size(); ++i) {
        EXPECT_EQ(merged[i].ids, generated[i].ids);
        for (std::size_t t = 0; t < merged[i].ids.size(); ++t)
            EXPECT_NEAR(merged[i].entropies[t], generated[i].entropies[t], 1e-4);
    }
}

TEST(Lora, FilesComeBack) {
    const egt::test::TempFolder base, folder;
    const auto judge = test::demoJudge(1);
    ASSERT_TRUE(judge->save(base.path()));
    for (const bool rslora : {false, true}) {
        const auto first = Judge::load(base.path());
        LoraConfig config = everywhere();
        config.rslora = rslora;
        ASSERT_TRUE((*first)->addAdapter(config, 5));
        fillB(**first);
        ASSERT_TRUE((*first)->saveAdapter(folder.path(), base.path().string()));
        const auto second = Judge::load(base.path());
        ASSERT_TRUE((*second)->loadAdapter(folder.path()));
        const at::NoGradGuard no_grad;
        EXPECT_TRUE(at::equal(logitsOf(**first), logitsOf(**second)));
        EXPECT_TRUE(weightsHash(folder.path()));
    }
    const auto read = LoraConfig::load(folder.path());
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_TRUE(read->rslora);
    EXPECT_EQ(read->rank, 4);
    EXPECT_EQ(*read->baseFolder(folder.path()), base.path());
}

// An adapter that names itself or another adapter would send readers round for ever.
TEST(Lora, AnAdapterIsNoBaseOfAnother) {
    const egt::test::TempFolder base, folder;
    ASSERT_TRUE(test::demoJudge(1)->save(base.path()));
    const auto judge = Judge::load(base.path()).value();
    ASSERT_TRUE(judge->addAdapter({}, 5));
    ASSERT_TRUE(judge->save(folder.path())); // a folder that is both
    for (const std::string& named : {std::string("."), std::string(folder.path())}) {
        ASSERT_TRUE(judge->saveAdapter(folder.path(), named));
        const auto hash = weightsHash(folder.path());
        ASSERT_FALSE(hash) << named;
        EXPECT_EQ(hash.error().field, "base_model_name_or_path");
    }
}

// What PEFT does with target_modules: a text must match the whole name; a list matches a name or its end.
TEST(Lora, TargetModulesDoNotReachTheVisionTower) {
    const JudgeConfig judge = test::demoConfig();
    LoraConfig config;
    config.targets = {"gate_proj", "q_proj"};
    const auto modules = config.modules(judge);
    ASSERT_TRUE(modules);
    EXPECT_EQ(modules->size(), 6U);
    const std::regex pattern(Json::parse(config.toJson(*modules, judge))["target_modules"].get<std::string>());
    for (const std::string& module : linearModules(judge)) {
        const bool chosen = std::find(modules->begin(), modules->end(), module) != modules->end();
        for (const NameLayout layout : {NameLayout::published, NameLayout::nested})
            EXPECT_EQ(std::regex_match(nameIn(layout, module), pattern), chosen) << module;
    }
    config.targets = {"model.layers.1.mlp.up_proj", "visual.merger.mlp.2"};
    const Json some = Json::parse(config.toJson(*config.modules(judge), judge))["target_modules"];
    EXPECT_EQ(some, (Json{"model.visual.merger.mlp.2", "model.language_model.layers.1.mlp.up_proj"}));
    config.targets = {"lm_head"};
    EXPECT_EQ(config.modules(judge).error().code, "judge.bad_adapter");
}

TEST(Lora, SaysWhatIsNotSupported) {
    const auto field = [](const std::function<void(Json&)>& change) {
        LoraConfig config;
        Json json = Json::parse(config.toJson(*config.modules(test::demoConfig()), test::demoConfig()));
        change(json);
        const auto result = LoraConfig::parse(json.dump(), "adapter_config.json");
        return result ? std::string("accepted") : result.error().code + " " + result.error().field;
    };
    EXPECT_EQ(field([](Json&) {}), "accepted");
    EXPECT_EQ(field([](Json& j) { j["peft_type"] = "LOHA"; }), "judge.bad_adapter peft_type");
    EXPECT_EQ(field([](Json& j) { j["use_dora"] = true; }), "judge.bad_adapter use_dora");
    EXPECT_EQ(field([](Json& j) { j["bias"] = "all"; }), "judge.bad_adapter bias");
    EXPECT_EQ(field([](Json& j) { j["modules_to_save"] = {"lm_head"}; }), "judge.bad_adapter modules_to_save");
    EXPECT_EQ(field([](Json& j) { j["modules_to_save"] = Json::array(); }), "accepted");
    EXPECT_EQ(field([](Json& j) { j["alpha_pattern"] = {{"q_proj", 3}}; }), "judge.bad_adapter alpha_pattern");
    EXPECT_EQ(field([](Json& j) { j["init_lora_weights"] = "pissa"; }), "judge.bad_adapter init_lora_weights");
    EXPECT_EQ(field([](Json& j) { j["r"] = 0; }), "judge.bad_adapter r");
    EXPECT_EQ(field([](Json& j) { j["r"] = "x"; }), "judge.bad_adapter r");
}

TEST(Lora, SaysWhatIsWrongWithItsFiles) {
    const egt::test::TempFolder base, folder;
    const auto judge = test::demoJudge(1);
    ASSERT_TRUE(judge->save(base.path()));
    EXPECT_EQ(judge->loadAdapter(folder.path()).error().code, "judge.missing_file");
    const auto maker = Judge::load(base.path());
    LoraConfig config;
    config.targets = {"q_proj"};
    ASSERT_TRUE((*maker)->addAdapter(config, 1));
    ASSERT_TRUE((*maker)->saveAdapter(folder.path(), "no/such/judge"));
    EXPECT_EQ(weightsHash(folder.path()).error().field, "base_model_name_or_path");
    const auto error = [&](const NamedTensors& tensors) {
        EXPECT_TRUE(writeSafetensors(folder / "adapter_model.safetensors", tensors));
        const auto result = judge->loadAdapter(folder.path());
        EXPECT_FALSE(judge->hasAdapter());
        return result ? Error{} : result.error();
    };
    NamedTensors tensors = (*maker)->parameters();
    tensors.emplace_back("base_model.model.lm_head.lora_A.weight", at::zeros({2, 96}));
    EXPECT_EQ(error(tensors).field, "base_model.model.lm_head.lora_A.weight");
    tensors = (*maker)->parameters();
    tensors.pop_back();
    EXPECT_EQ(error(tensors).code, "judge.bad_weights");
    tensors = (*maker)->parameters();
    tensors[1].second = at::zeros({96, 5}); // another rank than its A
    EXPECT_EQ(error(tensors).field, tensors[1].first);
    std::filesystem::remove(folder / "adapter_model.safetensors");
    EXPECT_EQ(judge->loadAdapter(folder.path()).error().code, "judge.missing_file");
}

} // namespace
} // namespace egt::judge
