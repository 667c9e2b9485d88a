// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonl_writer.h"

#include "formats/score_fields.h"
#include "records/serialize.h"

namespace egt::formats {

JsonlWriter::JsonlWriter()
    : Writer({.name = "jsonl",
              .title = EGT_TEXT("engine", "Plain JSONL"),
              .what = EGT_TEXT("engine", "JSON Lines with every field and score"),
              .file = "pairs.jsonl",
              .images = {ImageMode::copy, ImageMode::link, ImageMode::embed},
              .takes_unlabelled = true}) {}

OrderedJson JsonlWriter::object(const ExportRow& row) {
    const PairRecord& pair = row.pair;
    OrderedJson out;
    out["pair"] = pair.id;
    out["id"] = pair.source_id;
    out["source"] = pair.source;
    out["split"] = pair.split.empty() ? "train" : pair.split;
    out["question"] = pair.question;
    out["answer_a"] = pair.answer_a;
    out["answer_b"] = pair.answer_b;
    out["label"] = egt::name(pair.label);
    out["label_source"] = row.label_source;
    out["reason_a"] = pair.reason_a;
    out["reason_b"] = pair.reason_b;
    out["images"] = imageValues(row);
    out["decision"] = egt::name(row.decision);
    out["note"] = row.note;
    out["flags"] = flagList(row.flags);
    out["scores"] = scoreFields(row.score);
    const auto extra = OrderedJson::parse(pair.extra, nullptr, false);
    out["extra"] = extra.is_discarded() ? OrderedJson::object() : extra;
    return out;
}

std::string JsonlWriter::row(const ExportRow& row) const {
    return dumpJson(object(row));
}

std::vector<Writer::Companion> JsonlWriter::companions(const ExportFacts&) const {
    return {};
}

} // namespace egt::formats
