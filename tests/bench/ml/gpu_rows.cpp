// SPDX-License-Identifier: GPL-3.0-or-later
// What a GPU measures. Both sides run several times between two synchronisations, so that a launch's own time is
// hidden.
#include <cmath>
#include <vector>

#include <ATen/Context.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "bench.h"
#include "judge/cuda_loader.h"
#include "judge/head_stats.h"
#include "judge/row_kernels.h"
#include "kernels/device.h"
#include "support/peak_memory.h"

namespace egt::bench {
namespace {

constexpr std::int64_t rows = 8192;
constexpr std::int64_t vocabulary = 152064;
constexpr std::int64_t width = 3584;
constexpr int kInOneTiming = 4;

Side onDevice(const std::string& name, const std::function<void()>& work) {
    return {name, [work] {
                for (int i = 0; i < kInOneTiming; ++i)
                    work();
                at::detail::getCUDAHooks().deviceSynchronize(at::detail::getCUDAHooks().getCurrentDevice());
            }};
}

// TRL's entropy_from_logits: 128-row chunks, in the input's type.
at::Tensor fourPasses(const at::Tensor& logits_NV) {
    std::vector<at::Tensor> entropies;
    for (const at::Tensor& chunk : logits_NV.split(128)) {
        const at::Tensor logps = at::log_softmax(chunk, -1);
        entropies.push_back(-(at::exp(logps) * logps).sum(-1));
    }
    return at::cat(entropies);
}

void kernel(Bench& bench) {
    const at::Tensor logits = at::randn({rows, vocabulary}, at::TensorOptions(at::kCUDA).dtype(at::kBFloat16)).mul_(3);
    const judge::RowStats stats = judge::RowStats::allocate(rows, at::kCUDA);
    const Side one_read = onDevice("one read", [&] { judge::rowStats(logits, {}, stats); });
    bench.compare({.what = "GPU: entropy of logits, bf16 [8192, 152064]",
                   .ours = one_read,
                   .baseline = onDevice("log_softmax, exp, multiply, sum", [&] { fourPasses(logits); }),
                   .bar = atLeast(4),
                   .units = rows * kInOneTiming,
                   .unit = "rows",
                   .source = "TRL @f2cd577 trl/trainer/utils.py entropy_from_logits, bf16"});
    // A copy moves each byte twice: 85 % of its bandwidth is 0.5 / 0.85 of its time.
    at::Tensor copy = at::empty_like(logits);
    bench.compare({.what = "the same against a device copy (cost; 85 % of its bandwidth)",
                   .ours = one_read,
                   .baseline = onDevice("copy", [&] { copy.copy_(logits); }),
                   .bar = atMost(0.5 / 0.85),
                   .units = rows * kInOneTiming,
                   .unit = "rows",
                   .source = "at::copy_ on the device"});
}

// verl's FusedLinearForPPO forward: chunks of 512 tokens, softmax in float32, entropy and log-prob.
std::vector<at::Tensor> chunked(const at::Tensor& hidden_TD, const at::Tensor& head_VD, const at::Tensor& targets_T) {
    std::vector<at::Tensor> out;
    for (std::int64_t t = 0; t < hidden_TD.size(0); t += 512) {
        const std::int64_t count = std::min<std::int64_t>(512, hidden_TD.size(0) - t);
        const at::Tensor logits = at::linear(hidden_TD.narrow(0, t, count), head_VD).to(at::kFloat);
        const at::Tensor probs = at::softmax(logits, -1);
        const at::Tensor logps = at::log_softmax(logits, -1);
        out.push_back(logps.gather(1, targets_T.narrow(0, t, count).unsqueeze(1)));
        out.push_back(at::logsumexp(logits, {-1}) - (probs * logits).sum(-1));
    }
    return out;
}

void head(Bench& bench) {
    const at::TensorOptions brain = at::TensorOptions(at::kCUDA).dtype(at::kBFloat16);
    const at::Tensor hidden = at::randn({rows, width}, brain);
    const at::Tensor matrix = at::randn({vocabulary, width}, brain).mul_(0.02);
    const at::Tensor targets = at::randint(vocabulary, {rows}, brain.dtype(at::kLong));
    bench.compare({.what = "GPU: hidden -> (H, log-prob), 7B head, 8,192 tokens",
                   .ours = onDevice("chunks in 256 MiB, read once", [&] { judge::headStats(hidden, matrix, targets); }),
                   .baseline = onDevice("512-token chunks", [&] { chunked(hidden, matrix, targets); }),
                   .bar = atLeast(3),
                   .rounds = 9,
                   .units = rows * kInOneTiming,
                   .unit = "tokens",
                   .source = "verl utils/experimental/torch_functional.py FusedLinearForPPO, bf16 head, f32 softmax"});
    const auto peak = test::PeakMemory::of([&] { judge::headStats(hidden, matrix, targets); });
    bench.figure("its extra memory", static_cast<double>(peak) / (1 << 20), "MiB", "<= 512 MiB", peak <= 512 << 20);
}

void gpuRows(Bench& bench) {
    const std::string problem = judge::openCuda();
    const bool ours = problem.empty() && kernels::deviceKernels() != nullptr;
    if (!ours) return bench.skip("GPU rows", problem.empty() ? kernels::deviceProblem() : problem);
    const c10::InferenceMode inference;
    kernel(bench);
    head(bench);
}
const Registration registration{"gpu-rows", gpuRows};

} // namespace
} // namespace egt::bench
