// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a job is asked to do, and what it answers. Defaults are the documented ones; a value that is out of range is
// refused by the pipeline with the field's name.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "records/bench.h"
#include "records/images.h"
#include "records/records.h"

namespace egt {

struct ImportRequest {
    std::string file;
    std::string format;       ///< empty = detect from content
    std::string image_folder; ///< or a zip or tar archive of the pictures; empty = the file's own folder
    std::string source;       ///< stratum name for rows that carry none; empty = the file's stem
    std::string mapping = {}; ///< JSON of formats::FieldMap: which field is what, in place of a known layout
    bool operator==(const ImportRequest&) const = default;
};
struct ImportResult {
    std::string format;
    std::int64_t imported = 0;
    std::int64_t rejected = 0;
    std::int64_t already = 0;
    std::int64_t missing_images = 0;
    std::string rejects_file; ///< empty when nothing was rejected
    bool operator==(const ImportResult&) const = default;
};

struct SftRequest {
    std::string traces; ///< JSONL: image, prompt, answer_1, answer_2, label (1|2), response; or image, prompt, response
    std::string out;    ///< judge folder to write
    std::string config; ///< YAML file, empty = the demo judge's defaults
    std::uint64_t seed = 1;
    bool operator==(const SftRequest&) const = default;
};
struct SftResult {
    std::string judge;
    std::int64_t steps = 0;
    std::int64_t traces = 0;
    std::int64_t filtered_out = 0;
    double final_loss = 0;
    bool operator==(const SftResult&) const = default;
};

enum class Orders : std::int32_t { stored = 0, swapped = 1, both = 2 };

/// Which distribution a server's log-probs are of: that of the model, or that after temperature and top-p.
enum class LogprobsMode : std::int32_t { unknown = 0, raw = 1, processed = 2 };

/// Settings of a judge that is a server.
struct ServerOptions {
    std::string model;              ///< empty: the first that the server lists
    std::int32_t concurrency = 8;   ///< questions at a time
    std::int32_t top_logprobs = 20; ///< alternatives of each token; 0 = verdicts without entropy
    double timeout_s = 120;         ///< for a whole answer
    LogprobsMode logprobs_mode = LogprobsMode::unknown;
    std::int64_t vocabulary = 0; ///< of the served model; 0 = at most 152,064
    bool operator==(const ServerOptions&) const = default;
};

/// What the entropy is of. respond: the judge reasons, of what it generates. given: of a reasoning text that the data
/// already has, read with teacher forcing. verdict: of the one token that names the better answer, right after the
/// prompt.
enum class ScoreMode : std::int32_t { respond = 0, given = 1, verdict = 2 };

struct ScoreRequest {
    std::string judge; ///< a folder, or the address of an OpenAI-compatible server
    std::string name;
    Orders orders = Orders::both;
    std::int32_t samples = 1;
    double temperature = 0; ///< 0 = greedy
    double top_p = 1;
    std::int32_t max_new_tokens = 0; ///< 0 = the judge's own limit
    std::uint64_t seed = 1;
    std::string selection = "all";
    std::int32_t batch = 64; ///< responses generated together
    RunId resume = 0;        ///< 0: continue an unfinished run with the same settings, else start a new one
    ScoreMode mode = ScoreMode::respond;
    std::string prompt;             ///< a form's name or a template file; empty = the judge's own
    std::string given_field;        ///< mode given: reason_a, reason_b or a field of `extra`; empty = the reason of
                                    ///< the labelled answer
    std::int32_t top_k = 0;         ///< 0 = off
    double repetition_penalty = 0;  ///< 1 = off; 0 = what the judge's generation_config.json says
    std::int64_t min_pixels = 0;    ///< of an image; 0 = the judge's own limit
    std::int64_t max_pixels = 0;    ///< likewise
    std::string device = "auto";    ///< auto, cpu, cuda:0
    std::string dtype = "auto";     ///< auto, float32, bfloat16, float16
    bool text_only_missing = false; ///< pairs whose images are missing are judged by their text
    std::int32_t alternatives = 4;  ///< likeliest tokens that are stored with each token
    ServerOptions server;
    bool operator==(const ScoreRequest&) const = default;
};
struct ScoreResult {
    RunId run = 0;
    std::int64_t scored = 0;  ///< pairs
    std::int64_t resumed = 0; ///< pairs that an earlier attempt had already finished
    std::int64_t failed = 0;
    std::int64_t unparsed = 0;           ///< responses
    double tokens_per_second = 0;        ///< generated, while generating
    std::int64_t text_only = 0;          ///< of `scored`: pairs whose missing images were left out
    double prompt_tokens_per_second = 0; ///< computed, while reading prompts
    double padding = 0;                  ///< share of the computed places of prompts that were padding
    std::int64_t without_entropy = 0;    ///< responses of a server that came without usable log-probs
    bool operator==(const ScoreResult&) const = default;
};

/// What a scoring run would cost, without running it.
struct ScoreEstimate {
    std::int64_t pairs = 0;     ///< that would be asked about
    std::int64_t done = 0;      ///< of them finished by the run that would be continued
    std::int64_t text_only = 0; ///< of them without their missing images
    std::int64_t failed = 0;    ///< can't be judged: images missing, prompt too long, no given text
    std::int64_t responses = 0;
    std::int64_t prompt_tokens = 0;   ///< as if every response had a prompt of its own
    std::int64_t computed_tokens = 0; ///< after sharing equal beginnings
    std::int64_t padded_tokens = 0;   ///< places that are computed for them
    std::int64_t new_tokens = 0;      ///< at most
    std::int64_t weight_bytes = 0;
    std::int64_t cache_bytes = 0; ///< keys and values of the widest unit
    std::int64_t work_bytes = 0;  ///< activations and logits, about
    double seconds = 0;           ///< if every response takes its full length
    double prompt_tokens_per_second = 0;
    double tokens_per_second = 0;
    RunId speed_run = 0; ///< whose speed was taken; 0 = measured just now
    bool operator==(const ScoreEstimate&) const = default;
};

/// One user turn for a judge, images before the text, answered greedily: for checking a judge by hand.
struct RespondRequest {
    std::string judge;
    std::vector<std::string> images; ///< files
    std::string prompt;
    std::int32_t max_new_tokens = 64;
    std::int32_t alternatives = 20;
    std::string device = "auto";
    std::string dtype = "auto";
    bool operator==(const RespondRequest&) const = default;
};
struct TokenAlternative {
    std::int32_t id = 0;
    std::string text; ///< decoded alone
    double probability = 0;
    bool operator==(const TokenAlternative&) const = default;
};
struct RespondToken {
    std::int32_t id = 0;
    double entropy = 0; ///< nats, of the raw distribution
    double logprob = 0;
    std::vector<TokenAlternative> top; ///< likeliest first
    bool operator==(const RespondToken&) const = default;
};
struct RespondResult {
    std::vector<RespondToken> tokens; ///< the end token included
    std::string text;                 ///< without special tokens
    std::int64_t prompt_tokens = 0;
    bool finished = false; ///< ended by itself
    bool operator==(const RespondResult&) const = default;
};

enum class TrainMethod : std::int32_t { grpo = 0, sft = 1 };
enum class CurriculumOrder : std::int32_t { low_to_high = 0, high_to_low = 1, random = 2 };
enum class Schedule : std::int32_t { cosine = 0, constant = 1, linear = 2 };

/// The content of run.yaml, field for field. Formulas: domain of GRPO as in TRL's GRPOConfig (names kept).
struct TrainConfig {
    std::string name = "run";
    TrainMethod method = TrainMethod::grpo;
    std::string selection = "all";
    std::string column = "mean_entropy"; ///< what the curriculum sorts by
    CurriculumOrder order = CurriculumOrder::low_to_high;
    std::int32_t stages = 0; ///< 0 = full sort; n = n bands of equal count, shuffled inside
    RunId score_run = 0;     ///< 0 = the latest complete one
    std::int64_t steps = 40;
    std::int32_t prompts_per_step = 32;
    std::int32_t num_generations = 8;
    double learning_rate = 2e-4;
    std::int64_t warmup_steps = 4;
    Schedule schedule = Schedule::cosine;
    double min_lr_ratio = 0.1;
    double weight_decay = 0.01;
    double adam_beta1 = 0.9;
    double adam_beta2 = 0.98;
    double max_grad_norm = 1.0;
    double epsilon = 0.2;
    double epsilon_high = 0.2;
    double beta = 0.0; ///< weight of the k3 KL to the start judge
    std::int32_t num_iterations = 1;
    double temperature = 1.0;
    double format_reward = 0.5;
    std::int32_t max_new_tokens = 0;
    std::uint64_t seed = 1;
    std::int64_t eval_every = 10; ///< 0 = only at the end
    std::string eval_selection =
        "heldout"; ///< "heldout" = pairs of that split; none there = a fixed tenth that is kept out of training
    std::int64_t eval_pairs = 200;
    std::int64_t checkpoint_every = 10;
    std::int32_t keep_checkpoints = 5;
    std::int32_t probes = 4;
    bool use_reviewed_labels = true; ///< a flip or a drop in review counts
    std::int32_t lora_rank = 0; ///< 0 = all weights are trained; else an adapter of this rank, kept without its judge
    double lora_alpha = 32;     ///< its update is scaled by alpha / rank
    std::string lora_targets;   ///< names of linear layers with commas between; empty = all of the language model
    bool operator==(const TrainConfig&) const = default;
};
struct TrainRequest {
    std::string judge;
    TrainConfig config;
    RunId resume = 0;
    bool operator==(const TrainRequest&) const = default;
};
struct TrainResult {
    RunId run = 0;
    std::int64_t steps = 0;
    std::string checkpoint;
    std::vector<MetricPoint> metrics; ///< last value of each
    bool operator==(const TrainResult&) const = default;
};

struct EvalRequest {
    std::string judge;
    std::string selection = "all";
    std::int32_t batch = 64;
    bool blank_images = false; ///< every image replaced by its mean colour: what is left is text bias
    bool operator==(const EvalRequest&) const = default;
};

/// copy: into the export folder under the name of their content. link: by absolute path. embed: inside the data file.
enum class ImageMode : std::int32_t { copy = 0, link = 1, embed = 2 };
struct ExportRequest {
    std::string selection = "all";
    std::string format = "trl";
    std::string out;
    bool entropy_order = false;
    ImageMode images = ImageMode::copy;
    bool leave_out_dropped = true;
    bool use_reviewed_labels = true;
    RunId score_run = 0;
    std::uint64_t seed = 1; ///< of the coin that tells which answer stands first in a judge's task
    bool replace = false;   ///< an export that is there already is replaced whole, if nothing else lies in its folder
    std::string replay;     ///< a manifest: everything but `out` and `replace` comes from it
    bool operator==(const ExportRequest&) const = default;
};
struct ExportResult {
    std::int64_t rows = 0;
    std::vector<std::string> files;
    std::string manifest;
    bool operator==(const ExportResult&) const = default;
};

struct ExportCount {
    std::int64_t rows = 0;
    std::int64_t dropped = 0;       ///< left out because review dropped them
    std::int64_t flipped = 0;       ///< label taken from review where it differs
    std::int64_t unlabelled = 0;    ///< left out because the format needs a label
    std::int64_t without_image = 0; ///< rows written with an empty image list
    std::int64_t images = 0;
    std::int64_t image_bytes = 0;
    std::int64_t ties = 0;          ///< left out because the format needs a better answer
    std::int64_t surplus_marks = 0; ///< left out because their text has image marks that no image belongs to
    std::int64_t heldout = 0;       ///< of `rows`: in a file of their own, because they are never trained on
    bool operator==(const ExportCount&) const = default;
};

/// Brings the text index and the column cache up to date with the pairs.
struct IndexRequest {
    std::int32_t batch = 500; ///< pairs a transaction
    bool operator==(const IndexRequest&) const = default;
};
struct IndexResult {
    std::int64_t added = 0; ///< pairs that were not in the text index before
    std::int64_t pairs = 0; ///< that are in it now
    bool operator==(const IndexResult&) const = default;
};

/// Finds groups of pairs that say nearly the same about nearly the same pictures (curation/duplicates.h).
struct DuplicatesRequest {
    double threshold = 0.8;      ///< Jaccard similarity of the texts' shingles
    std::int32_t shingle = 3;    ///< words a shingle
    bool images = true;          ///< pictures must be alike as well
    std::int32_t image_bits = 6; ///< of 64 that may differ between pictures that count as alike
    bool operator==(const DuplicatesRequest&) const = default;
};
struct DuplicatesResult {
    std::int64_t pairs = 0;      ///< that were compared
    std::int64_t groups = 0;     ///< of two or more
    std::int64_t duplicates = 0; ///< pairs that are not the first of their group
    std::int64_t unreadable = 0; ///< pictures that are compared by their reference alone
    bool operator==(const DuplicatesResult&) const = default;
};

/// What stands beside the data of an export.
struct ExportFile {
    std::string name;
    std::string what; ///< English, a few words
    bool operator==(const ExportFile&) const = default;
};
/// A layout that pairs can be exported in.
struct ExportFormat {
    std::string name;              ///< for ExportRequest::format
    std::string title;             ///< English; names of trainers stay as they are
    std::string what;              ///< English, one clause
    std::string file;              ///< of the data
    std::string heldout_file;      ///< of pairs that are never trained on; empty = they stand in `file`
    std::vector<ImageMode> images; ///< that its reader takes, the usual one first
    bool takes_unlabelled = false;
    bool judge_task = false;            ///< rows are tasks for a judge: the seed decides which answer stands first
    std::vector<ExportFile> companions; ///< always
    std::vector<ExportFile> ordered_companions; ///< when sorted by entropy
    bool operator==(const ExportFormat&) const = default;
};

using JobRequest = std::variant<ImportRequest, SftRequest, ScoreRequest, TrainRequest, EvalRequest, ExportRequest,
                                IndexRequest, DuplicatesRequest, BenchRequest, VerifyRequest, RelocateRequest>;
using JobResult = std::variant<std::monostate, ImportResult, SftResult, ScoreResult, TrainResult, EvaluationRecord,
                               ExportResult, IndexResult, DuplicatesResult, BenchResult, VerifyResult, RelocateResult>;

} // namespace egt
