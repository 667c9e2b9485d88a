// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/writer.h"

namespace egt::formats {

/// verl's layout: {"data_source", "prompt": [{"role", "content"}], "images": [{"image": path}], "ability",
/// "reward_model": {"style": "rule", "ground_truth"}, "extra_info"}, a judge task as R1-Reward poses it
/// (judge_tasks.h). Sources: verl examples/data_preprocess/geo3k.py, utils/dataset/rl_dataset.py.
///
/// The file is JSON Lines under the ending .json, which every version of the dataset class reads (.jsonl only newer
/// ones). As many <image> marks as images stand in the prompt, the missing ones in front: verl asserts that. The frames
/// of a video are images. A tie or a pair without a label is left out; so is a pair whose text has a mark too many. A
/// pair whose images are missing is asked without. Everything else stands in extra_info. Pairs of another split than
/// train stand in heldout.json. Images: embedded as data URLs or linked, both read by qwen_vl_utils.fetch_image; copies
/// would need relative paths, which verl's workers look up in a folder of their own.
class VerlWriter final : public Writer {
public:
    VerlWriter();
    [[nodiscard]] std::string row(const ExportRow& row) const override;
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override;
};

} // namespace egt::formats
