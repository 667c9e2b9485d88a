// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/head_stats.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/xlogy.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "support/peak_memory.h"

namespace egt::judge {
namespace {

struct Problem {
    torch::Tensor hidden_ND, head_VD, targets_N, by_logprob, by_entropy;
};
Problem problem(std::int64_t rows, std::int64_t vocabulary, std::int64_t width, double scale = 0.5) {
    at::manual_seed(3);
    return {at::randn({rows, width}), at::randn({vocabulary, width}) * scale,
            at::randint(vocabulary, {rows}, at::kLong), at::randn({rows}), at::randn({rows})};
}

struct Outcome {
    torch::Tensor logprob, entropy, dhidden, dhead;
};
Outcome gradientsOf(const Problem& p, const torch::Tensor& hidden, const torch::Tensor& head, const HeadStats& stats) {
    const torch::Tensor loss = (stats.logprob_N * p.by_logprob.to(stats.logprob_N.scalar_type())).sum() +
                               (stats.entropy_N * p.by_entropy.to(stats.entropy_N.scalar_type())).sum();
    const auto grads = torch::autograd::grad({loss}, {hidden, head});
    return {stats.logprob_N.detach(), stats.entropy_N.detach(), grads[0], grads[1]};
}
Outcome fused(const Problem& p, const HeadOptions& options) {
    const torch::Tensor hidden = p.hidden_ND.clone().requires_grad_();
    const torch::Tensor head = p.head_VD.clone().requires_grad_();
    return gradientsOf(p, hidden, head, headStats(hidden, head, p.targets_N, options));
}

// Torch's own autograd over the whole matrix of logits in float64.
HeadStats materialised(const torch::Tensor& hidden, const torch::Tensor& head, const torch::Tensor& targets,
                       const HeadOptions& options) {
    torch::Tensor logits = at::matmul(hidden, head.t()) / options.temperature;
    if (options.suppressed.defined())
        logits = logits.index_fill(1, options.suppressed, -std::numeric_limits<double>::infinity());
    const torch::Tensor logp = at::log_softmax(logits, -1);
    const torch::Tensor p = logp.exp();
    const torch::Tensor finite = logp.masked_fill(p == 0, 0); // 0 log 0 = 0
    return {logp.gather(1, targets.unsqueeze(1)).squeeze(1), -(p * finite).sum(-1), logits.argmax(-1)};
}
Outcome reference(const Problem& p, const HeadOptions& options) {
    const torch::Tensor hidden = p.hidden_ND.to(at::kDouble).requires_grad_();
    const torch::Tensor head = p.head_VD.to(at::kDouble).requires_grad_();
    return gradientsOf(p, hidden, head, materialised(hidden, head, p.targets_N, options));
}

double distance(const torch::Tensor& a, const torch::Tensor& b) {
    return (a.to(at::kDouble) - b).abs().max().item<double>();
}

TEST(HeadStats, MatchesAutogradInFloat64) {
    const Problem p = problem(37, 613, 24);
    const torch::Tensor suppressed = torch::tensor({5, 600}, at::kLong);
    Problem allowed = p;
    allowed.targets_N = allowed.targets_N.clamp(6, 599);
    for (const double temperature : {1.0, 0.7, 2.0})
        for (const bool suppress : {false, true})
            for (const std::int64_t bytes : {std::int64_t{0}, std::int64_t{613 * 4 * 5}}) { // whole, and five rows
                const HeadOptions options{temperature, suppress ? suppressed : torch::Tensor(), bytes};
                const Problem& used = suppress ? allowed : p;
                const Outcome ours = fused(used, options);
                const Outcome truth = reference(used, options);
                EXPECT_LE(distance(ours.logprob, truth.logprob), 5e-6);
                EXPECT_LE(distance(ours.entropy, truth.entropy), 5e-6);
                EXPECT_LE(distance(ours.dhidden, truth.dhidden), 1e-5);
                EXPECT_LE(distance(ours.dhead, truth.dhead), 1e-5);
            }
}

TEST(HeadStats, MatchesCentralDifferences) {
    const Problem p = problem(3, 50, 6);
    const Outcome ours = fused(p, {});
    const auto value = [&](const torch::Tensor& hidden) {
        const HeadStats s = materialised(hidden, p.head_VD.to(at::kDouble), p.targets_N, {});
        return ((s.logprob_N * p.by_logprob).sum() + (s.entropy_N * p.by_entropy).sum()).item<double>();
    };
    for (std::int64_t i = 0; i < 3; ++i)
        for (std::int64_t j = 0; j < 6; ++j) {
            torch::Tensor up = p.hidden_ND.to(at::kDouble).clone();
            torch::Tensor down = up.clone();
            up[i][j] += 1e-5;
            down[i][j] -= 1e-5;
            EXPECT_NEAR(ours.dhidden[i][j].item<double>(), (value(up) - value(down)) / 2e-5, 5e-6);
        }
}

TEST(HeadStats, AFrozenHeadGetsNoGradient) {
    const Problem p = problem(9, 100, 8);
    const torch::Tensor hidden = p.hidden_ND.clone().requires_grad_();
    const HeadStats stats = headStats(hidden, p.head_VD, p.targets_N);
    (-stats.logprob_N.sum()).backward(); // the entropy is not used: its gradient is undefined
    EXPECT_FALSE(p.head_VD.grad().defined());
    const Problem only_logprob{p.hidden_ND, p.head_VD, p.targets_N, -at::ones({9}), at::zeros({9})};
    EXPECT_LE(distance(hidden.grad(), reference(only_logprob, {}).dhidden), 1e-5);
    const at::NoGradGuard no_grad;
    EXPECT_FALSE(headStats(hidden, p.head_VD, p.targets_N).logprob_N.requires_grad());
}

TEST(HeadStats, BoundsHoldOnAPeakedHead) {
    const Problem p = problem(64, 1000, 16, 20);
    const HeadStats stats = headStats(p.hidden_ND, p.head_VD, p.targets_N);
    EXPECT_LE(stats.logprob_N.max().item<float>(), 0);
    EXPECT_GE(stats.entropy_N.min().item<float>(), 0);
    EXPECT_LE(stats.entropy_N.max().item<float>(), std::log(1000.0F));
    EXPECT_TRUE(at::equal(stats.argmax_N, at::matmul(p.hidden_ND, p.head_VD.t()).argmax(-1)));
}

TEST(HeadStats, TheSameBitsEveryTime) {
    const Problem p = problem(200, 3000, 32);
    const HeadOptions options{0.9, {}, 3000 * 4 * 33};
    const Outcome first = fused(p, options);
    for (int i = 0; i < 3; ++i) {
        const Outcome again = fused(p, options);
        EXPECT_TRUE(at::equal(first.logprob, again.logprob));
        EXPECT_TRUE(at::equal(first.entropy, again.entropy));
        EXPECT_TRUE(at::equal(first.dhidden, again.dhidden));
        EXPECT_TRUE(at::equal(first.dhead, again.dhead));
    }
}

TEST(HeadStats, HalfPrecisionFollowsItsOwnLogits) {
    for (const auto type : {at::kBFloat16, at::kHalf}) {
        Problem p = problem(20, 300, 16);
        p.hidden_ND = p.hidden_ND.to(type);
        p.head_VD = p.head_VD.to(type);
        const HeadStats stats = headStats(p.hidden_ND, p.head_VD, p.targets_N);
        EXPECT_EQ(stats.entropy_N.scalar_type(), at::kFloat);
        const torch::Tensor logits = at::matmul(p.hidden_ND, p.head_VD.t()).to(at::kDouble); // rounded once
        const torch::Tensor logp = at::log_softmax(logits, -1);
        EXPECT_LE(distance(stats.entropy_N, -(logp.exp() * logp).sum(-1)), 1e-3);
        const torch::Tensor hidden = p.hidden_ND.clone().requires_grad_();
        headStats(hidden, p.head_VD, p.targets_N).logprob_N.sum().backward();
        EXPECT_EQ(hidden.grad().scalar_type(), type);
        Problem exact{p.hidden_ND, p.head_VD, p.targets_N, at::ones({20}), at::zeros({20})};
        EXPECT_LE(distance(hidden.grad(), reference(exact, {}).dhidden), 0.05);
    }
}

TEST(HeadStats, EmptyAndWrongInput) {
    const Problem p = problem(4, 20, 8);
    EXPECT_EQ(headStats(p.hidden_ND.narrow(0, 0, 0), p.head_VD, p.targets_N.narrow(0, 0, 0)).logprob_N.numel(), 0);
    EXPECT_THROW(headStats(p.hidden_ND, p.head_VD, p.targets_N.narrow(0, 0, 3)), c10::Error);
    EXPECT_THROW(headStats(p.hidden_ND, p.head_VD.narrow(1, 0, 7), p.targets_N), c10::Error);
    EXPECT_THROW(headStats(p.hidden_ND, p.head_VD, p.targets_N, {0, {}, 0}), c10::Error);
}

std::int64_t peakOf(std::int64_t rows) {
    const Problem p = problem(rows, 5000, 16);
    const torch::Tensor hidden = p.hidden_ND.clone().requires_grad_();
    return test::PeakMemory::of([&] {
        const HeadStats stats = headStats(hidden, p.head_VD, p.targets_N, {1, {}, 5000 * 4 * 16});
        torch::autograd::grad({stats.logprob_N.sum() + stats.entropy_N.sum()}, {hidden});
    });
}

TEST(HeadStats, MemoryDoesNotGrowWithTheMatrixOfLogits) {
    const std::int64_t small = peakOf(100);
    const std::int64_t large = peakOf(1600);
    EXPECT_GE(small, 5000 * 4 * 16); // the workspace was seen
    // What grows: the gradient of the hidden rows and a few numbers a row, not 1,500 x 5,000 logits (30 MB).
    EXPECT_LE(large - small, 1500 * (16 * 4 + 64));
}

} // namespace
} // namespace egt::judge
