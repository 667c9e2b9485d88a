// SPDX-License-Identifier: GPL-3.0-or-later
// The judge, its tokenizer and its image processing against transformers, tokenizers and Pillow.
//
// Tolerance 1e-4 on logits of size 1 to 10: both sides are float32 and sum in different orders over some hundred terms
// a layer, which moves results by about 1e-6 of their size a layer; a wrong detail moves them by more than 1e-2.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/judge.h"
#include "judge/positions.h"
#include "judge/safetensors.h"
#include "parity/reference_test.h"
#include "text/tokenizer.h"

namespace egt::judge {
namespace {

constexpr double tolerance = 1e-4;

const std::vector<std::string> texts = {
    "<think>top-left looks red 1</think><answer>1</answer><|im_end|>",
    "color at top-left ? A1: red A2: blue",
    "Never seen: it's 3.5% of 12345\n\n  tabs\tand   blanks  \r\n",
    "caf\u00e9 cafe\u0301 \u7ea2\u8272\u7684\u5706 \U0001F534 \u00a0\u3000x",
    "I'LL don't we'Re <|image_pad|> < |im_end|> <think >",
    "",
    " ",
    "\u0627\u0644\u0644\u0648\u0646 \u0939\u093f\u0928\u094d\u0926\u0940 a\u0300\u0316b",
};

std::string readText(const std::filesystem::path& path) {
    auto text = readFile(path);
    EXPECT_TRUE(text) << path;
    return text ? *text : std::string();
}

/// Everything is computed once: the program writes a judge, one python run answers all questions.
class Parity : public egt::test::ReferenceTest {
protected:
    static void SetUpTestSuite() {
        at::set_num_threads(1);
        JudgeConfig config;
        config.image_token_id = 380;
        config.vision_start_token_id = 381;
        config.vision_end_token_id = 382;
        config.eos_token_id = 379;
        const auto ours = folder() / "ours";
        ASSERT_TRUE(Judge::create(config, 7)->save(ours));
        const std::string tokenizer = buildWordTokenizerJson(
            {texts[0], texts[1]}, {"<think>", "</think>", "<answer>", "</answer>", "<|im_end|>", "<|image_pad|>"}, 50);
        ASSERT_TRUE(writeFileAtomically(ours / "tokenizer.json", tokenizer));
        ASSERT_TRUE(writeFileAtomically(folder() / "texts.json", Json(texts).dump()));
        ask(EGT_PARITY_SCRIPT, {folder().path().string(), EGT_PARITY_STUBS, seed()});
    }
    static RgbImage image(const std::filesystem::path& path, std::int32_t width, std::int32_t height) {
        const std::string bytes = readText(path);
        return {width, height, {bytes.begin(), bytes.end()}};
    }
};

TEST_F(Parity, TransformersLoadsOurFileWithoutALeftover) {
    const Json info = Json::parse(readText(folder() / "loading.json"));
    for (const char* list : {"missing_keys", "unexpected_keys", "mismatched_keys"}) {
        ASSERT_TRUE(info.contains(list)) << info.dump();
        EXPECT_TRUE(info[list].empty()) << list << info[list].dump();
    }
}

TEST_F(Parity, TokenIds) {
    const Json expected = Json::parse(readText(folder() / "tokens.json"));
    const auto ours = Tokenizer::load(folder() / "ours/tokenizer.json");
    const auto bpe = Tokenizer::load(folder() / "tokenizer_bpe.json");
    ASSERT_TRUE(ours) << ours.error().message();
    ASSERT_TRUE(bpe) << bpe.error().message();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(ours->encode(texts[i]), expected["ours"][i].get<std::vector<std::int32_t>>()) << texts[i];
        EXPECT_EQ(bpe->encode(texts[i]), expected["bpe"][i].get<std::vector<std::int32_t>>()) << texts[i];
        EXPECT_EQ(bpe->decode(bpe->encode(texts[i])), expected["decoded"][i].get<std::string>());
    }
}

/// One judge folder: what it says against what transformers says of it.
class ParityJudge : public Parity, public testing::WithParamInterface<const char*> {
protected:
    void SetUp() override {
        Parity::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        const auto judge_folder = folder() / GetParam();
        auto loaded = Judge::load(judge_folder);
        ASSERT_TRUE(loaded) << loaded.error().message();
        judge = std::move(*loaded);
        notes = Json::parse(readText(judge_folder / "expected/notes.json"));
        auto files = WeightFiles::open(judge_folder / "expected");
        ASSERT_TRUE(files) << files.error().message();
        expected_files = std::make_unique<WeightFiles>(std::move(*files));
        PreprocessorConfig config;
        config.min_pixels = 28 * 28;
        config.max_pixels = 28 * 28 * 30;
        int number = 0;
        for (const Json& note : notes["images"])
            pixels.push_back(*patchify(image(judge_folder / ("expected/image" + std::to_string(number++) + ".rgb"),
                                             note["width"], note["height"]),
                                       config, "picture"));
        const at::NoGradGuard no_grad;
        encoded = judge->encodeImages(pixels);
    }
    torch::Tensor expected(const std::string& name) const {
        const torch::Tensor tensor = at::empty(notes["shapes"][name].get<std::vector<std::int64_t>>());
        EXPECT_TRUE(expected_files->copyTo(name, tensor)) << name;
        return tensor;
    }
    static double distance(const torch::Tensor& a, const torch::Tensor& b) {
        EXPECT_EQ(a.sizes(), b.sizes());
        return (a - b).abs().max().item<double>();
    }
    std::vector<Sequence> sequences(bool with_response) const {
        std::vector<Sequence> out;
        for (const Json& note : notes["sequences"]) {
            Sequence s{note["prompt"], {}, note["images"]};
            if (with_response) s.response = note["response"].get<std::vector<std::int32_t>>();
            out.push_back(std::move(s));
        }
        return out;
    }

    std::unique_ptr<Judge> judge;
    Json notes;
    std::unique_ptr<WeightFiles> expected_files;
    std::vector<ImagePatches> pixels;
    std::vector<EncodedImage> encoded;
};

TEST_P(ParityJudge, Pixels) {
    std::vector<torch::Tensor> all;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        EXPECT_EQ(Json({1, pixels[i].grid_h, pixels[i].grid_w}), notes["images"][i]["grid"]);
        all.push_back(pixels[i].pixels_PC);
    }
    EXPECT_LT(distance(at::cat(all), expected("pixels")), 1e-5); // one 8-bit level is 1.4e-2
}

TEST_P(ParityJudge, VisionTower) {
    std::vector<torch::Tensor> all;
    for (const EncodedImage& image : encoded)
        all.push_back(image.embedding_TD);
    EXPECT_LT(distance(at::cat(all), expected("embedding")), tolerance);
}

TEST_P(ParityJudge, Positions) {
    for (const Json& note : notes["sequences"]) {
        std::vector<Grid> grids;
        for (const Json& i : note["images"]) {
            const EncodedImage& image = encoded[i.get<std::size_t>()];
            grids.push_back({image.grid_t, image.grid_h, image.grid_w});
        }
        auto ids = note["prompt"].get<std::vector<std::int32_t>>();
        const auto response = note["response"].get<std::vector<std::int32_t>>();
        ids.insert(ids.end(), response.begin(), response.end());
        EXPECT_EQ(Json(promptPositions(ids, grids, 380).axes), note["positions"]);
    }
}

TEST_P(ParityJudge, LogitsOfAPaddedBatch) {
    const auto batch = sequences(true);
    const Forced forced = judge->forward(batch, encoded);
    EXPECT_GT(expected("logits0").abs().max().item<double>(), 0.5);
    std::int64_t from = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const torch::Tensor part = forced.logits_NV.narrow(0, from, forced.lengths[i]);
        EXPECT_LT(distance(part, expected("logits" + std::to_string(i))), tolerance);
        from += forced.lengths[i];
    }
}

// Tokens are compared up to the first where the reference's two likeliest are nearer than float32 sums may differ: on
// new random weights ties come up, and after one both continuations are right.
TEST_P(ParityJudge, GreedyTokensAndEntropies) {
    GenerateOptions options;
    options.max_new_tokens = 64;
    FreeRun control;
    const auto generated = judge->generate(sequences(false), encoded, options, control);
    for (std::size_t i = 0; i < generated.size(); ++i) {
        const Json& note = notes["sequences"][i];
        const auto margins = note["margins"].get<std::vector<double>>();
        const auto tie = std::find_if(margins.begin(), margins.end(), [](double m) { return m < 5e-4; });
        const auto clear = static_cast<std::size_t>(tie - margins.begin());
        ASSERT_EQ(generated[i].ids.size(), 64U);
        double ours = 0, theirs = 0;
        for (std::size_t t = 0; t < clear; ++t) {
            ASSERT_EQ(generated[i].ids[t], note["generated"][t].get<std::int32_t>()) << "token " << t;
            ours += generated[i].entropies[t];
            theirs += note["entropies"][t].get<double>();
        }
        const double count = std::max<double>(1, static_cast<double>(clear));
        EXPECT_NEAR(ours / count, theirs / count, 1e-5);
    }
}

INSTANTIATE_TEST_SUITE_P(Folders, ParityJudge, testing::Values("ours", "tiny", "windows"),
                         [](const auto& name) { return std::string(name.param); });

} // namespace
} // namespace egt::judge
