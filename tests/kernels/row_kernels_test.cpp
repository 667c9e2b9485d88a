// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels over tensors: torch's operators (what runs on a GPU without libegt_cuda.so) against the CPU kernels, and,
// where a GPU is, the CUDA kernels against both.
#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <torch/csrc/autograd/generated/variable_factories.h>

#include "judge/device_rows.h"
#include "judge/head_stats.h"
#include "kernels/device.h"

namespace egt::judge {
namespace {

using RowsFunction = void (*)(const torch::Tensor&, const torch::Tensor&, const RowStats&);

torch::Tensor trickyRows(std::int64_t count) {
    at::manual_seed(8);
    torch::Tensor x = at::randn({6, count}) * 3;
    x[1].fill_(0.5);
    x[2][count / 2] = 50;
    x[3].narrow(0, 0, count / 2).fill_(-std::numeric_limits<float>::infinity());
    x[4] = x[0].round(); // equals
    return x;
}

double distance(const torch::Tensor& a, const torch::Tensor& b) {
    return (a.cpu().to(at::kDouble) - b.cpu().to(at::kDouble)).abs().max().item<double>();
}

void expectSame(const RowStats& got, const RowStats& expected, double tolerance) {
    EXPECT_LE(distance(got.entropy_N, expected.entropy_N), tolerance);
    EXPECT_LE(distance(got.varentropy_N, expected.varentropy_N), 20 * tolerance);
    EXPECT_LE(distance(got.logsumexp_N, expected.logsumexp_N), tolerance);
    EXPECT_LE(distance(got.logprob_N, expected.logprob_N), 2 * tolerance);
    EXPECT_TRUE(at::equal(got.argmax_N.cpu(), expected.argmax_N));
    EXPECT_TRUE(at::equal(got.rank_N.cpu(), expected.rank_N));
}

/// All three functions on `device` against the CPU kernels.
void compareOn(torch::Device device, at::ScalarType type, std::int64_t count, RowsFunction stats_function) {
    const torch::Tensor logits = trickyRows(count).to(type);
    const torch::Tensor targets = torch::tensor({0L, count - 1, count / 2, count - 2, 3L, 1L}, at::kLong);
    const RowStats expected = RowStats::allocate(6, torch::kCPU, true);
    rowStats(logits, targets, expected);
    const RowStats got = RowStats::allocate(6, device, true);
    stats_function(logits.to(device), targets.to(device), got);
    expectSame(got, expected, 1e-5);

    const torch::Tensor by_logprob = at::randn({6});
    const torch::Tensor by_entropy = at::randn({6});
    torch::Tensor ours = logits.clone();
    gradientOverLogits(ours, targets, expected.logsumexp_N, expected.entropy_N, by_logprob, by_entropy, 0.5);
    torch::Tensor theirs = logits.to(device, type, false, true);
    const auto on = [&](const torch::Tensor& t) { return t.to(device); };
    const auto gradient = device.is_cuda() ? device::gradientOverLogits : composed::gradientOverLogits;
    gradient(theirs, on(targets), on(expected.logsumexp_N), on(expected.entropy_N), on(by_logprob), on(by_entropy),
             0.5);
    EXPECT_LE(distance(ours, theirs), type == at::kFloat ? 2e-6 : 2e-2);

    const TopRows top = topOfRows(logits, 5);
    const TopRows other{at::empty({6, 5}, at::TensorOptions(device).dtype(at::kInt)),
                        at::empty({6, 5}, at::TensorOptions(device))};
    (device.is_cuda() ? device::topOfRows : composed::topOfRows)(logits.to(device), other);
    EXPECT_TRUE(at::equal(top.ids_NK, other.ids_NK.cpu()));
    EXPECT_TRUE(at::equal(top.values_NK, other.values_NK.cpu()));
}

TEST(RowKernels, TorchsOperatorsAgree) {
    for (const auto type : {at::kFloat, at::kBFloat16, at::kHalf})
        for (const std::int64_t count : {9, 1000, 5001})
            compareOn(torch::kCPU, type, count, composed::rowStats);
}

TEST(RowKernels, FewerEntriesThanAsked) {
    const TopRows top = topOfRows(torch::tensor({1.0F, 3.0F}).unsqueeze(0), 4);
    EXPECT_TRUE(at::equal(top.ids_NK, torch::tensor({1, 0, -1, -1}, at::kInt).unsqueeze(0)));
    const TopRows other{at::empty({1, 4}, at::kInt), at::empty({1, 4})};
    composed::topOfRows(torch::tensor({1.0F, 3.0F}).unsqueeze(0), other);
    EXPECT_TRUE(at::equal(top.ids_NK, other.ids_NK));
}

TEST(RowKernels, WrongTypesAreRefused) {
    const torch::Tensor logits = at::zeros({2, 4}, at::kDouble);
    EXPECT_THROW(rowStats(logits, {}, RowStats::allocate(2, torch::kCPU)), c10::Error);
    EXPECT_THROW(rowStats(at::zeros({4, 2}).t(), {}, RowStats::allocate(2, torch::kCPU)), c10::Error);
    EXPECT_THROW(topOfRows(at::zeros({2, 4}), 0), c10::Error);
}

TEST(RowKernels, WithoutADeviceTheReasonIsSaid) {
    if (kernels::deviceKernels() != nullptr) GTEST_SKIP() << "a CUDA device is there";
    EXPECT_FALSE(kernels::deviceProblem().empty());
}

} // namespace
} // namespace egt::judge
