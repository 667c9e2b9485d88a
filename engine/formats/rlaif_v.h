// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The preference sets of the RLHF-V family.

#include "formats/json_row.h"

namespace egt::formats {

/// RLAIF-V: {"ds_name", "image": {"bytes", "path"}, "question", "chosen", "rejected", "origin_dataset", "origin_split",
/// "idx", "image_path"}; as JSONL the image is a path. `idx` is the id, `ds_name` the source; where the image struct
/// has no path, `image_path` names it. Source: card of openbmb/RLAIF-V-Dataset.
class RlaifVReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "rlaif_v"; }
    [[nodiscard]] std::string title() const override { return "RLAIF-V (question, chosen, rejected)"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// RLHF-V: the same with question, chosen and rejected inside `text`, a JSON text (in some copies an object).
/// Source: card of openbmb/RLHF-V-Dataset.
class RlhfVReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "rlhf_v"; }
    [[nodiscard]] std::string title() const override { return "RLHF-V (JSON inside text)"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
