// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/trainer_fields.h"

#include "formats/image_marks.h"
#include "formats/score_fields.h"
#include "records/serialize.h"

namespace egt::formats {
namespace {

void addEgtColumns(OrderedJson& out, const ExportRow& row) {
    out["egt_pair"] = row.pair.id;
    out["egt_label_source"] = row.label_source;
    out["egt_decision"] = egt::name(row.decision);
    out["egt_note"] = row.note;
    out["egt_scores"] = dumpJson(scoreFields(row.score));
    out["egt_flags"] = dumpJson(flagList(row.flags));
    out["egt_extra"] = row.pair.extra;
}

void addOrigin(OrderedJson& out, const PairRecord& pair) {
    out["id"] = pair.source_id;
    out["source"] = pair.source;
    out["split"] = pair.split.empty() ? "train" : pair.split;
}

} // namespace

void addOwnColumns(OrderedJson& out, const ExportRow& row) {
    const Preference preference = preferenceOf(row.pair);
    addOrigin(out, row.pair);
    out["chosen_reason"] = preference.chosen_reason;
    out["rejected_reason"] = preference.rejected_reason;
    out["egt_question"] = questionToKeep(row.pair.question, row.images.size());
    addEgtColumns(out, row);
}

OrderedJson taskColumns(const ExportRow& row) {
    OrderedJson out;
    addOrigin(out, row.pair);
    out["question"] = row.pair.question;
    out["answer_a"] = row.pair.answer_a;
    out["answer_b"] = row.pair.answer_b;
    out["label"] = egt::name(row.pair.label);
    out["order"] = egt::name(row.order);
    out["reason_a"] = row.pair.reason_a;
    out["reason_b"] = row.pair.reason_b;
    addEgtColumns(out, row);
    return out;
}

std::string verdictOf(const ExportRow& row) {
    const bool a_first = row.order == Order::stored;
    return (row.pair.label == Label::a) == a_first ? "1" : "2";
}

} // namespace egt::formats
