// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The YAML of `egt sft --config`. Without a file: the recipe of the demo judge, 0.5 M parameters.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt::pipelines {

/// A stretch of fine-tuning with its own learning-rate cycle.
struct SftStage {
    std::string name = "traces";
    std::int64_t steps = 300;
    std::int32_t batch = 64;
    double learning_rate = 3e-3;
    bool text_only = false; ///< prompts without their images: learns to match words before it sees
    double blank_share = 0; ///< of the traces whose image is replaced by its mean colour: what can't be seen is guessed
                            ///< in good form, with entropy
    double auxiliary_share = 0; ///< captions added to each batch, as a share of `batch`
    double auxiliary_until = 1; ///< share of the stage after which they stop
    bool operator==(const SftStage&) const = default;
};

struct SftConfig {
    std::string judge; ///< start judge; empty = a new one of the sizes below
    std::int32_t hidden_size = 96;
    std::int32_t intermediate_size = 256;
    std::int32_t layers = 3;
    std::int32_t heads = 4;
    std::int32_t kv_heads = 2;
    std::int32_t vision_hidden_size = 64;
    std::int32_t vision_intermediate_size = 160;
    std::int32_t vision_layers = 2;
    std::int32_t vision_heads = 4;
    std::int32_t image_size = 56; ///< pixels a side; images are scaled to about this area
    std::int32_t max_words = 4096;
    double rope_theta = 30; ///< prompts are short: a base this low lets neighbouring places in an image differ clearly
    double init_gain = 0.8;
    double embedding_std = 0.1;
    std::vector<SftStage> stages;
    double weight_decay = 0.01;
    double adam_beta1 = 0.9;
    double adam_beta2 = 0.98;
    double max_grad_norm = 1.0;
    std::int64_t warmup_steps = 20;
    double min_lr_ratio = 0.1;
    bool swap_answers = false; ///< each trace is also shown with its answers, label and the lone digits 1 and 2 swapped
    std::int64_t checkpoint_every = 100;
    bool operator==(const SftConfig&) const = default;
};

/// The demo judge's recipe.
SftConfig demoSftConfig();
/// Errors: config.*. Absent keys keep the defaults; a config with `judge` and no stages gets one plain stage.
Result<SftConfig> parseSftConfig(std::string_view yaml, const std::string& file_name);
std::string sftConfigYaml(const SftConfig& config);

} // namespace egt::pipelines
