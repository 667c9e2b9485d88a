// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/swift_writer.h"

#include "formats/image_marks.h"
#include "formats/trainer_fields.h"

namespace egt::formats {
namespace {

// Both switches: --dataset_shuffle of the data (swift/arguments/base_args/data_args.py) and --train_dataloader_shuffle
// of the loader, which get_train_dataloader() of every trainer reads (swift/trainers/arguments.py, mixin.py). Read in
// ms-swift 4.6.0.
std::string trainScript(const ExportFacts& facts) {
    std::string out = "#!/bin/sh\n"
                      "# sh train.sh [more options of swift rlhf]; another model: MODEL=… sh train.sh\n"
                      "# --rlhf_type rm trains a reward model on the same rows.\n";
    if (facts.ordered)
        out += "# The pairs are sorted from low to high entropy; the two shuffle switches keep them so.\n"
               "# A second epoch starts again at the low end.\n";
    out += "set -eu\n"
           "cd \"$(dirname \"$0\")\"\n"
           "export ROOT_IMAGE_DIR=\"$PWD\"\n"
           "exec swift rlhf \\\n"
           "    --rlhf_type dpo \\\n"
           "    --model \"${MODEL:-Qwen/Qwen2.5-VL-7B-Instruct}\" \\\n"
           "    --dataset \"$PWD/" +
           facts.data.front().name + "\" \\\n";
    if (facts.data.size() > 1) out += "    --val_dataset \"$PWD/" + facts.data[1].name + "\" \\\n";
    if (facts.ordered)
        out += "    --dataset_shuffle false \\\n"
               "    --train_dataloader_shuffle false \\\n";
    return out + "    --tuner_type lora \\\n"
                 "    --torch_dtype bfloat16 \\\n"
                 "    --num_train_epochs 1 \\\n"
                 "    --per_device_train_batch_size 1 \\\n"
                 "    --gradient_accumulation_steps 8 \\\n"
                 "    --learning_rate 1e-4 \\\n"
                 "    --max_length 4096 \\\n"
                 "    --output_dir \"$PWD/output\" \\\n"
                 "    \"$@\"\n";
}

} // namespace

SwiftWriter::SwiftWriter()
    : Writer({.name = "ms_swift",
              .title = "ms-swift",
              .what = EGT_TEXT("engine", "messages and rejected response, ready to train"),
              .file = "pairs.jsonl",
              .heldout_file = "heldout.jsonl",
              .images = {ImageMode::copy, ImageMode::link, ImageMode::embed},
              .counts_marks = true}) {}

std::string SwiftWriter::row(const ExportRow& row) const {
    const Preference preference = preferenceOf(row.pair);
    OrderedJson out;
    out["messages"] =
        OrderedJson::array({{{"role", "user"}, {"content", withImageMarks(row.pair.question, row.images.size())}},
                            {{"role", "assistant"}, {"content", preference.chosen}}});
    out["rejected_response"] = preference.rejected;
    out["images"] = imageValues(row);
    addOwnColumns(out, row);
    return dumpJson(out);
}

std::vector<Writer::Companion> SwiftWriter::companions(const ExportFacts& facts) const {
    return {{"train.sh",
             facts.ordered ? EGT_TEXT("engine", "ready to run, without shuffling") : EGT_TEXT("engine", "ready to run"),
             trainScript(facts)}};
}

} // namespace egt::formats
