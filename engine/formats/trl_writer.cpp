// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/trl_writer.h"

#include "formats/score_fields.h"
#include "records/serialize.h"

namespace egt::formats {
namespace {

OrderedJson message(const char* role, const std::string& text, std::size_t images) {
    OrderedJson parts = OrderedJson::array();
    for (std::size_t i = 0; i < images; ++i)
        parts.push_back({{"type", "image"}});
    parts.push_back({{"type", "text"}, {"text", text}});
    return OrderedJson::array({{{"role", role}, {"content", std::move(parts)}}});
}

} // namespace

TrlWriter::TrlWriter()
    : Writer({.name = "trl",
              .title = EGT_TEXT("engine", "TRL preference JSONL"),
              .what = EGT_TEXT("engine", "JSON Lines with the trainer’s fields and the scores"),
              .file = "train.jsonl",
              .images = {ImageMode::copy, ImageMode::link}}) {}

std::string TrlWriter::row(const ExportRow& row) const {
    const PairRecord& pair = row.pair;
    const Preference preference = preferenceOf(pair);
    OrderedJson out;
    out["prompt"] = message("user", pair.question, row.images.size());
    out["chosen"] = message("assistant", preference.chosen, 0);
    out["rejected"] = message("assistant", preference.rejected, 0);
    out["images"] = imageValues(row);
    out["id"] = pair.source_id;
    out["source"] = pair.source;
    out["split"] = pair.split.empty() ? "train" : pair.split;
    out["chosen_reason"] = preference.chosen_reason;
    out["rejected_reason"] = preference.rejected_reason;
    out["egt_pair"] = pair.id;
    out["egt_label_source"] = row.label_source;
    out["egt_decision"] = egt::name(row.decision);
    out["egt_note"] = row.note;
    const OrderedJson scores = scoreFields(row.score);
    for (const auto& [key, value] : scores.items())
        out["egt_" + key] = value;
    out["egt_flags"] = flagList(row.flags);
    out["egt_extra"] = pair.extra;
    return dumpJson(out);
}

// The switch of GRPOConfig and RLOOConfig: trl/trainer/grpo_config.py and rloo_config.py, shuffle_dataset (true by
// default). The others take Transformers' train_sampling_strategy, as trl/trainer/kto_config.py does. Read in
// TRL 1.16.0.
std::vector<Writer::Companion> TrlWriter::companions(const ExportFacts& facts) const {
    if (!facts.ordered) return {};
    return {{"trainer.yaml", EGT_TEXT("engine", "keeps the trainer from shuffling"),
             "# The pairs are sorted from low to high entropy. Trainers shuffle unless told otherwise, and then the "
             "order is\n"
             "# lost: pass this file with --config, or copy the line into your own. A second epoch starts again at the "
             "low end.\n"
             "# GRPOConfig and RLOOConfig:\n"
             "shuffle_dataset: false\n"
             "# DPOConfig, RewardConfig and SFTConfig have no such switch for their sampler; with Transformers 5 use "
             "instead:\n"
             "# train_sampling_strategy: sequential\n"
             "# Image paths are relative to this folder unless they begin with a slash.\n"}};
}

} // namespace egt::formats
