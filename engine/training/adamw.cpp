// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/adamw.h"

#include <algorithm>
#include <cmath>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/zeros_like.h>

namespace egt::training {

AdamW::AdamW(Parameters parameters, const AdamWOptions& options)
    : m_parameters(std::move(parameters)), m_options(options) {
    const at::NoGradGuard guard;
    for (const auto& [name, tensor] : m_parameters) {
        m_means.push_back(at::zeros_like(tensor));
        m_squares.push_back(at::zeros_like(tensor));
    }
}

void AdamW::zeroGradients() {
    for (auto& [name, tensor] : m_parameters)
        tensor.mutable_grad() = torch::Tensor();
}

double AdamW::clipGradients(double max_norm) {
    const at::NoGradGuard guard;
    double squares = 0;
    for (const auto& [name, tensor] : m_parameters) {
        if (!tensor.grad().defined()) continue;
        const double norm = at::linalg_vector_norm(tensor.grad(), 2).item<double>();
        squares += norm * norm;
    }
    const double total = std::sqrt(squares);
    if (max_norm > 0 && total > max_norm) {
        const double scale = max_norm / (total + 1e-6);
        for (auto& [name, tensor] : m_parameters)
            if (tensor.grad().defined()) tensor.mutable_grad().mul_(scale);
    }
    return total;
}

void AdamW::step(double learning_rate) {
    const at::NoGradGuard guard;
    // Matrices are decayed, vectors are not: two fused calls.
    for (const bool decayed : {true, false}) {
        std::vector<torch::Tensor> parameters, gradients, means, squares, counts;
        for (std::size_t i = 0; i < m_parameters.size(); ++i) {
            const torch::Tensor& tensor = m_parameters[i].second;
            if ((tensor.dim() >= 2) != decayed || !tensor.grad().defined()) continue;
            parameters.push_back(tensor);
            gradients.push_back(tensor.grad());
            means.push_back(m_means[i]);
            squares.push_back(m_squares[i]);
            // The fused kernel wants the count after this step.
            counts.push_back(at::full({}, static_cast<double>(m_steps + 1), at::kFloat));
        }
        if (parameters.empty()) continue;
        at::_fused_adamw_(parameters, gradients, means, squares, {}, counts, learning_rate, m_options.beta1,
                          m_options.beta2, decayed ? m_options.weight_decay : 0.0, m_options.epsilon,
                          /*amsgrad=*/false, /*maximize=*/false);
    }
    ++m_steps;
}

NamedTensors AdamW::state() const {
    NamedTensors out;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        out.emplace_back("exp_avg." + m_parameters[i].first, m_means[i]);
        out.emplace_back("exp_avg_sq." + m_parameters[i].first, m_squares[i]);
    }
    return out;
}

Result<void> AdamW::setState(const NamedTensors& state, std::int64_t steps, const std::string& file) {
    const at::NoGradGuard guard;
    const auto take = [&](const std::string& name, torch::Tensor& target) -> Result<void> {
        const auto found =
            std::find_if(state.begin(), state.end(), [&](const auto& entry) { return entry.first == name; });
        if (found == state.end() || found->second.sizes() != target.sizes())
            return fail("train.bad_checkpoint",
                        EGT_TEXT("engine", "The checkpoint %1 does not fit this judge: %2 is missing or has another "
                                           "shape. Continue from another checkpoint."),
                        {file, name}, file, 0, name);
        target.copy_(found->second);
        return {};
    };
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        EGT_TRY(take("exp_avg." + m_parameters[i].first, m_means[i]));
        EGT_TRY(take("exp_avg_sq." + m_parameters[i].first, m_squares[i]));
    }
    m_steps = steps;
    return {};
}

} // namespace egt::training
