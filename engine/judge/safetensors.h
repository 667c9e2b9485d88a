// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The safetensors container. Source: huggingface/safetensors README, "Format": eight bytes little-endian header length,
// JSON of name -> {dtype, shape, data_offsets}, then the data.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/result.h"

namespace egt::judge {

/// Read-only view of a judge folder's weights: model.safetensors, or the shards named by model.safetensors.index.json.
/// Files are mapped, nothing is read before copyTo. One thread.
class WeightFiles {
public:
    /// Errors: judge.missing_file, judge.bad_weights.
    static Result<WeightFiles> open(const std::filesystem::path& folder);
    WeightFiles(WeightFiles&&) noexcept;
    WeightFiles& operator=(WeightFiles&&) noexcept;
    ~WeightFiles();

    [[nodiscard]] bool has(const std::string& name) const;
    /// The type of most of the numbers: float32, float16 or bfloat16.
    [[nodiscard]] torch::ScalarType commonType() const;
    /// Copies a tensor of the same shape into `target` (any device and floating type), converting F32, F16 or BF16.
    /// Errors: judge.bad_weights (file, field = tensor name).
    Result<void> copyTo(const std::string& name, const torch::Tensor& target) const;
    [[nodiscard]] std::string file() const; ///< first file, for messages
    /// The weight files of a folder in name order. Errors: judge.missing_file, judge.bad_weights.
    static Result<std::vector<std::filesystem::path>> list(const std::filesystem::path& folder);

private:
    WeightFiles();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Writes float32 tensors in the given order, beside the target, flushed and renamed. Errors: file.cannot_write,
/// file.disk_full.
Result<void> writeSafetensors(const std::filesystem::path& path,
                              const std::vector<std::pair<std::string, torch::Tensor>>& tensors);

} // namespace egt::judge
