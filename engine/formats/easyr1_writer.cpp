// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/easyr1_writer.h"

#include <algorithm>

#include "formats/image_marks.h"
#include "formats/judge_tasks.h"
#include "formats/trainer_fields.h"

namespace egt::formats {
namespace {

// data.shuffle: verl/trainer/config.py (true by default), read by verl/trainer/data_loader.py, which takes a
// SequentialSampler without it and drops an incomplete last batch. Read in EasyR1 b44b311.
std::string configYaml(const ExportFacts& facts) {
    const bool heldout = facts.data.size() > 1;
    const std::int64_t step = rowsPerStep(facts.data.front().rows, 512);
    std::string out = "# What differs from EasyR1's defaults; train.sh runs it.\n"
                      "data:\n"
                      "  train_files: " +
                      facts.data.front().name + "\n  val_files: " + facts.data.back().name +
                      "\n"
                      "  prompt_key: problem\n"
                      "  answer_key: answer\n"
                      "  image_key: images\n"
                      "  image_dir: .\n"
                      "  max_prompt_length: 4096\n"
                      "  max_response_length: 1024\n"
                      "  rollout_batch_size: " +
                      std::to_string(step) + "\n";
    out += facts.ordered ? "  # Sorted from low to high entropy; a second epoch starts again at the low end.\n"
                           "  shuffle: false\n"
                         : "  shuffle: true\n";
    out += "algorithm:\n"
           "  adv_estimator: grpo\n"
           "  use_kl_loss: true\n"
           "  kl_penalty: low_var_kl\n"
           "  kl_coef: 1.0e-2\n"
           "worker:\n"
           "  actor:\n"
           "    global_batch_size: " +
           std::to_string(std::min<std::int64_t>(step, 128)) +
           "\n"
           "    model:\n"
           "      model_path: Qwen/Qwen2.5-VL-7B-Instruct\n"
           "  rollout:\n"
           "    n: 5\n"
           "  reward:\n"
           "    reward_function: ./reward.py:compute_score\n"
           "trainer:\n"
           "  total_epochs: 1\n"
           "  project_name: judge\n"
           "  experiment_name: pairs\n"
           "  logger: [\"file\"]\n";
    out += heldout ? "  val_freq: 5\n" : "  val_freq: -1\n  val_before_train: false\n";
    return out;
}

std::string trainScript(const ExportFacts& facts) {
    return "#!/bin/sh\n"
           "# sh train.sh [more settings as key=value]; needs EasyR1's verl package (not volcengine's of that name)\n"
           "set -eu\n"
           "cd \"$(dirname \"$0\")\"\n"
           "exec python3 -m verl.trainer.main config=config.yaml \\\n"
           "    data.train_files=\"$PWD/" +
           facts.data.front().name + "\" data.val_files=\"$PWD/" + facts.data.back().name + "\" \"$@\"\n";
}

} // namespace

EasyR1Writer::EasyR1Writer()
    : Writer({.name = "easyr1",
              .title = "EasyR1",
              .what = EGT_TEXT("engine", "tasks for a judge: verdict 1 or 2"),
              .file = "train.jsonl",
              .heldout_file = "heldout.jsonl",
              .images = {ImageMode::copy, ImageMode::link},
              .judge_task = true,
              .counts_marks = true}) {}

std::string EasyR1Writer::row(const ExportRow& row) const {
    OrderedJson out;
    out["problem"] = withImageMarks(row.task, row.images.size());
    out["answer"] = verdictOf(row);
    out["images"] = imageValues(row);
    out.update(taskColumns(row));
    return dumpJson(out);
}

std::vector<Writer::Companion> EasyR1Writer::companions(const ExportFacts& facts) const {
    return {{"config.yaml",
             facts.ordered ? EGT_TEXT("engine", "settings, without shuffling") : EGT_TEXT("engine", "settings"),
             configYaml(facts)},
            {"reward.py", EGT_TEXT("engine", "reads the verdict and rewards it"), rewardPython(RewardStyle::easyr1)},
            {"train.sh", EGT_TEXT("engine", "ready to run"), trainScript(facts)}};
}

} // namespace egt::formats
