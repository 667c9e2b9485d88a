// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Layouts of reward benchmarks.

#include "formats/json_row.h"

namespace egt::formats {

/// VL-RewardBench as published: {"id", "query", "response": [2 texts], "human_ranking": [2 numbers], "image", …}.
/// human_ranking[i] is the RANK of response i, so [0, 1] says that the first is better. The responses keep their order.
class VlRewardBenchReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "vl_rewardbench"; }
    [[nodiscard]] std::string title() const override { return "VL-RewardBench (ranked responses)"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// Multimodal RewardBench (all_data.json): {"ID", "Image", "Text", "Output1", "Output2", "Better": "Output1" |
/// "Output2", "Category"}.
class MultimodalRewardBenchReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "multimodal_rewardbench"; }
    [[nodiscard]] std::string title() const override { return "Multimodal RewardBench JSON"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// VLFeedback: {"id", "prompt", "img_path", "completions": [{"model", "response", "annotations": {"Helpfulness",
/// "Ethical Considerations", "Visual Faithfulness": {"Rating": text}}}]}. An answer's rating is the mean of the three.
/// Each two answers whose ratings differ are a pair, the higher one first; an answer with a rating that is no number
/// ("N/A") is in none. Source of the rule: Silkie's run_dpo.py.
class VlFeedbackReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "vlfeedback"; }
    [[nodiscard]] std::string title() const override { return "VLFeedback JSONL (rated answers)"; }

protected:
    [[nodiscard]] Field<std::vector<PairRecord>> pairsOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
