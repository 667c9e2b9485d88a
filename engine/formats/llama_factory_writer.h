// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// LLaMA-Factory's ShareGPT layout with ranking: {"conversations": [{"from": "human", "value"}], "chosen": {"from":
/// "gpt", "value"}, "rejected", "images": [path]}, described by dataset_info.json. Sources: LLaMA-Factory
/// data/README.md, src/llamafactory/data/converter.py and mm_plugin.py.
///
/// As many <image> marks as images stand in the question, the missing ones in front. The frames of a video are images.
/// A tie or a pair without a label is left out (ranking needs a better answer); so is a pair whose text has a mark too
/// many (the trainer stops there). A pair whose images are missing is written without. Other fields and scores stand in
/// columns that the converter drops. Pairs of another split than train stand in heldout.jsonl.
/// Images: copied (media_dir is the folder) or linked; a string is opened as a file, so a data URL can't be read.
class LlamaFactoryWriter final : public Writer {
public:
    LlamaFactoryWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
