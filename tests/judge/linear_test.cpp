// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "judge/linear.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

torch::Tensor leaf(std::initializer_list<std::int64_t> shape) {
    return at::randn(shape, torch::kFloat32).set_requires_grad(true);
}

/// Two parts of 3 and 5 rows over 4 inputs, with an adapter of rank 2 on the second.
struct Case {
    torch::Tensor first = leaf({3, 4}), second = leaf({5, 4}), bias = leaf({8});
    torch::Tensor a = leaf({2, 4}), b = leaf({5, 2}), x = leaf({6, 4});
    std::shared_ptr<bool> on = std::make_shared<bool>(true);

    [[nodiscard]] Linear linear() const {
        Linear out;
        out.weight = {at::cat({first, second}).detach(), {first, second}};
        out.bias = {bias.detach(), {bias}};
        out.adapters = {{a, b, 0.5, 3}};
        out.adapters_on = on;
        return out;
    }
    /// From the definition, with the update merged into the weight, in float64.
    [[nodiscard]] torch::Tensor expected() const {
        const auto wide = [](const torch::Tensor& t) { return t.to(torch::kFloat64); };
        const torch::Tensor update = *on ? 0.5 * at::matmul(wide(b), wide(a)) : at::zeros({5, 4}, torch::kFloat64);
        return at::matmul(wide(x), at::cat({wide(first), wide(second) + update}).t()) + wide(bias);
    }
};

double distance(const torch::Tensor& x, const torch::Tensor& y) {
    return (x.to(torch::kFloat64) - y.to(torch::kFloat64)).abs().max().item<double>();
}

TEST(Linear, AdapterActsOnItsColumnsAlone) {
    at::manual_seed(1);
    const Case c;
    for (const bool grad : {false, true})
        for (const bool on : {true, false}) {
            *c.on = on;
            const at::AutoGradMode mode(grad);
            EXPECT_LT(distance(apply(c.linear(), c.x), c.expected()), 1e-5); // sums of 4 and 2 numbers of size 1
            EXPECT_LT(distance(applyOnto(at::ones({6, 8}), c.linear(), c.x), c.expected() + 1), 1e-5);
        }
}

TEST(Linear, GradientsAreThoseOfTheMergedWeight) {
    at::manual_seed(2);
    const Case c;
    const std::vector<torch::Tensor> leaves = {c.first, c.second, c.bias, c.a, c.b, c.x};
    const auto gradients = [&](const torch::Tensor& y) {
        for (const torch::Tensor& leaf : leaves)
            leaf.mutable_grad() = torch::Tensor();
        y.pow(2).sum().backward();
        std::vector<torch::Tensor> out;
        for (const torch::Tensor& leaf : leaves)
            out.push_back(leaf.grad().clone());
        return out;
    };
    Linear linear = c.linear();
    linear.bias.storage = c.bias;
    const auto ours = gradients(apply(linear, c.x));
    const auto theirs = gradients(c.expected());
    for (std::size_t i = 0; i < leaves.size(); ++i)
        EXPECT_LT(distance(ours[i], theirs[i]), 1e-3) << i; // of size 10 to 100
}

TEST(Linear, FrozenWeightsGiveGradientsToTheAdapterAlone) {
    const Case c;
    for (const torch::Tensor* frozen : {&c.first, &c.second, &c.bias, &c.x})
        frozen->set_requires_grad(false);
    apply(c.linear(), c.x).sum().backward();
    EXPECT_TRUE(c.a.grad().defined());
    EXPECT_TRUE(c.b.grad().defined());
    EXPECT_FALSE(c.first.grad().defined());
}

// bfloat16 keeps 8 bits and float16 11: through three layers logits of size 1 move by a few of their last places.
TEST(HalfPrecision, AJudgeSaysNearlyTheSame) {
    const egt::test::TempFolder folder;
    const auto judge = test::demoJudge(5);
    ASSERT_TRUE(judge->save(folder.path()));
    const at::NoGradGuard no_grad;
    const auto logits = [](Judge& j) {
        test::Batch batch = test::mixedBatch(j);
        for (Sequence& s : batch.sequences)
            s.response = {3, 1, 4, 1, 5};
        return j.forward(batch.sequences, batch.images).logits_NV;
    };
    const torch::Tensor exact = logits(*judge);
    for (const auto& [type, bits] : {std::pair{torch::kBFloat16, 8}, std::pair{torch::kFloat16, 11}}) {
        const auto half = Judge::load(folder.path(), {torch::kCPU, type});
        ASSERT_TRUE(half) << half.error().message();
        const torch::Tensor rounded = logits(**half);
        EXPECT_EQ(rounded.scalar_type(), type);
        const double size = exact.abs().max().item<double>();
        EXPECT_LT(distance(rounded, exact), 8 * size / (1 << bits)) << bits;
    }
}

// Prefill and the steps of the cache are different code: their entropies must agree.
TEST(HalfPrecision, GenerationAgreesWithTheWholePass) {
    const egt::test::TempFolder folder;
    ASSERT_TRUE(test::demoJudge(6)->save(folder.path()));
    const auto judge = Judge::load(folder.path(), {torch::kCPU, torch::kBFloat16});
    ASSERT_TRUE(judge);
    const at::NoGradGuard no_grad;
    test::Batch batch = test::mixedBatch(**judge);
    GenerateOptions options;
    options.max_new_tokens = 12;
    FreeRun control;
    const auto generated = (*judge)->generate(batch.sequences, batch.images, options, control);
    for (std::size_t i = 0; i < generated.size(); ++i) {
        batch.sequences[i].response = generated[i].ids;
        const torch::Tensor logp =
            at::log_softmax((*judge)->forward({batch.sequences[i]}, batch.images).logits_NV.to(torch::kFloat64), -1);
        const torch::Tensor entropies = -(logp.exp() * logp).sum(-1);
        for (std::size_t t = 0; t < generated[i].ids.size(); ++t)
            EXPECT_NEAR(generated[i].entropies[t], entropies[static_cast<std::int64_t>(t)].item<double>(), 0.05);
    }
}

} // namespace
} // namespace egt::judge
