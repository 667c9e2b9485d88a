// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <ATen/Parallel.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/mm.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "bench.h"
#include "judge/head_stats.h"
#include "support/peak_memory.h"

namespace egt::bench {
namespace {

// The vocabulary of Qwen2.5-VL-3B; half of its width, so that a round takes a fraction of a second on two cores. A
// wider head would only favour us: its matmul takes longer, the read of the logits does not.
constexpr std::int64_t vocabulary = 151936;
constexpr std::int64_t width = 1024;
constexpr std::int64_t tokens = 256;

struct Data {
    at::Tensor hidden_TD = at::randn({tokens, width});
    at::Tensor head_VD = at::randn({vocabulary, width}).mul_(0.05);
    at::Tensor targets_T = at::randint(vocabulary, {tokens}, at::kLong);
};

std::int64_t peakOf(const Data& data, std::int64_t count) {
    const at::Tensor hidden =
        data.hidden_TD.repeat({(count + tokens - 1) / tokens, 1}).narrow(0, 0, count).contiguous();
    const at::Tensor targets = at::zeros({count}, at::kLong);
    return test::PeakMemory::of([&] { judge::headStats(hidden, data.head_VD, targets); });
}

void forward(Bench& bench, const Data& data) {
    const c10::InferenceMode inference;
    at::Tensor logits_TV = at::empty({tokens, vocabulary});
    bench.compare({.what = "hidden -> (H, log-prob) against its matmul alone (cost)",
                   .ours = {"chunks of the head, read once",
                            [&] { judge::headStats(data.hidden_TD, data.head_VD, data.targets_T); }},
                   .baseline = {"matmul into the whole matrix of logits",
                                [&] { at::mm_out(logits_TV, data.hidden_TD, data.head_VD.t()); }},
                   .bar = atMost(1.05),
                   .rounds = 9,
                   .units = tokens,
                   .unit = "tokens",
                   .source = "at::mm, f32 [256, 1024] x [1024, 151936]"});
    constexpr double mib = 1 << 20;
    const auto small = static_cast<double>(peakOf(data, tokens));
    const auto large = static_cast<double>(peakOf(data, 4 * tokens));
    bench.figure("its extra memory at 256 tokens", small / mib, "MiB", "", true);
    bench.figure("more of it at 1,024 tokens (the logits: 445 MiB)", (large - small) / mib, "MiB", "<= 1 MiB",
                 large - small <= mib);
}

void backward(Bench& bench, const Data& data) {
    const auto gradient = [&](const auto& loss_of) {
        const at::Tensor hidden = data.hidden_TD.clone().requires_grad_();
        torch::autograd::grad({loss_of(hidden)}, {hidden});
    };
    bench.compare(
        {.what = "log-prob + entropy, forward and backward, frozen head",
         .ours = {"chunks, made again in backward",
                  [&] {
                      gradient([&](const at::Tensor& hidden) {
                          const judge::HeadStats s = judge::headStats(hidden, data.head_VD, data.targets_T);
                          return s.logprob_N.sum() + s.entropy_N.sum();
                      });
                  }},
         .baseline = {"autograd over the whole matrix",
                      [&] {
                          gradient([&](const at::Tensor& hidden) {
                              const at::Tensor logps = at::log_softmax(at::linear(hidden, data.head_VD), -1);
                              const at::Tensor entropy = -(at::exp(logps) * logps).sum(-1);
                              return logps.gather(1, data.targets_T.unsqueeze(1)).sum() + entropy.sum();
                          });
                      }},
         .rounds = 5,
         .units = tokens,
         .unit = "tokens",
         .source = "log_softmax, gather, exp, multiply, sum (TRL's selective_log_softmax and entropy_from_logits)"});
}

void headRows(Bench& bench) {
    at::set_num_threads(bench.settings().threads);
    const Data data;
    forward(bench, data);
    backward(bench, data);
}
const Registration registration{"head-rows", headRows};

} // namespace
} // namespace egt::bench
