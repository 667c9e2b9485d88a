// SPDX-License-Identifier: GPL-3.0-or-later
// The real CUDA kernels against the CPU ones. A plain program, so that a GPU machine needs no test library. Exits 77
// with the reason where no device is.
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

#include "judge/cuda_loader.h"
#include "judge/device_rows.h"
#include "judge/head_stats.h"
#include "kernels/device.h"

namespace egt::judge {
namespace {

int failures = 0;

void expect(bool holds, const std::string& what) {
    if (holds) return;
    ++failures;
    std::printf("FAILED: %s\n", what.c_str());
}
void expectNear(const torch::Tensor& got, const torch::Tensor& expected, double tolerance, const std::string& what) {
    const torch::Tensor a = got.cpu().to(at::kDouble);
    const torch::Tensor b = expected.cpu().to(at::kDouble);
    const torch::Tensor same = (a == b) | (a.isnan() & b.isnan()); // infinities and NaN
    const torch::Tensor close = (a - b).abs() <= tolerance * b.abs().clamp_min(1);
    expect((same | close).all().item<bool>(), what);
}

torch::Tensor trickyRows(std::int64_t rows, std::int64_t count) {
    at::manual_seed(5);
    constexpr float inf = std::numeric_limits<float>::infinity();
    torch::Tensor x = at::randn({rows, count}) * 3;
    x[1].fill_(0.5); // flat
    x[2][count / 2] = 60;
    x[3].narrow(0, 0, count * 2 / 3).fill_(-inf);
    x[4] = x[0].round();
    x[5].fill_(-inf);
    x[6][count / 3] = inf;
    x[7][1] = std::numeric_limits<float>::quiet_NaN();
    return x;
}

void rows(at::ScalarType type, std::int64_t count, std::int64_t number) {
    const std::string what =
        std::string(at::toString(type)) + " [" + std::to_string(number) + ", " + std::to_string(count) + "]";
    const torch::Tensor logits = trickyRows(number, count).to(type);
    const torch::Tensor targets = at::randint(count, {number}, at::kLong);
    const RowStats cpu = RowStats::allocate(number, torch::kCPU, true);
    const RowStats gpu = RowStats::allocate(number, torch::kCUDA, true);
    rowStats(logits, targets, cpu);
    rowStats(logits.cuda(), targets.cuda(), gpu);
    expectNear(gpu.entropy_N, cpu.entropy_N, 2e-5, what + " entropy");
    expectNear(gpu.varentropy_N, cpu.varentropy_N, 2e-4, what + " varentropy");
    expectNear(gpu.logsumexp_N, cpu.logsumexp_N, 5e-6, what + " logsumexp");
    expectNear(gpu.logprob_N, cpu.logprob_N, 1e-5, what + " log-prob");
    expect(at::equal(gpu.argmax_N.cpu(), cpu.argmax_N), what + " argmax");
    expect(at::equal(gpu.rank_N.cpu(), cpu.rank_N), what + " rank");
    for (const std::int64_t k : {1, 20}) {
        const TopRows a = topOfRows(logits, k);
        const TopRows b = topOfRows(logits.cuda(), k);
        expect(at::equal(a.ids_NK, b.ids_NK.cpu()), what + " top ids");
        expect(at::equal(a.values_NK, b.values_NK.cpu()), what + " top values");
    }
    const torch::Tensor sound = logits.narrow(0, 0, 5).contiguous();
    torch::Tensor on_cpu = sound.clone();
    torch::Tensor on_gpu = sound.cuda();
    const torch::Tensor weights = at::randn({2, 5});
    const auto part = [](const torch::Tensor& t) { return t.narrow(0, 0, 5).contiguous(); };
    gradientOverLogits(on_cpu, part(targets), part(cpu.logsumexp_N), part(cpu.entropy_N), weights[0], weights[1], 0.7);
    gradientOverLogits(on_gpu, part(targets).cuda(), part(cpu.logsumexp_N).cuda(), part(cpu.entropy_N).cuda(),
                       weights[0].cuda(), weights[1].cuda(), 0.7);
    expectNear(on_gpu, on_cpu, type == at::kFloat ? 2e-6 : type == at::kHalf ? 1e-3 : 8e-3, what + " gradient");
}

void wideRowsAgainstFloat64() {
    const torch::Tensor logits = at::randn({64, 152064}) * at::linspace(0, 20, 64).unsqueeze(1);
    const torch::Tensor logp = at::log_softmax(logits.to(at::kDouble), -1);
    const RowStats gpu = RowStats::allocate(64, torch::kCUDA);
    rowStats(logits.cuda(), {}, gpu);
    const double wrong = (gpu.entropy_N.cpu().to(at::kDouble) + (logp.exp() * logp).sum(-1)).abs().max().item<double>();
    std::printf("largest error of the entropy, f32 [64, 152064] against float64: %.2g nats\n", wrong);
    expect(wrong <= 5e-5, "entropy against float64");
    expect(gpu.entropy_N.max().item<float>() <= std::log(152064.0F), "entropy <= ln V");
    expect(gpu.entropy_N.min().item<float>() >= 0, "entropy >= 0");
}

void head(double temperature) {
    at::manual_seed(6);
    const torch::Tensor hidden = at::randn({300, 64});
    const torch::Tensor matrix = at::randn({5003, 64}) * 0.3;
    const torch::Tensor targets = at::randint(5003, {300}, at::kLong);
    const HeadOptions options{temperature, {}, 5003 * 4 * 40};
    const auto run = [&](torch::Device device) {
        const torch::Tensor h = hidden.to(device).clone().requires_grad_();
        const torch::Tensor w = matrix.to(device).clone().requires_grad_();
        const HeadStats s = headStats(h, w, targets.to(device), options);
        const auto g = torch::autograd::grad({s.logprob_N.sum() + (s.entropy_N * s.entropy_N).sum()}, {h, w});
        return std::vector<torch::Tensor>{s.logprob_N, s.entropy_N, g[0], g[1]};
    };
    const bool tf32 = at::globalContext().allowTF32CuBLAS();
    at::globalContext().setAllowTF32CuBLAS(false);
    const auto cpu = run(torch::kCPU);
    const auto gpu = run(torch::kCUDA);
    at::globalContext().setAllowTF32CuBLAS(tf32);
    for (std::size_t i = 0; i < cpu.size(); ++i)
        expectNear(gpu[i].detach(), cpu[i].detach(), 1e-4, "head " + std::to_string(i));
}

int run() {
    const std::string problem = openCuda();
    if (!problem.empty()) {
        std::printf("skipped: %s\n", problem.c_str());
        return 77;
    }
    if (kernels::deviceKernels() == nullptr) {
        std::printf("FAILED: torch sees a CUDA device, but: %s\n", kernels::deviceProblem().c_str());
        return 1;
    }
    for (const auto type : {at::kFloat, at::kBFloat16, at::kHalf})
        for (const std::int64_t count : {40, 1003, 50001, 152064})
            for (const std::int64_t number : {8, 700})
                if (number * count < 40'000'000) rows(type, count, number);
    wideRowsAgainstFloat64();
    head(1);
    head(0.7);
    std::printf("%d failures\n", failures);
    return failures == 0 ? 0 : 1;
}

} // namespace
} // namespace egt::judge

int main() {
    try {
        return egt::judge::run();
    } catch (const std::exception& error) {
        std::printf("FAILED: %s\n", error.what());
        return 1;
    }
}
