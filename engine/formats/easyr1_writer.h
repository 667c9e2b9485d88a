// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// EasyR1's layout: {"problem", "answer", "images"}, a judge task as R1-Reward poses it (judge_tasks.h); the answer is
/// "1" or "2". Source: EasyR1 verl/utils/dataset.py, examples/config.yaml.
///
/// As many <image> marks as images stand in the problem, the missing ones in front. The frames of a video are images.
/// A tie or a pair without a label is left out; so is a pair whose text has a mark too many. A pair whose images are
/// missing is asked without. Question, answers, label, other fields and scores stand in columns of their own. Pairs of
/// another split than train stand in heldout.jsonl, which is then the validation set. Images: copied (image_dir is the
/// folder) or linked; a string is opened as a file, so a data URL can't be read.
class EasyR1Writer final : public Writer {
public:
    EasyR1Writer();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
