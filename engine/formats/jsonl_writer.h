// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// One plain object a line with everything that is known about a pair: the answers as stored, the label, where it came
/// from, scores, flags, decision, note and the other fields of the imported row.
class JsonlWriter final : public Writer {
public:
    [[nodiscard]] std::string name() const override { return "jsonl"; }
    [[nodiscard]] std::string title() const override { return "Plain JSONL"; }
    [[nodiscard]] std::string fileName() const override { return "pairs.jsonl"; }
    [[nodiscard]] bool takesUnlabelled() const override { return true; }
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] Companion companion(bool ordered) const override;
};

} // namespace egt::formats
