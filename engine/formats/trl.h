// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/json_row.h"

namespace egt::formats {

/// TRL's preference layout, standard or conversational: "prompt" (may be absent: then it is the common beginning of
/// both conversations), "chosen", "rejected" as text or as a list of {"role", "content"}; content is a text or a list
/// of
/// {"type": "text", "text"} and {"type": "image"}; "images" a list of paths. Source: TRL documentation, dataset
/// formats. One user message is the question as it is; of a longer prompt every message is kept with its role in front,
/// and the original list stays in `extra`.
class TrlReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "trl"; }
    [[nodiscard]] std::string title() const override { return "TRL preference JSONL"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
};

} // namespace egt::formats
