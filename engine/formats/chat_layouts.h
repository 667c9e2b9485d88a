// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Preference layouts that write the question as a conversation.

#include "formats/json_row.h"

namespace egt::formats {

/// LLaMA-Factory with "ranking": ShareGPT form {"conversations": [{"from", "value"}], "chosen": {"from", "value"},
/// "rejected", "images"}, or Alpaca form {"instruction", "input", "chosen", "rejected", "images"}.
/// Source: LLaMA-Factory data/README.md.
class LlamaFactoryReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "llama_factory"; }
    [[nodiscard]] std::string title() const override { return "LLaMA-Factory preference JSON"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// ms-swift: {"messages": [{"role", "content"}], "rejected_response" | "rejected_messages", "images"}; the messages end
/// with the chosen answer. Source: ms-swift docs, Custom dataset, RLHF.
class SwiftReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "ms_swift"; }
    [[nodiscard]] std::string title() const override { return "ms-swift preference JSON"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// LLaVA-RLHF: {"id", "image", "conversations", "output_1": {"from", "value"}, "output_2", "preference": 1 | 2}.
/// Source: llava_7b_v1_preference.json.
class LlavaRlhfReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "llava_rlhf"; }
    [[nodiscard]] std::string title() const override { return "LLaVA-RLHF preference JSON"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

/// POVID: {"id", "image", "conversations", "rejected_conversations"}; the second is the first with a worse answer.
class PovidReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "povid"; }
    [[nodiscard]] std::string title() const override { return "POVID JSON"; }

protected:
    [[nodiscard]] Field<PairRecord> pairOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
