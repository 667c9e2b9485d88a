// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Float32 tensors in a safetensors file (format: huggingface/safetensors README): the optimizer's moments in
// checkpoints.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/result.h"

namespace egt::training {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Written aside and renamed. Errors: file.cannot_write, file.disk_full.
Result<void> writeTensors(const std::filesystem::path& path, const NamedTensors& tensors);
/// Errors: file.cannot_read, train.bad_checkpoint.
Result<NamedTensors> readTensors(const std::filesystem::path& path);

} // namespace egt::training
