// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One list of the fields of every record, in declaration order, for both directions of serialize.cpp and for the test
// that counts them against the struct. Names of JSON fields are the C++ names; names of enum values are what people
// type.

#include <array>
#include <string_view>
#include <utility>

#include "records/events.h"
#include "records/import_tools.h"
#include "records/records.h"
#include "records/requests.h"
#include "records/search.h"

namespace egt {

template <class T> struct Fields; ///< Fields<T>::each(value, f) calls f("name", value.name) for each field
template <class E> struct EnumNames;

// NOLINTBEGIN(cppcoreguidelines-macro-usage): C++20 has no reflection
#define EGT_FIELDS(type, ...)                                                                                          \
    template <> struct Fields<type> {                                                                                  \
        template <class V, class F> static void each(V& v, F&& f) { __VA_ARGS__ }                                      \
    }
#define EGT_F(name) f(#name, v.name);
#define EGT_ENUM(type, ...)                                                                                            \
    template <> struct EnumNames<type> {                                                                               \
        using enum type;                                                                                               \
        static constexpr auto list = std::to_array<std::pair<type, std::string_view>>({__VA_ARGS__});                  \
    }
// NOLINTEND

EGT_ENUM(Label, {none, "none"}, {a, "A"}, {b, "B"}, {tie, "tie"});
EGT_ENUM(Verdict, {unparsed, "unparsed"}, {a, "A"}, {b, "B"});
EGT_ENUM(Order, {stored, "stored"}, {swapped, "swapped"});
EGT_ENUM(Decision, {none, "none"}, {left, "left"}, {right, "right"}, {tie, "tie"}, {both_bad, "both_bad"},
         {correct, "correct"}, {flip, "flip"}, {drop, "drop"}, {skip, "skip"}, {flag, "flag"});
EGT_ENUM(FlagRule, {uncertain, "uncertain"}, {contradicted, "contradicted"});
EGT_ENUM(RunKind, {import, "import"}, {sft, "sft"}, {score, "score"}, {train, "train"}, {evaluate, "evaluate"},
         {exporting, "export"}, {index, "index"}, {duplicates, "duplicates"}, {benchmark, "benchmark"},
         {verify, "verify"}, {relocate, "relocate"});
EGT_ENUM(RunState, {queued, "queued"}, {running, "running"}, {pausing, "pausing"}, {paused, "paused"},
         {stopping, "stopping"}, {done, "done"}, {stopped, "stopped"}, {failed, "failed"}, {aborted, "aborted"},
         {interrupted, "interrupted"});
EGT_ENUM(Orders, {stored, "stored"}, {swapped, "swapped"}, {both, "both"});
EGT_ENUM(LogprobsMode, {unknown, "unknown"}, {raw, "raw"}, {processed, "processed"});
EGT_ENUM(ScoreMode, {respond, "respond"}, {given, "given"}, {verdict, "verdict"});
EGT_ENUM(TrainMethod, {grpo, "grpo"}, {sft, "sft"});
EGT_ENUM(CurriculumOrder, {low_to_high, "low_to_high"}, {high_to_low, "high_to_low"}, {random, "random"});
EGT_ENUM(Schedule, {cosine, "cosine"}, {constant, "constant"}, {linear, "linear"});
EGT_ENUM(Weight, {note, "note"}, {warning, "warning"});
EGT_ENUM(ImageMode, {copy, "copy"}, {link, "link"}, {embed, "embed"});
EGT_ENUM(BenchProtocol, {vl_rewardbench, "vl_rewardbench"}, {multimodal_rewardbench, "multimodal_rewardbench"},
         {mm_rlhf_rewardbench, "mm_rlhf_rewardbench"});
EGT_ENUM(BenchOrder, {protocol, "protocol"}, {stored, "stored"}, {coin, "coin"}, {parity, "parity"}, {both, "both"});
EGT_ENUM(UnparsedPolicy, {protocol, "protocol"}, {leave, "leave"}, {wrong, "wrong"}, {guess, "guess"});

// clang-format off
EGT_FIELDS(ImageRef, EGT_F(reference) EGT_F(path) EGT_F(width) EGT_F(height));
EGT_FIELDS(PairRecord, EGT_F(id) EGT_F(source_id) EGT_F(source) EGT_F(question) EGT_F(answer_a) EGT_F(answer_b)
    EGT_F(label) EGT_F(reason_a) EGT_F(reason_b) EGT_F(split) EGT_F(extra) EGT_F(content_hash) EGT_F(import_id)
    EGT_F(images));
EGT_FIELDS(TokenChoice, EGT_F(text) EGT_F(probability));
EGT_FIELDS(EntropySummary, EGT_F(mean) EGT_F(sum) EGT_F(max) EGT_F(top_fifth) EGT_F(think) EGT_F(answer)
    EGT_F(verdict));
EGT_FIELDS(EntropyBracket, EGT_F(known) EGT_F(low) EGT_F(high));
EGT_FIELDS(ResponseRecord, EGT_F(id) EGT_F(run) EGT_F(pair) EGT_F(order) EGT_F(sample) EGT_F(seed) EGT_F(text)
    EGT_F(token_ends) EGT_F(entropies) EGT_F(logprobs) EGT_F(ranks) EGT_F(top) EGT_F(verdict) EGT_F(p1) EGT_F(p2)
    EGT_F(p_label) EGT_F(entropy) EGT_F(bracket) EGT_F(entropies_low) EGT_F(entropies_high));
EGT_FIELDS(ScoreRecord, EGT_F(run) EGT_F(pair) EGT_F(entropy) EGT_F(p_label) EGT_F(vote_share) EGT_F(vote_entropy)
    EGT_F(consistency) EGT_F(first_rate) EGT_F(agreement) EGT_F(unparsed) EGT_F(tokens) EGT_F(responses)
    EGT_F(verdict) EGT_F(trained) EGT_F(bracket));
EGT_FIELDS(FailureRecord, EGT_F(run) EGT_F(pair) EGT_F(error));
EGT_FIELDS(FlagRecord, EGT_F(pair) EGT_F(rule) EGT_F(run) EGT_F(value) EGT_F(cut));
EGT_FIELDS(ReviewRecord, EGT_F(id) EGT_F(pair) EGT_F(decision) EGT_F(annotator) EGT_F(note) EGT_F(time_ms)
    EGT_F(duration_ms) EGT_F(blind) EGT_F(shown) EGT_F(run) EGT_F(undoes));
EGT_FIELDS(SelectionRecord, EGT_F(id) EGT_F(name) EGT_F(rule) EGT_F(pairs) EGT_F(created_ms));
EGT_FIELDS(FilterRecord, EGT_F(name) EGT_F(expression) EGT_F(created_ms));
EGT_FIELDS(RunRecord, EGT_F(id) EGT_F(kind) EGT_F(name) EGT_F(state) EGT_F(config) EGT_F(judge) EGT_F(judge_hash)
    EGT_F(done) EGT_F(total) EGT_F(created_ms) EGT_F(started_ms) EGT_F(ended_ms) EGT_F(result) EGT_F(error)
    EGT_F(judge_details));
EGT_FIELDS(MetricPoint, EGT_F(step) EGT_F(name) EGT_F(value));
EGT_FIELDS(CheckpointRecord, EGT_F(run) EGT_F(step) EGT_F(path) EGT_F(bytes) EGT_F(accuracy) EGT_F(time_ms));
EGT_FIELDS(SampleRecord, EGT_F(run) EGT_F(step) EGT_F(probe) EGT_F(pair) EGT_F(text) EGT_F(token_ends)
    EGT_F(entropies) EGT_F(verdict) EGT_F(reward));
EGT_FIELDS(EvaluationRecord, EGT_F(run) EGT_F(step) EGT_F(pairs) EGT_F(accuracy) EGT_F(low) EGT_F(high)
    EGT_F(consistency) EGT_F(first_rate) EGT_F(unparsed));
EGT_FIELDS(ProjectInfo, EGT_F(path) EGT_F(pairs) EGT_F(images) EGT_F(missing_images) EGT_F(scored) EGT_F(reviewed)
    EGT_F(flagged) EGT_F(latest_score_run) EGT_F(read_only) EGT_F(selections) EGT_F(runs));
EGT_FIELDS(JudgeInfo, EGT_F(path) EGT_F(family) EGT_F(parameters) EGT_F(layers) EGT_F(vision_layers)
    EGT_F(vocabulary) EGT_F(dtype) EGT_F(weights_hash));

EGT_FIELDS(ImportRequest, EGT_F(file) EGT_F(format) EGT_F(image_folder) EGT_F(source) EGT_F(mapping));
EGT_FIELDS(InspectRequest, EGT_F(import) EGT_F(rows) EGT_F(samples) EGT_F(look_at_images));
EGT_FIELDS(LayoutGuess, EGT_F(name) EGT_F(title) EGT_F(confidence));
EGT_FIELDS(FieldSeen, EGT_F(name) EGT_F(sample));
EGT_FIELDS(RejectedRow, EGT_F(line) EGT_F(field) EGT_F(code) EGT_F(reason));
EGT_FIELDS(Finding, EGT_F(code) EGT_F(weight) EGT_F(count) EGT_F(text) EGT_F(args) EGT_F(lines));
EGT_FIELDS(ImportInspection, EGT_F(format) EGT_F(title) EGT_F(confidence) EGT_F(guesses) EGT_F(fields) EGT_F(mapping)
    EGT_F(bytes) EGT_F(rows) EGT_F(whole) EGT_F(pairs) EGT_F(rejected) EGT_F(already) EGT_F(label_a) EGT_F(label_b)
    EGT_F(ties) EGT_F(unlabelled) EGT_F(images) EGT_F(missing_images) EGT_F(rejects) EGT_F(sample) EGT_F(findings));
EGT_FIELDS(ImportResult, EGT_F(format) EGT_F(imported) EGT_F(rejected) EGT_F(already) EGT_F(missing_images)
    EGT_F(rejects_file));
EGT_FIELDS(SftRequest, EGT_F(traces) EGT_F(out) EGT_F(config) EGT_F(seed));
EGT_FIELDS(SftResult, EGT_F(judge) EGT_F(steps) EGT_F(traces) EGT_F(filtered_out) EGT_F(final_loss));
EGT_FIELDS(ServerOptions, EGT_F(model) EGT_F(concurrency) EGT_F(top_logprobs) EGT_F(timeout_s) EGT_F(logprobs_mode)
    EGT_F(vocabulary));
EGT_FIELDS(ScoreRequest, EGT_F(judge) EGT_F(name) EGT_F(orders) EGT_F(samples) EGT_F(temperature) EGT_F(top_p)
    EGT_F(max_new_tokens) EGT_F(seed) EGT_F(selection) EGT_F(batch) EGT_F(resume) EGT_F(mode) EGT_F(prompt)
    EGT_F(given_field) EGT_F(top_k) EGT_F(repetition_penalty) EGT_F(min_pixels) EGT_F(max_pixels) EGT_F(device)
    EGT_F(dtype) EGT_F(text_only_missing) EGT_F(alternatives) EGT_F(server));
EGT_FIELDS(ScoreResult, EGT_F(run) EGT_F(scored) EGT_F(resumed) EGT_F(failed) EGT_F(unparsed)
    EGT_F(tokens_per_second) EGT_F(text_only) EGT_F(prompt_tokens_per_second) EGT_F(padding)
    EGT_F(without_entropy));
EGT_FIELDS(ScoreEstimate, EGT_F(pairs) EGT_F(done) EGT_F(text_only) EGT_F(failed) EGT_F(responses) EGT_F(prompt_tokens)
    EGT_F(computed_tokens) EGT_F(padded_tokens) EGT_F(new_tokens) EGT_F(weight_bytes) EGT_F(cache_bytes)
    EGT_F(work_bytes) EGT_F(seconds) EGT_F(prompt_tokens_per_second) EGT_F(tokens_per_second) EGT_F(speed_run));
EGT_FIELDS(RespondRequest, EGT_F(judge) EGT_F(images) EGT_F(prompt) EGT_F(max_new_tokens) EGT_F(alternatives)
    EGT_F(device) EGT_F(dtype));
EGT_FIELDS(TokenAlternative, EGT_F(id) EGT_F(text) EGT_F(probability));
EGT_FIELDS(RespondToken, EGT_F(id) EGT_F(entropy) EGT_F(logprob) EGT_F(top));
EGT_FIELDS(RespondResult, EGT_F(tokens) EGT_F(text) EGT_F(prompt_tokens) EGT_F(finished));
EGT_FIELDS(TrainConfig, EGT_F(name) EGT_F(method) EGT_F(selection) EGT_F(column) EGT_F(order) EGT_F(stages)
    EGT_F(score_run) EGT_F(steps) EGT_F(prompts_per_step) EGT_F(num_generations) EGT_F(learning_rate)
    EGT_F(warmup_steps) EGT_F(schedule) EGT_F(min_lr_ratio) EGT_F(weight_decay) EGT_F(adam_beta1) EGT_F(adam_beta2)
    EGT_F(max_grad_norm) EGT_F(epsilon) EGT_F(epsilon_high) EGT_F(beta) EGT_F(num_iterations) EGT_F(temperature)
    EGT_F(format_reward) EGT_F(max_new_tokens) EGT_F(seed) EGT_F(eval_every) EGT_F(eval_selection) EGT_F(eval_pairs)
    EGT_F(checkpoint_every) EGT_F(keep_checkpoints) EGT_F(probes) EGT_F(use_reviewed_labels) EGT_F(lora_rank)
    EGT_F(lora_alpha) EGT_F(lora_targets));
EGT_FIELDS(TrainRequest, EGT_F(judge) EGT_F(config) EGT_F(resume));
EGT_FIELDS(TrainResult, EGT_F(run) EGT_F(steps) EGT_F(checkpoint) EGT_F(metrics));
EGT_FIELDS(EvalRequest, EGT_F(judge) EGT_F(selection) EGT_F(batch) EGT_F(blank_images));
EGT_FIELDS(ExportRequest, EGT_F(selection) EGT_F(format) EGT_F(out) EGT_F(entropy_order) EGT_F(images)
    EGT_F(leave_out_dropped) EGT_F(use_reviewed_labels) EGT_F(score_run) EGT_F(seed) EGT_F(replace) EGT_F(replay));
EGT_FIELDS(ExportResult, EGT_F(rows) EGT_F(files) EGT_F(manifest));
EGT_FIELDS(ExportCount, EGT_F(rows) EGT_F(dropped) EGT_F(flipped) EGT_F(unlabelled) EGT_F(without_image)
    EGT_F(images) EGT_F(image_bytes) EGT_F(ties) EGT_F(surplus_marks) EGT_F(heldout));
EGT_FIELDS(ExportFile, EGT_F(name) EGT_F(what));
EGT_FIELDS(ExportFormat, EGT_F(name) EGT_F(title) EGT_F(what) EGT_F(file) EGT_F(heldout_file) EGT_F(images) EGT_F(takes_unlabelled)
    EGT_F(judge_task) EGT_F(companions) EGT_F(ordered_companions));

EGT_FIELDS(IndexRequest, EGT_F(batch));
EGT_FIELDS(IndexResult, EGT_F(added) EGT_F(pairs));
EGT_FIELDS(DuplicatesRequest, EGT_F(threshold) EGT_F(shingle) EGT_F(images) EGT_F(image_bits));
EGT_FIELDS(DuplicatesResult, EGT_F(pairs) EGT_F(groups) EGT_F(duplicates) EGT_F(unreadable));
EGT_FIELDS(SearchRequest, EGT_F(text) EGT_F(limit));
EGT_FIELDS(SearchHit, EGT_F(pair) EGT_F(field) EGT_F(excerpt) EGT_F(marks));
EGT_FIELDS(SearchResult, EGT_F(found) EGT_F(indexed) EGT_F(scanned) EGT_F(hits));
EGT_FIELDS(DuplicateReport, EGT_F(made) EGT_F(request) EGT_F(last_pair) EGT_F(newer) EGT_F(groups));
EGT_FIELDS(DuplicateGroup, EGT_F(pairs));
EGT_FIELDS(BenchRequest, EGT_F(protocol) EGT_F(run) EGT_F(votes) EGT_F(order) EGT_F(unparsed) EGT_F(seed)
    EGT_F(selection) EGT_F(predictions));
EGT_FIELDS(BenchRow, EGT_F(category) EGT_F(pairs) EGT_F(trials) EGT_F(left) EGT_F(right) EGT_F(accuracy) EGT_F(low)
    EGT_F(high) EGT_F(groups) EGT_F(groups_right) EGT_F(acc_plus) EGT_F(acc_plus_low) EGT_F(acc_plus_high));
EGT_FIELDS(BenchResult, EGT_F(run) EGT_F(protocol) EGT_F(order) EGT_F(unparsed) EGT_F(votes) EGT_F(seed) EGT_F(judge)
    EGT_F(categories) EGT_F(overall) EGT_F(macro) EGT_F(macro_low) EGT_F(macro_high) EGT_F(consistency)
    EGT_F(first_rate) EGT_F(unparsed_rate) EGT_F(unlabelled) EGT_F(failed) EGT_F(predictions)
    EGT_F(prediction_lines));
EGT_FIELDS(VerifyRequest, EGT_F(thumbnails) EGT_F(again) EGT_F(near_bits));
EGT_FIELDS(VerifyResult, EGT_F(references) EGT_F(images) EGT_F(checked) EGT_F(known) EGT_F(good) EGT_F(unfound)
    EGT_F(missing) EGT_F(damaged) EGT_F(too_large) EGT_F(wrong_ending) EGT_F(size_changed) EGT_F(same_groups)
    EGT_F(same_files) EGT_F(near_groups) EGT_F(near_files) EGT_F(thumbnails) EGT_F(problems_file)
    EGT_F(duplicates_file));
EGT_FIELDS(RelocateRequest, EGT_F(images));
EGT_FIELDS(RelocateResult, EGT_F(missing) EGT_F(found) EGT_F(pairs) EGT_F(ambiguous) EGT_F(different)
    EGT_F(examples));

EGT_FIELDS(StateEvent, EGT_F(state) EGT_F(error) EGT_F(result));
EGT_FIELDS(ProgressEvent, EGT_F(done) EGT_F(total) EGT_F(unit) EGT_F(phase) EGT_F(rate) EGT_F(tokens_per_second)
    EGT_F(prompt_tokens_per_second) EGT_F(seconds_left));
EGT_FIELDS(MetricsEvent, EGT_F(points));
EGT_FIELDS(SampleEvent, EGT_F(sample));
EGT_FIELDS(CheckpointEvent, EGT_F(checkpoint));
EGT_FIELDS(EvaluationEvent, EGT_F(evaluation));
EGT_FIELDS(NoteEvent, EGT_F(kind) EGT_F(step) EGT_F(text) EGT_F(args));
EGT_FIELDS(DataEvent, EGT_F(what));
// clang-format on

#undef EGT_FIELDS
#undef EGT_F
#undef EGT_ENUM

} // namespace egt
