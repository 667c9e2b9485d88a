// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The engine's vocabulary: plain values that the store keeps, the jobs produce and the window shows. Nothing here
// points into the engine; everything can be written to bytes (records/serialize.h). Enum numbers reach the disk: never
// reuse or renumber one.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace egt {

using PairId = std::int64_t; ///< the project's own integer; the data set's id may repeat
using RunId = std::int64_t;

/// Which stored answer the imported label calls better.
enum class Label : std::int32_t { none = 0, a = 1, b = 2, tie = 3 };

/// What a judge said, in terms of the stored answers (already mapped back from the shown order).
enum class Verdict : std::int32_t { unparsed = 0, a = 1, b = 2 };

/// stored: answer A is shown as answer 1; swapped: answer B is shown as answer 1.
enum class Order : std::int32_t { stored = 0, swapped = 1 };

/// left/right are answer A/answer B of the stored pair; correct/flip speak of the label.
enum class Decision : std::int32_t {
    none = 0,
    left = 1,
    right = 2,
    tie = 3,
    both_bad = 4,
    correct = 5,
    flip = 6,
    drop = 7,
    skip = 8,
    flag = 9
};

enum class FlagRule : std::int32_t { uncertain = 1, contradicted = 2 };

enum class RunKind : std::int32_t {
    import = 1,
    sft = 2,
    score = 3,
    train = 4,
    evaluate = 5,
    exporting = 6,
    index = 7,
    duplicates = 8,
    benchmark = 9,
    verify = 10,
    relocate = 11
};

enum class RunState : std::int32_t {
    queued = 0,
    running = 1,
    pausing = 2,
    paused = 3,
    stopping = 4,
    done = 5,
    stopped = 6, ///< stopped and saved: can be resumed
    failed = 7,
    aborted = 8,
    interrupted = 9 ///< the process died; found so at the next open; can be resumed
};

struct ImageRef {
    std::string reference; ///< as the data set wrote it
    std::string path;      ///< absolute path of the file, empty when missing
    std::int32_t width = 0;
    std::int32_t height = 0;
    bool operator==(const ImageRef&) const = default;
};

struct PairRecord {
    PairId id = 0;
    std::string source_id; ///< the data set's id, not unique
    std::string source;    ///< kind or data set name, the stratum of per-source cuts
    std::string question;
    std::string answer_a; ///< "chosen" of a preference set
    std::string answer_b; ///< "rejected" of a preference set
    Label label = Label::none;
    std::string reason_a;
    std::string reason_b;
    std::string split; ///< empty = train; "heldout" pairs are never trained on
    std::string extra; ///< JSON object of all fields that the format does not know
    std::string content_hash;
    std::int64_t import_id = 0;
    std::vector<ImageRef> images;
    bool operator==(const PairRecord&) const = default;
};

/// One alternative of a generated token.
struct TokenChoice {
    std::string text;
    float probability = 0;
    bool operator==(const TokenChoice&) const = default;
};

/// Reductions of per-token entropies to numbers per response (nats).
struct EntropySummary {
    float mean = 0; ///< over all generated tokens: the default score
    float sum = 0;
    float max = 0;
    float top_fifth = 0; ///< mean of the highest 20 %, at least one token
    float think = 0;     ///< mean inside <think>…</think>; NaN when there is no such span
    float answer = 0;    ///< mean inside <answer>…</answer>; NaN when there is no such span
    float verdict = 0;   ///< entropy of the verdict token; NaN when unparsed
    bool operator==(const EntropySummary&) const = default;
};

/// Where the mean token entropy lies when a server tells only its likeliest tokens (remote/bracket.h). The exact
/// reductions beside it are missing then.
struct EntropyBracket {
    bool known = false;
    float low = 0; ///< nats, mean over the tokens
    float high = 0;
    bool operator==(const EntropyBracket&) const = default;
};

/// One judgement: a generated response with its exact per-token entropies, or with a bracket around each.
struct ResponseRecord {
    std::int64_t id = 0;
    RunId run = 0;
    PairId pair = 0;
    Order order = Order::stored;
    std::int32_t sample = 0;
    std::uint64_t seed = 0;
    std::string text;                          ///< decoded, special tokens included
    std::vector<std::uint32_t> token_ends;     ///< byte offset in text where each token ends
    std::vector<float> entropies;              ///< nats, full vocabulary, one per token
    std::vector<float> logprobs;               ///< of the token that was taken
    std::vector<std::uint32_t> ranks;          ///< of the token that was taken, 0 = likeliest
    std::vector<std::vector<TokenChoice>> top; ///< likeliest first, four a token
    Verdict verdict = Verdict::unparsed;
    float p1 = 0; ///< P("1") at the verdict token, raw distribution; NaN when unparsed
    float p2 = 0;
    float p_label = 0; ///< of the labelled answer, p_x / (p1 + p2); 0.5 when unparsed; NaN without a label
    EntropySummary entropy;
    EntropyBracket bracket;            ///< of a server's response; `entropies` is empty then
    std::vector<float> entropies_low;  ///< nats, one per token
    std::vector<float> entropies_high; ///< the same length
    bool operator==(const ResponseRecord&) const = default;
};

/// Scores of one pair in one run: means over its orders and samples.
struct ScoreRecord {
    RunId run = 0;
    PairId pair = 0;
    EntropySummary entropy; ///< means over the responses
    float p_label = 0;      ///< mean P(labelled answer); NaN without a label
    float vote_share = 0;   ///< share of the larger side among parsed verdicts; NaN when none parsed
    float vote_entropy = 0; ///< binary entropy of the vote share, nats
    float consistency = 0;  ///< share of samples whose two orders agree; NaN with one order
    float first_rate = 0;   ///< share of parsed verdicts for the answer shown first
    float agreement = 0;    ///< share of verdicts that name the labelled answer, unparsed = wrong; NaN without label
    float unparsed = 0;     ///< share of responses
    float tokens = 0;       ///< mean length
    std::int32_t responses = 0;
    std::int32_t verdict = 0; ///< 0 unparsed, 1 A, 2 B, 3 split
    bool trained = false;     ///< the judge was trained on this pair
    EntropyBracket bracket;   ///< means over the responses that have one
    bool operator==(const ScoreRecord&) const = default;
};

/// A pair that a scoring run could not judge, and why.
struct FailureRecord {
    RunId run = 0;
    PairId pair = 0;
    std::string error; ///< JSON of Error
    bool operator==(const FailureRecord&) const = default;
};

struct FlagRecord {
    PairId pair = 0;
    FlagRule rule = FlagRule::uncertain;
    RunId run = 0;
    float value = 0;
    float cut = 0;
    bool operator==(const FlagRecord&) const = default;
};

struct ReviewRecord {
    std::int64_t id = 0;
    PairId pair = 0;
    Decision decision = Decision::none;
    std::string annotator;
    std::string note;
    std::int64_t time_ms = 0;     ///< UTC
    std::int64_t duration_ms = 0; ///< from drawn to decided
    bool blind = false;
    Order shown = Order::stored; ///< swapped: B stood left
    RunId run = 0;               ///< scoring run that was seen, 0 = none
    std::int64_t undoes = 0;     ///< the review this row takes back, 0 = none
    bool operator==(const ReviewRecord&) const = default;
};

struct SelectionRecord {
    std::int64_t id = 0;
    std::string name;
    std::string rule; ///< as JSON, replayable
    std::int64_t pairs = 0;
    std::int64_t created_ms = 0;
    bool operator==(const SelectionRecord&) const = default;
};

/// An expression of the filter language (curation/filter.h) under a name.
struct FilterRecord {
    std::string name;
    std::string expression;
    std::int64_t created_ms = 0;
    bool operator==(const FilterRecord&) const = default;
};

struct RunRecord {
    RunId id = 0;
    RunKind kind = RunKind::import;
    std::string name;
    RunState state = RunState::queued;
    std::string config; ///< JSON of the request
    std::string judge;  ///< folder, or a server's address
    std::string judge_hash;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::int64_t created_ms = 0;
    std::int64_t started_ms = 0;
    std::int64_t ended_ms = 0;
    std::string result;        ///< JSON object, empty until done
    std::string error;         ///< JSON of Error, empty when none
    std::string judge_details; ///< JSON object of what was found out about the judge; empty when nothing
    bool operator==(const RunRecord&) const = default;
};

struct MetricPoint {
    std::int64_t step = 0;
    std::string name; ///< as TRL and verl call it: loss, reward, entropy, grad_norm, learning_rate, eval/accuracy …
    double value = 0;
    bool operator==(const MetricPoint&) const = default;
};

struct CheckpointRecord {
    RunId run = 0;
    std::int64_t step = 0;
    std::string path; ///< a judge folder plus the trainer's state
    std::int64_t bytes = 0;
    std::optional<double> accuracy; ///< held out, both orders
    std::int64_t time_ms = 0;
    bool operator==(const CheckpointRecord&) const = default;
};

/// A response of the judge in training to one of a few fixed probe pairs.
struct SampleRecord {
    RunId run = 0;
    std::int64_t step = 0;
    std::int32_t probe = 0;
    PairId pair = 0;
    std::string text;
    std::vector<std::uint32_t> token_ends;
    std::vector<float> entropies;
    Verdict verdict = Verdict::unparsed;
    double reward = 0;
    bool operator==(const SampleRecord&) const = default;
};

struct EvaluationRecord {
    RunId run = 0;
    std::int64_t step = 0;
    std::int64_t pairs = 0;
    double accuracy = 0; ///< mean over orders, unparsed = wrong
    double low = 0;      ///< 95 % interval, clustered by pair
    double high = 0;
    double consistency = 0;
    double first_rate = 0;
    double unparsed = 0;
    bool operator==(const EvaluationRecord&) const = default;
};

struct ProjectInfo {
    std::string path;
    std::int64_t pairs = 0;
    std::int64_t images = 0;
    std::int64_t missing_images = 0;
    std::int64_t scored = 0;   ///< pairs with a score in the latest complete run
    std::int64_t reviewed = 0; ///< pairs whose last decision is neither undone nor skip
    std::int64_t flagged = 0;
    RunId latest_score_run = 0;
    bool read_only = false;
    std::vector<SelectionRecord> selections;
    std::vector<RunRecord> runs;
    bool operator==(const ProjectInfo&) const = default;
};

struct JudgeInfo {
    std::string path;
    std::string family; ///< "qwen2_5_vl"
    std::int64_t parameters = 0;
    std::int32_t layers = 0;
    std::int32_t vision_layers = 0;
    std::int64_t vocabulary = 0;
    std::string dtype;
    std::string weights_hash; ///< SHA-256
    bool operator==(const JudgeInfo&) const = default;
};

} // namespace egt
