// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <vector>

#include <torch/types.h>

#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/log_softmax.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "bench.h"
#include "kernels/entropy.h"
#include "kernels/row_ops.h"

namespace egt::bench {
namespace {

constexpr std::int64_t rows = 1024;
constexpr std::int64_t vocabulary = 152064; // of Qwen2.5-VL-7B

// The arithmetic of TRL's entropy_from_logits: chunks of 128 rows; log_softmax, exp, multiply, sum in the input's type.
at::Tensor fourPasses(const at::Tensor& logits_NV) {
    std::vector<at::Tensor> entropies;
    for (const at::Tensor& chunk : logits_NV.split(128)) {
        const at::Tensor logps = at::log_softmax(chunk, -1);
        entropies.push_back(-(at::exp(logps) * logps).sum(-1));
    }
    return at::cat(entropies);
}

kernels::Number numberOf(const at::Tensor& t) {
    return t.scalar_type() == at::kFloat ? kernels::Number::f32 : kernels::Number::bf16;
}

using Stats = std::vector<kernels::TokenStats>;
template <class Work> void eachRow(const at::Tensor& logits_NV, const Work& work) {
    const auto* data = static_cast<const char*>(logits_NV.const_data_ptr());
    const std::int64_t stride = logits_NV.size(1) * static_cast<std::int64_t>(logits_NV.element_size());
    at::parallel_for(0, logits_NV.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t r = begin; r < end; ++r)
            work(data + r * stride, static_cast<std::size_t>(r));
    });
}

void oneRead(const at::Tensor& logits_NV, const Stats& before, Stats& out) { // targets: the likeliest tokens
    eachRow(logits_NV, [&](const char* row, std::size_t r) {
        out[r] = kernels::tokenStats(row, numberOf(logits_NV), logits_NV.size(1), before[r].argmax);
    });
}

/// Nothing but reading: the highest number of each row with the same instructions.
void readOnly(const at::Tensor& logits_NV, std::vector<float>& out) {
    const kernels::RowOps* best = kernels::avx512Ops() ? kernels::avx512Ops() : kernels::avx2Ops();
    const kernels::RowOps& ops = best ? *best : kernels::portable_ops;
    eachRow(logits_NV, [&](const char* row, std::size_t r) {
        out[r] = ops.maximum(reinterpret_cast<const float*>(row), logits_NV.size(1));
    });
}

void check(const at::Tensor& logits_NV, const Stats& stats) {
    const at::Tensor entropies = fourPasses(logits_NV.narrow(0, 0, 128).to(at::kDouble));
    for (std::int64_t r = 0; r < 128; ++r) {
        const double wrong = std::abs(entropies[r].item<double>() - stats[static_cast<std::size_t>(r)].entropy);
        TORCH_CHECK(wrong <= 5e-5, "row ", r, " is wrong by ", wrong, " nats");
    }
}

void entropyRows(Bench& bench) {
    const c10::InferenceMode inference;
    at::set_num_threads(bench.settings().threads);
    const at::Tensor f32 = at::randn({rows, vocabulary}).mul_(3);
    Stats stats(rows);
    std::vector<float> highest(rows);
    oneRead(f32, stats, stats);
    check(f32, stats);
    const Side one_read{"one read: H, varentropy, log-prob, rank, argmax", [&] { oneRead(f32, stats, stats); }};
    bench.compare({.what = "entropy of logits, f32 [1024, 152064]",
                   .ours = one_read,
                   .baseline = {"log_softmax, exp, multiply, sum: H", [&] { fourPasses(f32); }},
                   .bar = atLeast(5),
                   .rounds = 7,
                   .units = rows,
                   .unit = "rows",
                   .source = "TRL @f2cd577 trl/trainer/utils.py entropy_from_logits: 128-row chunks, input dtype"});
    bench.compare({.what = "the same against a pass that only reads (cost)",
                   .ours = one_read,
                   .baseline = {"maximum of each row", [&] { readOnly(f32, highest); }},
                   .bar = atMost(1 / 0.9),
                   .units = rows,
                   .unit = "rows",
                   .source = "the memory's own speed"});
    const at::Tensor bf16 = f32.to(at::kBFloat16);
    Stats stats_bf16(rows);
    oneRead(bf16, stats_bf16, stats_bf16);
    bench.compare({.what = "entropy of logits, bf16 against f32 [1024, 152064]",
                   .ours = {"bf16", [&] { oneRead(bf16, stats_bf16, stats_bf16); }},
                   .baseline = {"f32", [&] { oneRead(f32, stats, stats); }},
                   .bar = atLeast(1.6),
                   .units = rows,
                   .unit = "rows",
                   .source = "half the bytes"});
}

const Registration registration{"entropy-rows", entropyRows};

} // namespace
} // namespace egt::bench
