// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// A data set folder as the Hugging Face Hub and `datasets` read it: data/train.jsonl, data/heldout.jsonl for the pairs
/// of other splits, and README.md, the card, whose YAML head names the files, the columns with their types and the
/// number of rows (huggingface.co/docs/hub/datasets-cards and datasets-manual-configuration). Rows are those of
/// flatFields(): question and both answers as stored, label (also tie, also none), scores, everything else.
/// Several images and the frames of a video are a list in their order. Images: copied (paths relative to the folder) or
/// linked.
class HfWriter final : public Writer {
public:
    HfWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
