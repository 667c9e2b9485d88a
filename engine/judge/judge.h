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
#include "judge/lora_config.h"
#include "judge/tensor_names.h"

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
/// temporal duplication. `name` is what an error calls it: image.too_long, image.too_large.
/// Source: transformers image_processing_qwen2_vl.
Result<ImagePatches> patchify(RgbImage image, const PreprocessorConfig& config, const std::string& name);
/// The same of an image that has the judge's size already (images/patches.h: resizeForJudge).
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
    std::int32_t alternatives = 20;
    double repetition_penalty = 1;  ///< 1 = off; counts prompt and response, before everything else
    std::vector<std::int32_t> only; ///< when not empty: nothing else is generated
    std::int32_t lanes = 0;         ///< sequences that grow at the same time; 0 = all
    bool record = true;             ///< false: ids alone, for timing what the rest costs
    bool rows_at_once = false;      ///< choose and record as on a device (device_choice.h), on the CPU too
    bool share_prefixes = true;     ///< equal prompts and equal beginnings are computed once
};

/// What a pass over a batch cost.
struct PassStats {
    std::int64_t prompt_tokens = 0;   ///< as if every sequence had read its own prompt
    std::int64_t computed_tokens = 0; ///< after sharing
    std::int64_t padded_tokens = 0;   ///< places that were computed for them
    std::int64_t new_tokens = 0;      ///< generated after the first of each sequence
    double prompt_seconds = 0;
    double new_seconds = 0;
    void add(const PassStats& more);
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

/// How a checkpoint is written.
struct SaveOptions {
    std::optional<torch::ScalarType> dtype; ///< none: as the judge holds it
    NameLayout layout = NameLayout::published;
    std::int64_t shard_bytes = 5'000'000'000; ///< of one weight file
};

struct Weights;

class Judge {
public:
    /// A judge with fresh weights that can be trained from scratch: normal with 0.8 / sqrt(inputs), half of it for what
    /// adds to the residual, embeddings initializer_range x sqrt(width) / 2, biases 0, norms 1. One seed,
    /// one judge.
    static std::unique_ptr<Judge> create(const JudgeConfig& config, std::uint64_t seed);
    /// Loads a Hugging Face folder: config.json, model.safetensors (or sharded with index), straight to the device:
    /// beside the weights themselves one tensor at most is in memory. Names, shapes and types are compared before
    /// memory is taken. Errors: judge.missing_file, judge.bad_config, judge.bad_weights (file, field = tensor name).
    static Result<std::unique_ptr<Judge>> load(const std::filesystem::path& folder, const LoadOptions& options = {});
    virtual ~Judge() = default;

    /// Writes the judge's own weights (without adapters: merge them first) with Hugging Face's names, and config.json
    /// with all fields that it was loaded with. Files are written aside and renamed. Errors: file.*
    virtual Result<void> save(const std::filesystem::path& folder, const SaveOptions& options = {}) const = 0;

    [[nodiscard]] virtual const JudgeConfig& config() const = 0;
    /// Device and type of the weights.
    [[nodiscard]] virtual torch::TensorOptions options() const = 0;
    /// All weights with their published names, in a fixed order, without adapters.
    [[nodiscard]] virtual const std::vector<std::pair<std::string, torch::Tensor>>& tensors() const = 0;
    /// Trainable tensors in a fixed order; shared storage (an optimizer steps them): the weights by their published
    /// names, or with adapters these alone by PEFT's keys.
    [[nodiscard]] virtual std::vector<std::pair<std::string, torch::Tensor>> parameters() const = 0;
    [[nodiscard]] virtual std::int64_t parameterCount() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Judge> clone() const = 0; ///< of the weights, without adapters

    // LoRA adapters (arXiv 2106.09685): on top of the weights, which get no gradients from then on. One at a time.
    /// A fresh one that changes nothing yet. Errors: judge.bad_adapter.
    virtual Result<void> addAdapter(const LoraConfig& config, std::uint64_t seed) = 0;
    /// A PEFT folder: adapter_config.json and adapter_model.safetensors. Errors: judge.missing_file, judge.bad_adapter,
    /// judge.bad_weights.
    virtual Result<void> loadAdapter(const std::filesystem::path& folder) = 0;
    /// As PEFT and vLLM load it. `base` becomes base_model_name_or_path. Errors: file.*
    virtual Result<void> saveAdapter(const std::filesystem::path& folder, const std::string& base) const = 0;
    [[nodiscard]] virtual bool hasAdapter() const = 0;
    /// Into the weights, summed in float32; the adapter is gone then.
    virtual void mergeAdapter() = 0;
    /// Off: the judge that was there before, from the same memory (the KL reference).
    virtual void useAdapter(bool on) = 0;

    /// Differentiable unless under NoGradGuard.
    virtual std::vector<EncodedImage> encodeImages(const std::vector<ImagePatches>& images) = 0;
    /// Teacher-forced pass over prompts and responses. Batch mates do not change a sequence's result beyond rounding.
    virtual Forced forward(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) = 0;
    virtual ForcedRows forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) = 0;
    /// Batched generation with a static KV cache: a sequence that has ended makes room for the next, equal beginnings
    /// of prompts are computed once. What a sequence gets depends on its prompt and seed, and on its batch mates no
    /// more than by rounding; the same batch with the same options gives the same bits. `control` is polled every
    /// token; on stop the result so far is dropped and an empty vector comes back.
    std::vector<Generated> generate(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                    const GenerateOptions& options, Control& control, PassStats* stats = nullptr);
    /// What generate() would have recorded had it chosen the responses of the batch: teacher forcing, no logits are
    /// kept. Of the options only watched, alternatives, lanes and share_prefixes count.
    std::vector<Generated> read(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                const GenerateOptions& options, Control& control, PassStats* stats = nullptr);

private:
    [[nodiscard]] virtual const Weights& weights() const = 0;
};

/// Takes the adapter away for as long as it lives.
class AdapterOff {
public:
    explicit AdapterOff(Judge& judge) : m_judge(judge) { m_judge.useAdapter(false); }
    AdapterOff(const AdapterOff&) = delete;
    AdapterOff& operator=(const AdapterOff&) = delete;
    ~AdapterOff() { m_judge.useAdapter(true); }

private:
    Judge& m_judge;
};

/// SHA-256 of model.safetensors (what sha256sum says); of shards, the SHA-256 of their hashes in name order, one a
/// line; of an adapter folder, that of the base judge's hash and the adapter file's, one a line. Errors:
/// judge.missing_file, judge.bad_weights, judge.bad_adapter.
Result<std::string> weightsHash(const std::filesystem::path& folder);

} // namespace egt::judge
