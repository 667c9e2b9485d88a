// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/json_row.h"

namespace egt::formats {

/// {"id", "prompt", "chosen", "rejected", "image" | "images" | "video", "chosen_reason", "rejected_reason", "is_tie"}:
/// all texts plain. Source: MM-RLHF dpo_pairs.jsonl and MM-RLHF-RewardBench; VL-RewardBench is handed round in it too.
/// A video is a folder of frames.
class MmRlhfReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "mm_rlhf"; }
    [[nodiscard]] std::string title() const override { return "MM-RLHF / VL-RewardBench JSONL"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
};

} // namespace egt::formats
