// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <torch/csrc/autograd/generated/variable_factories.h>
#include <torch/types.h>

#include "base/random.h"
#include "training/losses.h"
#include "training/schedule.h"

namespace egt::training {
namespace {

TEST(GroupAdvantages, HandWorked) {
    // Group 1: rewards 1.5, 0.5, 0.5, 1.5: mean 1, std sqrt(4 * 0.25 / 3). Group 2 is flat.
    const Advantages a = groupAdvantages({1.5, 0.5, 0.5, 1.5, 1, 1, 1, 1}, 4);
    const double deviation = std::sqrt(1.0 / 3);
    EXPECT_NEAR(a.values[0], 0.5 / (deviation + 1e-4), 1e-12);
    EXPECT_NEAR(a.values[1], -0.5 / (deviation + 1e-4), 1e-12);
    EXPECT_EQ(a.values[4], 0.0);
    EXPECT_NEAR(a.group_std[0], deviation, 1e-12);
    EXPECT_DOUBLE_EQ(a.zero_std_share, 0.5);
}

/// The whole objective in float64 with plain loops, from the formulas.
double referenceLoss(const std::vector<std::vector<double>>& logits, const std::vector<std::int64_t>& targets,
                     const std::vector<double>& old, const std::vector<double>& advantages,
                     const std::vector<double>& reference, double temperature, const PolicyOptions& o) {
    double sum = 0;
    for (std::size_t n = 0; n < logits.size(); ++n) {
        double z = 0;
        for (const double x : logits[n])
            z += std::exp(x / temperature);
        const double logp = logits[n][static_cast<std::size_t>(targets[n])] / temperature - std::log(z);
        const double ratio = std::exp(logp - old[n]);
        const double clipped = std::fmax(1 - o.epsilon, std::fmin(1 + o.epsilon_high, ratio));
        sum -= std::fmin(ratio * advantages[n], clipped * advantages[n]);
        const double d = reference[n] - logp;
        sum += o.beta * (std::exp(d) - d - 1);
    }
    return sum / o.normaliser;
}

TEST(PolicyLoss, EqualsAFloat64ReferenceAndItsGradientDoesToo) {
    constexpr std::size_t kTokens = 12;
    constexpr std::size_t kWords = 7;
    Random random(3);
    std::vector<std::vector<double>> logits(kTokens, std::vector<double>(kWords));
    std::vector<std::int64_t> targets(kTokens);
    std::vector<double> old(kTokens), advantages(kTokens), reference(kTokens);
    for (std::size_t n = 0; n < kTokens; ++n) {
        for (double& x : logits[n])
            x = random.normal() * 2;
        targets[n] = static_cast<std::int64_t>(random.below(kWords));
        old[n] = -1 - random.uniform() * 2;
        advantages[n] = random.normal();
        reference[n] = -1 - random.uniform() * 2;
    }
    const PolicyOptions options{0.2, 0.28, 0.04, 10};
    const double temperature = 1.3;
    const double expected = referenceLoss(logits, targets, old, advantages, reference, temperature, options);

    std::vector<float> flat;
    for (const auto& row : logits)
        for (const double x : row)
            flat.push_back(static_cast<float>(x));
    torch::Tensor z = torch::tensor(flat).view({kTokens, kWords}).detach().requires_grad_(true);
    const auto floats = [](const std::vector<double>& v) {
        return torch::tensor(std::vector<float>(v.begin(), v.end()));
    };
    const torch::Tensor logp = tokenLogprobs(z, torch::tensor(targets), temperature, {});
    const PolicyLoss loss = policyLoss(logp, floats(old), floats(advantages), floats(reference), options);
    EXPECT_NEAR(loss.loss.item<double>(), expected, 1e-5);
    loss.loss.backward();
    for (std::size_t n = 0; n < kTokens; ++n)
        for (std::size_t v = 0; v < kWords; ++v) {
            auto up = logits, down = logits;
            up[n][v] += 1e-5;
            down[n][v] -= 1e-5;
            const double slope = (referenceLoss(up, targets, old, advantages, reference, temperature, options) -
                                  referenceLoss(down, targets, old, advantages, reference, temperature, options)) /
                                 2e-5;
            EXPECT_NEAR(z.grad()[static_cast<std::int64_t>(n)][static_cast<std::int64_t>(v)].item<double>(), slope,
                        2e-4);
        }
}

TEST(PolicyLoss, CountsTokensClippedOnEachSide) {
    const torch::Tensor old = torch::zeros({4});
    const torch::Tensor logp = torch::tensor(std::vector<float>{0.5F, -0.5F, 0.5F, -0.5F});
    const torch::Tensor advantages = torch::tensor(std::vector<float>{1, 1, -1, -1});
    const PolicyLoss loss = policyLoss(logp, old, advantages, {}, {0.2, 0.2, 0, 4});
    EXPECT_EQ(loss.clipped_high, 1);
    EXPECT_EQ(loss.clipped_low, 1);
    const double up = std::exp(0.5), down = std::exp(-0.5);
    EXPECT_NEAR(loss.loss.item<double>(), (-1.2 - down + up + 0.8) / 4, 1e-6);
}

TEST(TokenLogprobs, LeavesSuppressedIdsOut) {
    const torch::Tensor logits = torch::tensor(std::vector<float>{1, 2, 3}).view({1, 3});
    const torch::Tensor target = torch::tensor(std::vector<std::int64_t>{0});
    const torch::Tensor suppressed = torch::tensor(std::vector<std::int64_t>{2});
    EXPECT_NEAR(tokenLogprobs(logits, target, 1, suppressed).item<double>(),
                1 - std::log(std::exp(1.0) + std::exp(2.0)), 1e-6);
}

TEST(Schedule, WarmsUpAndDecays) {
    EXPECT_DOUBLE_EQ(learningRateFactor(Schedule::constant, 0, 100, 4, 0.1), 0.25);
    EXPECT_DOUBLE_EQ(learningRateFactor(Schedule::constant, 50, 100, 4, 0.1), 1);
    EXPECT_NEAR(learningRateFactor(Schedule::cosine, 50, 100, 0, 0.1), 0.55, 1e-12);
    EXPECT_NEAR(learningRateFactor(Schedule::cosine, 100, 100, 0, 0.1), 0.1, 1e-12);
    EXPECT_NEAR(learningRateFactor(Schedule::linear, 25, 100, 0, 0.2), 0.8, 1e-12);
}

TEST(Losses, TheTwoWaysThroughTheHeadAgree) {
    at::manual_seed(2);
    const auto run = [](std::int64_t direct_logits) {
        at::manual_seed(4);
        judge::ForcedRows rows{at::randn({50, 12}).requires_grad_(),
                               at::randn({90, 12}).requires_grad_(),
                               at::randint(6, 90, {50}, at::kLong),
                               {}};
        const torch::Tensor logprobs = rowLogprobs(rows, 0.8, torch::tensor({0, 5}, at::kLong), direct_logits);
        logprobs.sum().backward();
        return std::vector<torch::Tensor>{logprobs.detach(), rows.hidden_ND.grad(), rows.head_VD.grad()};
    };
    const auto direct = run(kDirectLogits);
    const auto chunked = run(0);
    // Log-probs of size up to 16 have a last place of 1e-6, and both ways sum float32 in orders of their own.
    for (std::size_t i = 0; i < direct.size(); ++i)
        EXPECT_LE((direct[i] - chunked[i]).abs().max().item<double>(), i == 0 ? 5e-6 : 1e-5) << i;
}

} // namespace
} // namespace egt::training
