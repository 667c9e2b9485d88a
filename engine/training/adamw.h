// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/result.h"
#include "training/tensor_file.h"

namespace egt::training {

struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.01; ///< on matrices only: norms and biases are not decayed, as Hugging Face's trainers do
};

/// AdamW (Loshchilov & Hutter 2019, decoupled decay, bias-corrected) over named float32 tensors, fused.
/// Thread: one at a time.
class AdamW {
public:
    using Parameters = std::vector<std::pair<std::string, torch::Tensor>>;
    AdamW(Parameters parameters, const AdamWOptions& options);

    void zeroGradients();
    /// Global L2 norm of all gradients, accumulated in float64; scales them to `max_norm` when above it (0 = never).
    double clipGradients(double max_norm);
    void step(double learning_rate);
    [[nodiscard]] std::int64_t steps() const { return m_steps; }

    /// Moments as "exp_avg.NAME" and "exp_avg_sq.NAME", plus the step count: all that an exact resume needs.
    [[nodiscard]] NamedTensors state() const;
    /// Errors: train.bad_checkpoint naming the tensor.
    Result<void> setState(const NamedTensors& state, std::int64_t steps, const std::string& file);

private:
    Parameters m_parameters;
    AdamWOptions m_options;
    std::vector<torch::Tensor> m_means;
    std::vector<torch::Tensor> m_squares;
    std::int64_t m_steps = 0;
};

} // namespace egt::training
