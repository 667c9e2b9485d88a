// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/result.h"
#include "judge/safetensors_header.h"

namespace egt::judge {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Read-only view of a folder's weights: one safetensors file, or the shards named by its index. Files are mapped,
/// nothing but the headers is read before copyTo, and what was copied is let go of. One thread.
class WeightFiles {
public:
    /// model.safetensors or the shards of model.safetensors.index.json. Errors: judge.missing_file, judge.bad_weights.
    static Result<WeightFiles> open(const std::filesystem::path& folder);
    static Result<WeightFiles> openFile(const std::filesystem::path& path);
    WeightFiles(WeightFiles&&) noexcept;
    WeightFiles& operator=(WeightFiles&&) noexcept;
    ~WeightFiles();

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const; ///< sorted
    /// Null when there is none.
    [[nodiscard]] const TensorEntry* find(const std::string& name) const;
    [[nodiscard]] std::string fileOf(const std::string& name) const; ///< for messages; the first file when unknown
    /// The type of most of the numbers: float32, float16 or bfloat16.
    [[nodiscard]] torch::ScalarType commonType() const;
    /// That a tensor is there, of this shape and of a known type. Errors: judge.bad_weights (file, field = tensor
    /// name).
    [[nodiscard]] Result<void> check(const std::string& name, at::IntArrayRef shape) const;
    /// Copies a tensor of the same shape into `target` (any device and floating type), converting F32, F16 or BF16.
    /// Errors: as check.
    Result<void> copyTo(const std::string& name, const torch::Tensor& target) const;
    /// The weight files of a folder in name order. Errors: judge.missing_file, judge.bad_weights.
    static Result<std::vector<std::filesystem::path>> list(const std::filesystem::path& folder);

private:
    WeightFiles();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// None for types that no weight has.
std::optional<torch::ScalarType> scalarOf(const std::string& dtype);

/// Writes tensors in the given order, each as `dtype` or as it is, beside the target, flushed and renamed. Float32,
/// float16 and bfloat16. Errors: file.cannot_write, file.disk_full.
Result<void> writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors,
                              std::optional<torch::ScalarType> dtype = std::nullopt);

struct WeightsOutput {
    std::optional<torch::ScalarType> dtype;   ///< none: as the tensors are
    std::int64_t shard_bytes = 5'000'000'000; ///< more than that goes into another file
};
/// model.safetensors, or model-00001-of-0000N.safetensors with model.safetensors.index.json where that is too large, as
/// transformers' save_pretrained names them; the other form's files are removed last. Errors: as writeSafetensors.
Result<void> writeWeights(const std::filesystem::path& folder, const NamedTensors& tensors,
                          const WeightsOutput& output = {});

} // namespace egt::judge
