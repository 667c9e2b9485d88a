// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// TRL's conversational preference layout, plus id, source, split, reasons and columns that begin with egt_ (scores,
/// flags, decision, note, and the other fields of the imported row as one JSON text). Every row has every column.
class TrlWriter final : public Writer {
public:
    [[nodiscard]] std::string name() const override { return "trl"; }
    [[nodiscard]] std::string title() const override { return "TRL preference JSONL"; }
    [[nodiscard]] std::string fileName() const override { return "train.jsonl"; }
    [[nodiscard]] bool takesUnlabelled() const override { return false; }
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] Companion companion(bool ordered) const override;
};

} // namespace egt::formats
