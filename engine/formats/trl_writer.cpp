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

std::string TrlWriter::row(const ExportRow& row) const {
    const PairRecord& pair = row.pair;
    const bool a_better = pair.label != Label::b;
    OrderedJson out;
    out["prompt"] = message("user", pair.question, row.images.size());
    out["chosen"] = message("assistant", a_better ? pair.answer_a : pair.answer_b, 0);
    out["rejected"] = message("assistant", a_better ? pair.answer_b : pair.answer_a, 0);
    out["images"] = row.images;
    out["id"] = pair.source_id;
    out["source"] = pair.source;
    out["split"] = pair.split.empty() ? "train" : pair.split;
    out["chosen_reason"] = a_better ? pair.reason_a : pair.reason_b;
    out["rejected_reason"] = a_better ? pair.reason_b : pair.reason_a;
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

Writer::Companion TrlWriter::companion(bool ordered) const {
    if (!ordered) return {};
    return {"trainer.yaml",
            "# train.jsonl is sorted from low to high entropy. Trainers shuffle unless told otherwise, and then the "
            "order is\n"
            "# lost: pass this file with --config, or copy the line into your own. A second epoch starts again at the "
            "low end.\n"
            "# GRPOConfig:\n"
            "shuffle_dataset: false\n"
            "# DPOConfig, RewardConfig and SFTConfig have no such switch for their sampler; with Transformers 5 use "
            "instead:\n"
            "# train_sampling_strategy: sequential\n"
            "# Image paths are relative to the folder of train.jsonl unless they begin with a slash.\n"};
}

} // namespace egt::formats
