// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// TRL's conversational preference layout (TRL docs, dataset_formats.md): "prompt", "chosen", "rejected" as messages
/// whose content is a list of parts, one part {"type": "image"} for each entry of "images", before the question. Plus
/// id, source, split, reasons and columns that begin with egt_ (scores, flags, decision, note, and the other fields of
/// the imported row as one JSON text). Every row has every column. Several images and the frames of a video are a list
/// in their order; a tie or a pair without a label has no better answer and is left out; a pair whose images are
/// missing is written without.
class TrlWriter final : public Writer {
public:
    TrlWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
