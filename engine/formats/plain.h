// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/json_row.h"

namespace egt::formats {

/// What JsonlWriter writes: {"question", "answer_a", "answer_b", "label": "A" | "B" | "tie" | "none", "images", "id",
/// "source", "split", "reason_a", "reason_b", "extra": {…}}; in a table `extra` is a JSON text. Label and the fields
/// after it may be absent; scores, flags, decision and note of the project that wrote it stay readable in `extra`.
class PlainReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "jsonl"; }
    [[nodiscard]] std::string title() const override { return "Plain JSONL"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
};

/// Such a row's pair, for layouts that carry one beside their own fields.
Field<PairRecord> plainPairOf(JsonRow& row);

} // namespace egt::formats
