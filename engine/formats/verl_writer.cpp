// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/verl_writer.h"

#include <algorithm>

#include "formats/image_marks.h"
#include "formats/judge_tasks.h"
#include "formats/trainer_fields.h"

namespace egt::formats {
namespace {

// data.shuffle: verl/trainer/config/data/legacy_data.yaml (True by default), read by create_rl_sampler() of
// verl/trainer/main_ppo.py, which takes a SequentialSampler without it. custom_reward_function is the
// name that old versions know and new ones carry over (migrate_legacy_reward_impl()). Read in verl 0.9.1.
std::string trainScript(const ExportFacts& facts) {
    const std::int64_t step = rowsPerStep(facts.data.front().rows, 512);
    const auto rows = [](std::int64_t n) { return std::to_string(n); };
    std::string out =
        "#!/bin/sh\n"
        "# sh train.sh [more settings as key=value]; another model: MODEL=… sh train.sh; GPUS=… for their "
        "number\n";
    if (facts.ordered)
        out += "# The rows are sorted from low to high entropy; data.shuffle=False keeps them so.\n"
               "# A second epoch starts again at the low end.\n";
    out += "set -eu\n"
           "cd \"$(dirname \"$0\")\"\n"
           "exec python3 -m verl.trainer.main_ppo \\\n"
           "    data.train_files=\"$PWD/" +
           facts.data.front().name + "\" \\\n    data.val_files=\"$PWD/" + facts.data.back().name + "\" \\\n";
    out += facts.ordered ? "    data.shuffle=False \\\n" : "    data.shuffle=True \\\n";
    out += "    data.image_key=images \\\n"
           "    data.train_batch_size=" +
           rows(step) +
           " \\\n"
           "    data.max_prompt_length=4096 \\\n"
           "    data.max_response_length=1024 \\\n"
           "    data.filter_overlong_prompts=True \\\n"
           "    custom_reward_function.path=\"$PWD/reward.py\" \\\n"
           "    custom_reward_function.name=compute_score \\\n"
           "    algorithm.adv_estimator=grpo \\\n"
           "    algorithm.use_kl_in_reward=False \\\n"
           "    actor_rollout_ref.model.path=\"${MODEL:-Qwen/Qwen2.5-VL-7B-Instruct}\" \\\n"
           "    actor_rollout_ref.actor.optim.lr=1e-6 \\\n"
           "    actor_rollout_ref.actor.ppo_mini_batch_size=" +
           rows(std::min<std::int64_t>(step, 128)) +
           " \\\n"
           "    actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=1 \\\n"
           "    actor_rollout_ref.actor.use_kl_loss=True \\\n"
           "    actor_rollout_ref.actor.kl_loss_type=low_var_kl \\\n"
           "    actor_rollout_ref.rollout.name=vllm \\\n"
           "    actor_rollout_ref.rollout.n=5 \\\n"
           "    actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu=1 \\\n"
           "    actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu=1 \\\n"
           "    trainer.n_gpus_per_node=\"${GPUS:-8}\" \\\n"
           "    trainer.nnodes=1 \\\n"
           "    trainer.total_epochs=1 \\\n"
           "    trainer.logger='[\"console\"]' \\\n";
    out += facts.data.size() > 1 ? "    trainer.test_freq=5 \\\n"
                                 : "    trainer.test_freq=-1 \\\n    trainer.val_before_train=False \\\n";
    return out + "    \"$@\"\n";
}

} // namespace

VerlWriter::VerlWriter()
    : Writer({.name = "verl",
              .title = "verl",
              .what = EGT_TEXT("engine", "tasks for a judge: verdict 1 or 2"),
              .file = "train.json",
              .heldout_file = "heldout.json",
              .images = {ImageMode::embed, ImageMode::link},
              .judge_task = true,
              .counts_marks = true}) {}

std::string VerlWriter::row(const ExportRow& row) const {
    const PairRecord& pair = row.pair;
    OrderedJson values = imageValues(row);
    OrderedJson images = OrderedJson::array();
    for (OrderedJson& image : values) // a table has the struct that `datasets` opens as a picture
        images.push_back(row.table ? std::move(image) : OrderedJson{{"image", std::move(image)}});
    OrderedJson extra = {{"index", pair.id}};
    extra.update(taskColumns(row));
    extra["answer"] = verdictOf(row);
    OrderedJson out;
    out["data_source"] = pair.source.empty() ? "egt" : pair.source;
    out["prompt"] = OrderedJson::array({{{"role", "user"}, {"content", withImageMarks(row.task, row.images.size())}}});
    out["images"] = std::move(images);
    out["ability"] = "judge";
    out["reward_model"] = {{"style", "rule"}, {"ground_truth", verdictOf(row)}};
    out["extra_info"] = std::move(extra);
    return dumpJson(out);
}

std::vector<Writer::Companion> VerlWriter::companions(const ExportFacts& facts) const {
    return {{"train.sh",
             facts.ordered ? EGT_TEXT("engine", "ready to run, without shuffling") : EGT_TEXT("engine", "ready to run"),
             trainScript(facts)},
            {"reward.py", EGT_TEXT("engine", "reads the verdict and rewards it"), rewardPython(RewardStyle::verl)}};
}

} // namespace egt::formats
