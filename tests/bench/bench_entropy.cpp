// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <vector>

#include <torch/types.h>

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/logsumexp.h>

#include "base/random.h"
#include "kernels/entropy.h"
#include "stopwatch.h"

namespace egt::bench {

// Baseline: the arithmetic of TRL's entropy_from_logits (trl/trainer/utils.py): 128-row chunks, log_softmax, exp,
// multiply, sum; and the log-prob of a target by gather. One thread on both sides.
void benchEntropy() {
    at::set_num_threads(1);
    constexpr std::int64_t rows = 128;
    constexpr std::int64_t vocabulary = 152064;
    Random random(1);
    std::vector<float> data(static_cast<std::size_t>(rows * vocabulary));
    for (float& x : data)
        x = static_cast<float>(4 * random.normal());
    const at::Tensor logits = at::from_blob(data.data(), {rows, vocabulary}, at::kFloat);
    const at::Tensor targets = at::arange(rows, at::kLong).unsqueeze(1);
    volatile double sink = 0;
    const at::NoGradGuard no_grad;
    compare("entropy + log-prob, 128 x 152,064 float32",
            {"one read",
             [&] {
                 double sum = 0;
                 for (std::int64_t r = 0; r < rows; ++r) {
                     const auto stats =
                         kernels::tokenStats(data.data() + r * vocabulary, kernels::Number::f32, vocabulary, r);
                     sum += static_cast<double>(stats.entropy + stats.logprob);
                 }
                 sink = sum;
             }},
            {"log_softmax, exp, multiply, sum",
             [&] {
                 const at::Tensor logps = at::log_softmax(logits, -1);
                 const at::Tensor entropy = -(at::exp(logps) * logps).sum(-1);
                 sink = (entropy + logps.gather(1, targets).squeeze(1)).sum().item<double>();
             }},
            7);
    (void)sink;
}

} // namespace egt::bench
