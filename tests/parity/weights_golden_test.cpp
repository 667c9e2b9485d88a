// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints made with transformers and peft by weights_reference.py, in the layouts found in the wild, and what those
// libraries say of them. The files are stored, so that this test needs no Python.
//
// Tolerance 1e-4 on logits of size 1 to 10: both sides are float32 and sum in different orders over some hundred terms
// a layer, which moves results by about 1e-6 of their size a layer; a wrong detail moves them by more than 1e-2.
#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/judge.h"
#include "judge/safetensors.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

const std::filesystem::path root = std::filesystem::path(EGT_GOLDEN) / "weights";

double distance(const torch::Tensor& a, const torch::Tensor& b) {
    EXPECT_EQ(a.sizes(), b.sizes());
    return (a.to(torch::kFloat32) - b.to(torch::kFloat32)).abs().max().item<double>();
}

/// The stored answers to the stored questions.
struct Golden {
    Json notes;
    WeightFiles tensors;

    static Golden load(const std::filesystem::path& folder) {
        return {Json::parse(readFile(folder / "notes.json").value()), WeightFiles::open(folder).value()};
    }
    [[nodiscard]] torch::Tensor tensor(const std::string& name) const {
        const TensorEntry* entry = tensors.find(name);
        TORCH_CHECK(entry != nullptr, name);
        torch::Tensor out = at::empty(entry->shape, torch::kFloat32);
        EXPECT_TRUE(tensors.copyTo(name, out));
        return out;
    }
    [[nodiscard]] std::vector<ImagePatches> images() const {
        std::vector<ImagePatches> out;
        const torch::Tensor pixels = tensor("pixels");
        std::int64_t from = 0;
        for (const Json& grid : notes["grids"]) {
            ImagePatches image{{}, grid[0], grid[1], grid[2]};
            const std::int64_t patches = std::int64_t{image.grid_t} * image.grid_h * image.grid_w;
            image.pixels_PC = pixels.narrow(0, from, patches);
            from += patches;
            out.push_back(image);
        }
        return out;
    }
    [[nodiscard]] std::vector<Sequence> sequences(bool with_response) const {
        std::vector<Sequence> out;
        for (const Json& note : notes["sequences"]) {
            Sequence s{note["prompt"], {}, note["images"]};
            if (with_response) s.response = note["response"].get<std::vector<std::int32_t>>();
            out.push_back(std::move(s));
        }
        return out;
    }
};

/// Logits of all questions in one padded batch, one tensor a question.
std::vector<torch::Tensor> logitsOf(Judge& judge, const Golden& golden) {
    const at::NoGradGuard no_grad;
    const Forced forced = judge.forward(golden.sequences(true), judge.encodeImages(golden.images()));
    return forced.logits_NV.split_with_sizes(forced.lengths);
}

void expectLogits(Judge& judge, const Golden& golden) {
    const auto ours = logitsOf(judge, golden);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const torch::Tensor theirs = golden.tensor("logits" + std::to_string(i));
        EXPECT_GT(theirs.abs().max().item<double>(), 1) << i;
        EXPECT_LT(distance(ours[i], theirs), 1e-4) << i;
    }
}

void expectGeneration(Judge& judge, const Golden& golden) {
    const at::NoGradGuard no_grad;
    GenerateOptions options;
    FreeRun control;
    options.max_new_tokens = 64;
    const auto generated =
        judge.generate(golden.sequences(false), judge.encodeImages(golden.images()), options, control);
    for (std::size_t i = 0; i < generated.size(); ++i) {
        const Json& note = golden.notes["sequences"][i];
        EXPECT_EQ(Json(generated[i].ids), note["generated"]) << i;
        double sum = 0;
        for (const float h : generated[i].entropies)
            sum += h;
        EXPECT_NEAR(sum / 64, note["mean_entropy"].get<double>(), 1e-5) << i;
    }
}

class GoldenJudge : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        at::set_num_threads(1);
        auto loaded = Judge::load(root / GetParam());
        ASSERT_TRUE(loaded) << loaded.error().message();
        judge = std::move(*loaded);
    }
    std::unique_ptr<Judge> judge;
    Golden expected = Golden::load(root / GetParam() / "expected");
};

TEST_P(GoldenJudge, VisionTower) {
    const at::NoGradGuard no_grad;
    std::vector<torch::Tensor> all;
    for (const EncodedImage& image : judge->encodeImages(expected.images()))
        all.push_back(image.embedding_TD);
    EXPECT_LT(distance(at::cat(all), expected.tensor("embedding")), 1e-4);
}

TEST_P(GoldenJudge, Logits) {
    expectLogits(*judge, expected);
}

TEST_P(GoldenJudge, GreedyTokensAndEntropies) {
    expectGeneration(*judge, expected);
}

// In bfloat16 two right implementations differ by roundings: transformers itself stands up to 0.15 of the logits'
// spread away from its float32 on these judges; twice that is allowed. A wrong detail moves them by the spread itself.
TEST_P(GoldenJudge, InBfloat16AsNearAsTheReference) {
    const auto half = Judge::load(root / GetParam(), {torch::kCPU, torch::kBFloat16});
    ASSERT_TRUE(half) << half.error().message();
    const auto ours = logitsOf(**half, expected);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const torch::Tensor theirs = expected.tensor("logits" + std::to_string(i));
        EXPECT_LT(distance(ours[i], theirs), 0.3 * theirs.std().item<double>()) << i;
    }
}

TEST_P(GoldenJudge, SavedAgainInEitherLayoutItIsTheSame) {
    for (const NameLayout layout : {NameLayout::published, NameLayout::nested}) {
        const egt::test::TempFolder folder;
        ASSERT_TRUE(judge->save(folder.path(), {std::nullopt, layout, 100'000}));
        const auto again = Judge::load(folder.path());
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ((*again)->config().nested, judge->config().nested);
        expectLogits(**again, expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Layouts, GoldenJudge, testing::Values("nested", "published", "middle"),
                         [](const auto& name) { return std::string(name.param); });

TEST(GoldenAdapter, SaysWhatPeftSays) {
    at::set_num_threads(1);
    const auto config = LoraConfig::load(root / "adapter");
    ASSERT_TRUE(config) << config.error().message();
    EXPECT_EQ(std::filesystem::canonical(*config->baseFolder(root / "adapter")),
              std::filesystem::canonical(root / "nested"));
    const auto judge = Judge::load(root / "nested");
    ASSERT_TRUE((*judge)->loadAdapter(root / "adapter"));
    const Golden adapted = Golden::load(root / "adapter/expected");
    expectLogits(**judge, adapted);
    expectGeneration(**judge, adapted);
    {
        const AdapterOff off(**judge);
        expectLogits(**judge, Golden::load(root / "nested/expected"));
    }
    (*judge)->mergeAdapter();
    expectLogits(**judge, adapted);
    const auto merged = WeightFiles::open(root / "adapter/merged");
    std::size_t seen = 0;
    for (const auto& [name, weight] : (*judge)->tensors()) {
        const TensorEntry* entry = merged->find(name);
        if (!entry) continue;
        torch::Tensor theirs = at::empty(entry->shape, torch::kFloat32);
        ASSERT_TRUE(merged->copyTo(name, theirs));
        EXPECT_LT(distance(weight.detach(), theirs), 1e-6) << name; // of size 1, one product of rank 3 added
        ++seen;
    }
    EXPECT_EQ(seen, merged->names().size());
}

} // namespace
} // namespace egt::judge
