// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the idea: chunked heads with recomputation (verl FusedLinearForPPO; Liger's linear cross-entropy); the
// formulas are kernels/entropy.h's.
#include "judge/head_stats.h"

#include <algorithm>
#include <limits>

#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "judge/row_kernels.h"

namespace egt::judge {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kCpuWorkspace = 64LL << 20;
constexpr std::int64_t kCudaWorkspace = 256LL << 20;

/// The logits of one chunk of rows after another, in the same memory.
class Chunks {
public:
    Chunks(const torch::Tensor& hidden_ND, const torch::Tensor& head_VD, const HeadOptions& options)
        : m_hidden_ND(hidden_ND), m_head_VD(head_VD), m_options(options) {
        const std::int64_t bytes = options.workspace_bytes > 0 ? options.workspace_bytes
                                   : hidden_ND.is_cuda()       ? kCudaWorkspace
                                                               : kCpuWorkspace;
        const std::int64_t row = head_VD.size(0) * static_cast<std::int64_t>(hidden_ND.element_size());
        m_rows = std::clamp<std::int64_t>(bytes / row, 1, std::max<std::int64_t>(hidden_ND.size(0), 1));
        m_workspace = at::empty({m_rows, head_VD.size(0)}, hidden_ND.options());
    }
    template <class Work> void each(const Work& work) {
        for (std::int64_t begin = 0; begin < m_hidden_ND.size(0); begin += m_rows) {
            const std::int64_t count = std::min(m_rows, m_hidden_ND.size(0) - begin);
            torch::Tensor logits_CV = m_workspace.narrow(0, 0, count);
            const torch::Tensor hidden_CD = m_hidden_ND.narrow(0, begin, count);
            at::addmm_out(logits_CV, logits_CV, hidden_CD, m_head_VD.t(), 0, 1 / m_options.temperature);
            if (m_options.suppressed.defined() && m_options.suppressed.numel() > 0)
                logits_CV.index_fill_(1, m_options.suppressed, -std::numeric_limits<float>::infinity());
            work(begin, count, logits_CV, hidden_CD);
        }
    }

private:
    torch::Tensor m_hidden_ND, m_head_VD;
    HeadOptions m_options;
    std::int64_t m_rows = 1;
    torch::Tensor m_workspace;
};

struct HeadFunction : torch::autograd::Function<HeadFunction> {
    static variable_list forward(AutogradContext* context, const torch::Tensor& hidden_ND, const torch::Tensor& head_VD,
                                 const torch::Tensor& targets_N, double temperature, const torch::Tensor& suppressed,
                                 std::int64_t workspace_bytes) {
        RowStats stats = RowStats::allocate(hidden_ND.size(0), hidden_ND.device());
        Chunks chunks(hidden_ND, head_VD, {temperature, suppressed, workspace_bytes});
        chunks.each([&](std::int64_t begin, std::int64_t count, const torch::Tensor& logits_CV, const torch::Tensor&) {
            rowStats(logits_CV, targets_N.narrow(0, begin, count), stats.narrow(begin, count));
        });
        context->save_for_backward({hidden_ND, head_VD, targets_N, suppressed, stats.logsumexp_N, stats.entropy_N});
        context->saved_data["temperature"] = temperature;
        context->saved_data["workspace"] = workspace_bytes;
        context->mark_non_differentiable({stats.argmax_N});
        return {stats.logprob_N, stats.entropy_N, stats.argmax_N};
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor& hidden_ND = saved[0];
        const torch::Tensor& head_VD = saved[1];
        const double temperature = context->saved_data["temperature"].toDouble();
        torch::Tensor dhidden_ND;
        torch::Tensor dhead_VD;
        if (context->needs_input_grad(0)) dhidden_ND = at::empty_like(hidden_ND);
        if (context->needs_input_grad(1)) dhead_VD = at::zeros_like(head_VD);
        const auto part = [](const torch::Tensor& t, std::int64_t begin, std::int64_t count) {
            return t.defined() ? t.narrow(0, begin, count) : t;
        };
        const torch::Tensor by_logprob = grads[0].defined() ? grads[0].contiguous() : grads[0];
        const torch::Tensor by_entropy = grads[1].defined() ? grads[1].contiguous() : grads[1];
        Chunks chunks(hidden_ND, head_VD, {temperature, saved[3], context->saved_data["workspace"].toInt()});
        chunks.each(
            [&](std::int64_t begin, std::int64_t count, torch::Tensor& logits_CV, const torch::Tensor& rows_CD) {
                gradientOverLogits(logits_CV, part(saved[2], begin, count), part(saved[4], begin, count),
                                   part(saved[5], begin, count), part(by_logprob, begin, count),
                                   part(by_entropy, begin, count), 1 / temperature);
                if (dhidden_ND.defined()) {
                    torch::Tensor out = dhidden_ND.narrow(0, begin, count);
                    at::mm_out(out, logits_CV, head_VD);
                }
                if (dhead_VD.defined()) dhead_VD.addmm_(logits_CV.t(), rows_CD);
            });
        return {dhidden_ND, dhead_VD, torch::Tensor(), torch::Tensor(), torch::Tensor(), torch::Tensor()};
    }
};

} // namespace

HeadStats headStats(const torch::Tensor& hidden_ND, const torch::Tensor& head_VD, const torch::Tensor& targets_N,
                    const HeadOptions& options) {
    TORCH_CHECK(hidden_ND.dim() == 2 && head_VD.dim() == 2 && hidden_ND.size(1) == head_VD.size(1),
                "hidden rows and head differ in width");
    TORCH_CHECK(targets_N.dim() == 1 && targets_N.size(0) == hidden_ND.size(0) && targets_N.scalar_type() == at::kLong,
                "one int64 target a hidden row");
    TORCH_CHECK(options.temperature > 0, "the temperature must be positive");
    const torch::Tensor suppressed =
        options.suppressed.defined() ? options.suppressed.to(targets_N.device()) : at::empty({0}, targets_N.options());
    const variable_list out = HeadFunction::apply(hidden_ND.contiguous(), head_VD, targets_N.contiguous(),
                                                  options.temperature, suppressed, options.workspace_bytes);
    return {out[0], out[1], out[2]};
}

} // namespace egt::judge
