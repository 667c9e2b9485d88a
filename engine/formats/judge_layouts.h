// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Layouts whose rows are a judge's tasks: one prompt with a question and two answers (comparison.h), and the verdict.
// The answers keep the order of the prompt. Rows that score one answer, or compare pictures, are refused.

#include "formats/json_row.h"

namespace egt::formats {

/// LLaVA-Critic-113k, pairwise: {"id", "source", "conversations": [{"from", "value"}], "image"}. What the judge wrote
/// stays in `extra` as "judgement". Source: card of lmms-lab/LLaVA-Critic-113k; the prompts: arXiv 2410.02712.
class LlavaCriticReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "llava_critic"; }
    [[nodiscard]] std::string title() const override { return "LLaVA-Critic pairwise"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// UnifiedReward: {"conversations", "images"} as above, or for reinforcement learning {"problem", "solution",
/// "images"}. Source: CodeGoat24/UnifiedReward, README and the prompts in benchmark_evaluation.
class UnifiedRewardReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "unified_reward"; }
    [[nodiscard]] std::string title() const override { return "UnifiedReward (image understanding)"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// R1-Reward-RL: {"message": JSON text of chat turns, "question", "answer": ["<answer>2</answer>"], "image": base64 or
/// a path}; the path inside the message is the image's name. Source: yfzhang114/r1_reward README, 2.3.
class R1RewardReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "r1_reward"; }
    [[nodiscard]] std::string title() const override { return "R1-Reward-RL"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// EasyR1: {"problem", "answer", "images"} (verl/utils/dataset.py with its default keys), the problem being a judge's
/// task. Our own exports carry the pair beside it.
class EasyR1Reader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "easyr1"; }
    [[nodiscard]] std::string title() const override { return "EasyR1 judge tasks"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// verl: {"data_source", "prompt": [{"role", "content"}], "images", "reward_model": {"ground_truth"}, "extra_info"}
/// (verl docs, "Prepare Data for Post-Training"). Our own exports carry the pair in extra_info.
class VerlReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "verl"; }
    [[nodiscard]] std::string title() const override { return "verl judge tasks"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
