// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Qwen2.5-VL architecture in LibTorch. Source of the architecture and of every tensor name:
// huggingface/transformers, models/qwen2_5_vl (modeling, configuration and image processing). Shape suffixes: B batch,
// T tokens, V vocabulary, D width, H heads, P patches, C channels x time x patch pixels.
//
// Thread: one thread at a time (the engine thread). torch exceptions may leave these functions; recipes catch them.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/control.h"
#include "base/result.h"
#include "images/image.h"
#include "judge/config.h"

namespace egt::judge {

/// Pixels of one image as the vision tower gets them.
struct ImagePatches {
    torch::Tensor pixels_PC; ///< float32, normalised, 2x2 merge groups contiguous
    std::int32_t grid_t = 1;
    std::int32_t grid_h = 0; ///< in patches
    std::int32_t grid_w = 0;
    [[nodiscard]] std::int64_t mergedTokens(std::int32_t merge) const {
        return std::int64_t{grid_t} * grid_h * grid_w / (merge * merge);
    }
};
/// smart_resize to multiples of patch x merge within the pixel limits, bicubic with antialias, normalise, patchify with
/// temporal duplication. Source: transformers image_processing_qwen2_vl.
ImagePatches patchify(const RgbImage& image, const PreprocessorConfig& config);
/// The same of an image that has the judge's size already (images/patches.h: resizeForJudge, ImageLoader).
ImagePatches patchesOf(const RgbImage& image, const PreprocessorConfig& config);

/// What is asked: prompt ids in which each image has exactly its merged token count of image_token_id.
struct Sequence {
    std::vector<std::int32_t> prompt;
    std::vector<std::int32_t> response; ///< teacher-forced tokens; empty for generation
    std::vector<std::int32_t> images;   ///< indices into the batch's encoded images, in order of appearance
};

/// Expands every single image_token_id in `ids` to the image's number of merged tokens.
std::vector<std::int32_t> expandImageTokens(const std::vector<std::int32_t>& ids,
                                            const std::vector<std::int64_t>& tokens, std::int32_t image_token_id);

/// Merged embeddings of one image and its grid (for M-RoPE).
struct EncodedImage {
    torch::Tensor embedding_TD;
    std::int32_t grid_t = 1;
    std::int32_t grid_h = 0; ///< in merged tokens
    std::int32_t grid_w = 0;
};

struct GenerateOptions {
    std::int32_t max_new_tokens = 64;
    double temperature = 0; ///< 0 = greedy
    double top_p = 1;
    std::int32_t top_k = 0;               ///< 0 = off
    std::vector<std::uint64_t> seeds;     ///< one a sequence when sampling: a sequence's draw depends on nothing else
    std::vector<std::int32_t> stop_ids;   ///< end the sequence; the stop token is recorded
    std::vector<std::int32_t> suppressed; ///< never generated (image marks, padding, ids beyond the tokenizer)
    std::vector<std::int32_t> watched;    ///< whose probability is recorded at each step
    std::int32_t alternatives = 4;
};

/// One generated response. Entropies, log-probs, ranks and probabilities are of the raw distribution (temperature 1, no
/// truncation, nothing suppressed), nats, accumulated in float32 or better.
struct Generated {
    std::vector<std::int32_t> ids; ///< stop token included
    std::vector<float> entropies;
    std::vector<float> logprobs;
    std::vector<float> sample_logprobs; ///< of the distribution that was sampled from (temperature, suppression, top-k
                                        ///< and top-p); 0 when greedy
    std::vector<std::int32_t> ranks;
    std::vector<std::vector<float>> watched; ///< [token][watched id]
    std::vector<std::vector<std::pair<std::int32_t, float>>>
        alternatives;      ///< [token]: id, probability, likeliest first
    bool finished = false; ///< a stop id came before the length limit
};

/// Teacher-forced result over response positions, packed in sequence order ([N] = all response tokens of the batch).
struct Forced {
    torch::Tensor logits_NV;           ///< raw logits that predict each response token, of the judge's device and type
    torch::Tensor targets_N;           ///< int64, same device
    std::vector<std::int64_t> lengths; ///< response tokens of each sequence
};

/// The same before the head: what head_stats.h makes log-probs and entropies of without a [N, V] matrix.
struct ForcedRows {
    torch::Tensor hidden_ND; ///< after the final norm
    torch::Tensor head_VD;   ///< logits_NV = hidden_ND head_VD^T
    torch::Tensor targets_N;
    std::vector<std::int64_t> lengths;
};

/// Where a judge computes and in what. Float16 and bfloat16 keep norms, rotary angles and softmax sums in float32.
struct LoadOptions {
    torch::Device device = torch::kCPU;
    std::optional<torch::ScalarType> dtype = torch::kFloat32; ///< none: that of most of the checkpoint's numbers
};

class Judge {
public:
    /// A judge with fresh weights that can be trained from scratch: normal with 0.8 / sqrt(inputs), half of it for what
    /// adds to the residual, embeddings initializer_range x sqrt(width) / 2, biases 0, norms 1. One seed,
    /// one judge.
    static std::unique_ptr<Judge> create(const JudgeConfig& config, std::uint64_t seed);
    /// Loads a Hugging Face folder: config.json, model.safetensors (or sharded with index).
    /// Errors: judge.missing_file, judge.bad_config, judge.bad_weights (file, field = tensor name).
    static Result<std::unique_ptr<Judge>> load(const std::filesystem::path& folder, const LoadOptions& options = {});
    virtual ~Judge() = default;

    /// Writes config.json and model.safetensors with Hugging Face's names. Written aside and renamed.
    virtual Result<void> save(const std::filesystem::path& folder) const = 0;

    [[nodiscard]] virtual const JudgeConfig& config() const = 0;
    /// Trainable tensors with their Hugging Face names, in a fixed order; shared storage (an optimizer steps them).
    [[nodiscard]] virtual std::vector<std::pair<std::string, torch::Tensor>> parameters() const = 0;
    [[nodiscard]] virtual std::int64_t parameterCount() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Judge> clone() const = 0; ///< for the KL reference

    /// Differentiable unless under NoGradGuard.
    virtual std::vector<EncodedImage> encodeImages(const std::vector<ImagePatches>& images) = 0;
    /// Teacher-forced pass over prompts and responses. Batch mates do not change a sequence's result beyond rounding.
    virtual Forced forward(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) = 0;
    virtual ForcedRows forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) = 0;
    /// Batched generation with a static KV cache. `control` is polled every token; on stop the result so far is dropped
    /// and an empty vector comes back.
    virtual std::vector<Generated> generate(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                            const GenerateOptions& options, Control& control) = 0;
};

/// SHA-256 of model.safetensors (what sha256sum says); of shards, the SHA-256 of their hashes in name order, one a
/// line. Errors: judge.missing_file, judge.bad_weights.
Result<std::string> weightsHash(const std::filesystem::path& folder);

} // namespace egt::judge
