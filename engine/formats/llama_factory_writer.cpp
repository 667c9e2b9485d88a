// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/llama_factory_writer.h"

#include "formats/image_marks.h"
#include "formats/trainer_fields.h"

namespace egt::formats {
namespace {

OrderedJson turn(const char* from, const std::string& value) {
    return {{"from", from}, {"value", value}};
}

OrderedJson datasetEntry(const std::string& file) {
    return {
        {"file_name", file},
        {"formatting", "sharegpt"},
        {"ranking", true},
        {"columns",
         {{"messages", "conversations"}, {"chosen", "chosen"}, {"rejected", "rejected"}, {"images", "images"}}},
        {"tags", {{"role_tag", "from"}, {"content_tag", "value"}, {"user_tag", "human"}, {"assistant_tag", "gpt"}}}};
}

std::string datasetInfo(const ExportFacts& facts) {
    OrderedJson out;
    for (std::size_t i = 0; i < facts.data.size(); ++i)
        out[i == 0 ? "egt_pairs" : "egt_heldout"] = datasetEntry(facts.data[i].name);
    return out.dump(2) + "\n";
}

// disable_shuffling: src/llamafactory/hparams/finetuning_args.py, honoured by _get_train_sampler() of the trainers of
// all stages (train/dpo/trainer.py, train/rm/trainer.py). Read in LLaMA-Factory 0.9.5.
std::string trainYaml(const ExportFacts& facts) {
    std::string out = "# Run inside this folder: llamafactory-cli train train.yaml\n"
                      "model_name_or_path: Qwen/Qwen2.5-VL-7B-Instruct\n"
                      "template: qwen2_vl\n"
                      "image_max_pixels: 262144\n"
                      "\n"
                      "# dpo trains the model itself, rm a score on top of it; both read ranked pairs.\n"
                      "stage: dpo\n"
                      "do_train: true\n"
                      "finetuning_type: lora\n"
                      "lora_target: all\n"
                      "pref_beta: 0.1\n"
                      "pref_loss: sigmoid\n"
                      "\n";
    out += facts.ordered
               ? "# The pairs are sorted from low to high entropy; without this line they would be shuffled.\n"
                 "# A second epoch starts again at the low end.\n"
                 "disable_shuffling: true\n"
               : "disable_shuffling: false\n";
    out += "dataset: egt_pairs\n"
           "dataset_dir: .\n"
           "media_dir: .\n"
           "cutoff_len: 4096\n";
    if (facts.data.size() > 1)
        out += "eval_dataset: egt_heldout\neval_strategy: epoch\nper_device_eval_batch_size: 1\n";
    return out + "\n"
                 "output_dir: saves\n"
                 "per_device_train_batch_size: 1\n"
                 "gradient_accumulation_steps: 8\n"
                 "learning_rate: 5.0e-6\n"
                 "lr_scheduler_type: cosine\n"
                 "warmup_steps: 20\n"
                 "num_train_epochs: 1.0\n"
                 "bf16: true\n"
                 "logging_steps: 10\n"
                 "save_steps: 500\n"
                 "report_to: none\n";
}

} // namespace

LlamaFactoryWriter::LlamaFactoryWriter()
    : Writer({.name = "llama_factory",
              .title = "LLaMA-Factory",
              .what = EGT_TEXT("engine", "ranked ShareGPT rows, ready to train"),
              .file = "pairs.jsonl",
              .heldout_file = "heldout.jsonl",
              .images = {ImageMode::copy, ImageMode::link},
              .counts_marks = true}) {}

std::string LlamaFactoryWriter::row(const ExportRow& row) const {
    const Preference preference = preferenceOf(row.pair);
    OrderedJson out;
    out["conversations"] = OrderedJson::array({turn("human", withImageMarks(row.pair.question, row.images.size()))});
    out["chosen"] = turn("gpt", preference.chosen);
    out["rejected"] = turn("gpt", preference.rejected);
    out["images"] = imageValues(row);
    addOwnColumns(out, row);
    return dumpJson(out);
}

std::vector<Writer::Companion> LlamaFactoryWriter::companions(const ExportFacts& facts) const {
    return {{"dataset_info.json", EGT_TEXT("engine", "tells the trainer the columns"), datasetInfo(facts)},
            {"train.yaml",
             facts.ordered ? EGT_TEXT("engine", "ready to run, without shuffling") : EGT_TEXT("engine", "ready to run"),
             trainYaml(facts)}};
}

} // namespace egt::formats
