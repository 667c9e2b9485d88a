// SPDX-License-Identifier: GPL-3.0-or-later
// transformers and peft load what the program writes: checkpoints in both ways of naming tensors, half precision,
// shards, adapters; merging gives peft's weights. Tolerance 1e-4 on logits as in weights_golden_test.cpp.
#include <cstdlib>

#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "judge/judge.h"
#include "judge/safetensors.h"
#include "parity/reference_test.h"

namespace egt::judge {
namespace {

JudgeConfig smallConfig() {
    JudgeConfig config;
    config.image_token_id = 380;
    config.vision_start_token_id = 381;
    config.vision_end_token_id = 382;
    config.eos_token_id = 379;
    return config;
}

/// The program writes, one python run answers.
class WeightsLive : public egt::test::ReferenceTest {
protected:
    static void SetUpTestSuite() {
        at::set_num_threads(1);
        write();
        if (ask(EGT_PARITY_LIVE, {folder().path().string(), EGT_PARITY_STUBS}))
            s_found = Json::parse(*readFile(folder() / "found.json"));
    }
    static void write() {
        const auto judge = Judge::create(smallConfig(), 7);
        ASSERT_TRUE(judge->save(folder() / "ours"));
        ASSERT_TRUE(judge->save(folder() / "ours_half", {torch::kBFloat16, NameLayout::nested, 300'000}));
        const auto adapted = adaptedJudge();
        ASSERT_TRUE(adapted->saveAdapter(folder() / "adapter", (folder() / "ours").string()));
        ASSERT_TRUE(writeFileAtomically(folder() / "ids.json", Json(ids).dump()));
    }
    static std::unique_ptr<Judge> adaptedJudge() {
        auto judge = Judge::create(smallConfig(), 7);
        LoraConfig config;
        config.rank = 3;
        config.alpha = 7;
        config.targets = {"q_proj", "v_proj", "o_proj", "up_proj", "down_proj"};
        EXPECT_TRUE(judge->addAdapter(config, 1));
        const at::NoGradGuard no_grad;
        Random random(2);
        for (const auto& [key, matrix] : judge->parameters())
            for (float* value = matrix.data_ptr<float>(); value != matrix.data_ptr<float>() + matrix.numel(); ++value)
                *value = static_cast<float>(0.1 * random.normal());
        return judge;
    }
    /// Logits after each of `ids` but the first.
    static torch::Tensor logits(Judge& judge) {
        const at::NoGradGuard no_grad;
        return judge.forward({{{ids[0]}, {ids.begin() + 1, ids.end()}, {}}}, {}).logits_NV;
    }
    static double distance(const torch::Tensor& ours, const std::string& name) {
        const auto files = WeightFiles::open(folder() / "expected");
        torch::Tensor theirs = at::empty(files->find(name)->shape, torch::kFloat32);
        EXPECT_TRUE(files->copyTo(name, theirs));
        return (ours - theirs.narrow(0, 0, ours.size(0))).abs().max().item<double>();
    }

    inline static const std::vector<std::int32_t> ids = {5, 17, 300, 42, 8, 99, 250, 11, 64, 3};
    inline static Json s_found;
};

TEST_F(WeightsLive, TransformersLoadsBothNamings) {
    for (const char* load : {"loading", "half_loading"})
        for (const auto& [list, names] : s_found[load].items())
            EXPECT_TRUE(names.empty()) << load << " " << list << " " << names.dump();
    EXPECT_TRUE(s_found["half_equal"].get<bool>());
    EXPECT_EQ(s_found["half_dtype"], "torch.bfloat16");
}

TEST_F(WeightsLive, PeftLoadsOurAdapter) {
    EXPECT_TRUE(s_found["adapter_keys_equal"].get<bool>());
    EXPECT_TRUE(s_found["adapter_values_equal"].get<bool>());
    EXPECT_TRUE(s_found["adapter_in_vision"].empty()) << s_found["adapter_in_vision"].dump();
    const auto judge = adaptedJudge();
    EXPECT_LT(distance(logits(*judge), "adapted"), 1e-4);
    const AdapterOff off(*judge);
    EXPECT_LT(distance(logits(*judge), "off"), 1e-4);
    EXPECT_GT(distance(logits(*judge), "adapted"), 1e-2);
}

TEST_F(WeightsLive, MergesToPeftsWeights) {
    const auto judge = adaptedJudge();
    judge->mergeAdapter();
    EXPECT_LT(distance(logits(*judge), "merged"), 1e-4);
    const auto theirs = Judge::load(folder() / "merged");
    ASSERT_TRUE(theirs) << theirs.error().message();
    for (std::size_t i = 0; i < judge->tensors().size(); ++i) {
        const auto& [name, tensor] = judge->tensors()[i];
        const double apart = (tensor - (*theirs)->tensors()[i].second).abs().max().item<double>();
        EXPECT_LT(apart, 1e-6) << name; // of size 1; sums of three products
    }
}

} // namespace
} // namespace egt::judge
