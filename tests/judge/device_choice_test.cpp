// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of all rows at once must be the choice of each row by itself, on whatever device the rows are: here the
// CPU.
#include "judge/device_choice.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "judge/choose.h"
#include "kernels/entropy.h"

namespace egt::judge {
namespace {

using Ids = std::vector<std::int32_t>;
constexpr std::int64_t kVocabulary = 500;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

torch::Tensor randomRows(std::int64_t rows) {
    at::manual_seed(3);
    return at::randn({rows, kVocabulary}) * 2;
}

/// How many of the rows get another token than from the row-wise chooser; log-probs of the others must agree.
int different(const torch::Tensor& rows_NV, const GenerateOptions& options, const Ids& prompt = {},
              const Ids& response = {}) {
    const DeviceChooser device(options, rows_NV.size(1), torch::kCPU);
    Chooser host(options, rows_NV.size(1));
    std::vector<RowContext> contexts;
    for (std::int64_t i = 0; i < rows_NV.size(0); ++i)
        contexts.push_back({prompt, response, static_cast<std::uint64_t>(i)});
    const ChosenRows chosen = device.choose(rows_NV, contexts);
    int out = 0;
    for (std::int64_t i = 0; i < rows_NV.size(0); ++i) {
        const auto expected = host.choose(rows_NV[i].const_data_ptr<float>(), prompt, response,
                                          static_cast<std::uint64_t>(i), static_cast<std::int64_t>(response.size()));
        if (chosen.ids_N[i].item<std::int64_t>() != expected.id)
            ++out;
        else
            EXPECT_NEAR(chosen.logprobs_N[i].item<float>(), expected.logprob, 1e-5) << i;
    }
    return out;
}

TEST(DeviceChoice, GreedyIsThatOfEachRow) {
    GenerateOptions options;
    const torch::Tensor rows = randomRows(64);
    EXPECT_EQ(different(rows, options), 0);
    options.suppressed = {0, 7, 9999, -1};
    for (std::int64_t i = 0; i < 64; ++i)
        options.suppressed.push_back(static_cast<std::int32_t>(rows[i].argmax().item<std::int64_t>()));
    EXPECT_EQ(different(rows, options), 0);
    options.suppressed = {7};
    options.only = {3, 4, 7};
    EXPECT_EQ(different(rows, options), 0);
    options = {};
    options.repetition_penalty = 1.5;
    EXPECT_EQ(different(rows, options, {1, 2, 3, 3, 600}, {5, 1}), 0);
    EXPECT_TRUE(at::equal(rows, randomRows(64))) << "the logits themselves stay as they are";
}

TEST(DeviceChoice, RowsOfABrokenJudgeEnd) {
    GenerateOptions options;
    options.suppressed = {0};
    const torch::Tensor rows = at::tensor({kNan, kNan, kNan, 0.0F, kNan, 7.0F, -kInf, -kInf, -kInf}).view({3, 3});
    EXPECT_EQ(different(rows, options), 0);
    options.temperature = 1;
    EXPECT_EQ(different(rows, options), 0);
    options.suppressed = {2}; // the only number
    EXPECT_EQ(different(rows.narrow(0, 1, 1).contiguous(), options), 0);
}

TEST(DeviceChoice, DrawsWhatEachRowDraws) {
    const torch::Tensor rows = randomRows(2000);
    GenerateOptions options;
    options.temperature = 0.8;
    EXPECT_LE(different(rows, options), 2) << "2,000 draws, each within 1e-7 of a boundary by chance at most";
    options.suppressed = {1, 2, 3};
    options.top_k = 40;
    EXPECT_LE(different(rows, options), 2);
    options.top_p = 0.7;
    EXPECT_LE(different(rows, options), 2);
    options.repetition_penalty = 1.2;
    EXPECT_LE(different(rows, options, {4, 5, 6}, {7, 8}), 2);
    options = {};
    options.temperature = 1;
    options.top_p = 1e-6; // one token stays
    EXPECT_EQ(different(rows, options), 0);
}

TEST(DeviceChoice, FiguresAreThoseOfTheKernels) {
    torch::Tensor rows = randomRows(20);
    rows[4].narrow(0, 3, 400).fill_(-kInf);
    const torch::Tensor ids = at::randint(3, {20}, at::kLong);
    const Ids watched = {2, 499, 500, -1};
    const auto figures = figuresOf(rows, ids, watched, 5);
    for (std::int64_t i = 0; i < 20; ++i) {
        const TokenFigures& one = figures[static_cast<std::size_t>(i)];
        const float* row = rows[i].const_data_ptr<float>();
        const auto id = static_cast<std::int32_t>(ids[i].item<std::int64_t>());
        const kernels::TokenStats expected = kernels::tokenStats(row, kernels::Number::f32, kVocabulary, id);
        EXPECT_EQ(one.id, id);
        EXPECT_NEAR(one.entropy, expected.entropy, 1e-5);
        EXPECT_NEAR(one.logprob, expected.logprob, 1e-5);
        EXPECT_EQ(one.rank, expected.rank);
        EXPECT_NEAR(one.watched[0], std::exp(row[2] - expected.logsumexp), 1e-6);
        EXPECT_EQ(one.watched[2], 0);
        EXPECT_EQ(one.watched[3], 0);
        const auto top = kernels::topChoices(row, kVocabulary, 5);
        ASSERT_EQ(one.alternatives.size(), 5U);
        for (std::size_t k = 0; k < 5; ++k)
            EXPECT_EQ(one.alternatives[k].first, top[k].id);
    }
}

} // namespace
} // namespace egt::judge
