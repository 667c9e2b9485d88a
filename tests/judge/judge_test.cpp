// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gtest/gtest.h>

#include "judge_fixture.h"

namespace egt::judge {
namespace {

using test::demoJudge;
using test::mixedBatch;

test::Batch forcedBatch(Judge& judge) {
    test::Batch batch = mixedBatch(judge);
    for (std::size_t i = 0; i < batch.sequences.size(); ++i)
        for (std::size_t t = 0; t < 3 + 2 * i; ++t)
            batch.sequences[i].response.push_back(static_cast<std::int32_t>(40 + 7 * i + t));
    return batch;
}

TEST(Judge, PaddingAndBatchMatesChangeNothing) {
    const auto judge = demoJudge();
    const test::Batch batch = forcedBatch(*judge);
    const at::NoGradGuard no_grad;
    const Forced together = judge->forward(batch.sequences, batch.images);
    std::int64_t from = 0;
    for (std::size_t i = 0; i < batch.sequences.size(); ++i) {
        const Forced alone = judge->forward({batch.sequences[i]}, batch.images);
        const torch::Tensor part = together.logits_NV.narrow(0, from, together.lengths[i]);
        EXPECT_LT((part - alone.logits_NV).abs().max().item<float>(), 1e-4);
        EXPECT_TRUE(at::equal(together.targets_N.narrow(0, from, together.lengths[i]), alone.targets_N));
        from += together.lengths[i];
    }
    EXPECT_EQ(from, together.logits_NV.size(0));
}

TEST(Judge, ImagesDoNotSeeEachOther) {
    const auto judge = demoJudge();
    const at::NoGradGuard no_grad;
    const std::vector<ImagePatches> images = {test::patches(56, 56, 1), test::patches(252, 140, 2),
                                              test::patches(56, 56, 3)};
    const auto together = judge->encodeImages(images);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto alone = judge->encodeImages({images[i]});
        EXPECT_EQ(together[i].embedding_TD.size(0), images[i].mergedTokens(2));
        EXPECT_LT((together[i].embedding_TD - alone[0].embedding_TD).abs().max().item<float>(), 1e-4);
    }
    EXPECT_GT((together[0].embedding_TD - together[2].embedding_TD).abs().max().item<float>(), 1e-2);
}

TEST(Judge, AnswersDependOnTheImage) {
    const auto judge = demoJudge();
    const at::NoGradGuard no_grad;
    test::Batch batch = forcedBatch(*judge);
    const Forced one = judge->forward({batch.sequences[0]}, batch.images);
    batch.images = judge->encodeImages({test::patches(56, 56, 99), test::patches(112, 56, 2)});
    const Forced other = judge->forward({batch.sequences[0]}, batch.images);
    EXPECT_GT((one.logits_NV - other.logits_NV).abs().max().item<float>(), 1e-3);
}

// Central differences of the loss along the gradient itself, in every tensor at once.
TEST(Judge, GradientsMatchFiniteDifferences) {
    const auto judge = demoJudge();
    const auto loss = [&] {
        const test::Batch batch = forcedBatch(*judge);
        const Forced forced = judge->forward(batch.sequences, batch.images);
        return at::nll_loss(at::log_softmax(forced.logits_NV, -1), forced.targets_N);
    };
    loss().backward();
    double squared = 0;
    for (const auto& [name, tensor] : judge->parameters()) {
        ASSERT_TRUE(tensor.grad().defined()) << name;
        ASSERT_GT(tensor.grad().abs().max().item<float>(), 0) << name;
        squared += tensor.grad().to(torch::kFloat64).square().sum().item<double>();
    }
    const at::NoGradGuard no_grad;
    const double step = 1e-2 / std::sqrt(squared);
    const auto move = [&](double by) {
        for (const auto& [name, tensor] : judge->parameters())
            tensor.data().add_(tensor.grad(), by);
    };
    move(step);
    const double up = loss().item<double>();
    move(-2 * step);
    const double down = loss().item<double>();
    EXPECT_NEAR((up - down) / (2 * step) / squared, 1, 0.02);
}

TEST(Judge, LearnsTwoAnswers) {
    const auto judge = demoJudge();
    std::vector<torch::Tensor> tensors;
    for (const auto& [name, tensor] : judge->parameters())
        tensors.push_back(tensor);
    float first = 0;
    float last = 0;
    for (int i = 0; i < 30; ++i) { // plain gradient descent with unit-norm steps
        test::Batch batch = forcedBatch(*judge);
        const Forced forced = judge->forward(batch.sequences, batch.images);
        const torch::Tensor loss = at::nll_loss(at::log_softmax(forced.logits_NV, -1), forced.targets_N);
        loss.backward();
        last = loss.item<float>();
        if (i == 0) first = last;
        const at::NoGradGuard no_grad;
        for (torch::Tensor& tensor : tensors) {
            tensor.sub_(tensor.grad() * (0.02F / (tensor.grad().square().mean().sqrt() + 1e-8F)) * 0.3F);
            tensor.mutable_grad().reset();
        }
    }
    EXPECT_LT(last, 0.7F * first);
    // Inference multiplies with the joined storage: it must have moved with the parts.
    const at::NoGradGuard no_grad;
    const test::Batch batch = forcedBatch(*judge);
    const torch::Tensor fast = judge->forward(batch.sequences, batch.images).logits_NV;
    const at::AutoGradMode with_gradients(true);
    const torch::Tensor slow =
        judge->forward(batch.sequences, judge->encodeImages({test::patches(56, 56, 1), test::patches(112, 56, 2)}))
            .logits_NV;
    EXPECT_LT((fast - slow).abs().max().item<float>(), 1e-4);
}

TEST(Judge, SameSeedSameWeights) {
    const auto a = demoJudge(5);
    const auto b = demoJudge(5);
    const auto c = demoJudge(6);
    EXPECT_TRUE(at::equal(a->parameters()[0].second, b->parameters()[0].second));
    EXPECT_FALSE(at::equal(a->parameters()[0].second, c->parameters()[0].second));
    EXPECT_GT(a->parameterCount(), 400000);
    EXPECT_LT(a->parameterCount(), 700000);
}

TEST(Judge, CloneIsApart) {
    const auto judge = demoJudge();
    const auto copy = judge->clone();
    for (std::size_t i = 0; i < judge->parameters().size(); ++i)
        EXPECT_TRUE(at::equal(judge->parameters()[i].second, copy->parameters()[i].second));
    const at::NoGradGuard no_grad;
    const test::Batch batch = forcedBatch(*judge);
    const torch::Tensor before = copy->forward(batch.sequences, batch.images).logits_NV;
    for (const auto& [name, tensor] : judge->parameters())
        tensor.data().mul_(0.5);
    EXPECT_TRUE(at::equal(copy->forward(batch.sequences, batch.images).logits_NV, before));
}

TEST(Judge, RefusesImagesThatDoNotFit) {
    const auto judge = demoJudge();
    test::Batch batch = forcedBatch(*judge);
    batch.sequences[0].images = {1}; // has 8 tokens where the prompt has 4
    EXPECT_THROW(judge->forward(batch.sequences, batch.images), c10::Error);
    batch.sequences[0].images = {};
    EXPECT_THROW(judge->forward(batch.sequences, batch.images), c10::Error);
}

} // namespace
} // namespace egt::judge
