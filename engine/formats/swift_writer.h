// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// ms-swift's preference layout: {"messages": [user, assistant = the chosen answer], "rejected_response", "images"}.
/// Source: ms-swift docs/source_en/Customization/Custom-dataset.md, RLHF and Multimodal.
///
/// As many <image> marks as images stand in the question, the missing ones in front. The frames of a video are images.
/// A tie or a pair without a label is left out; so is a pair whose text has a mark too many. A pair whose images are
/// missing is written without. Other fields and scores stand in columns that the trainer drops. Pairs of another split
/// than train stand in heldout.jsonl. Images: copied (ROOT_IMAGE_DIR is the folder), linked, or embedded as data URLs
/// (swift/template/vision_utils.py, load_file).
class SwiftWriter final : public Writer {
public:
    SwiftWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
