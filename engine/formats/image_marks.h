// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The mark <image> in a text, as LLaMA-Factory, ms-swift, EasyR1 and verl read it: the n-th one stands for the n-th
// image of the row, and a row where the numbers differ is refused or breaks the run. Sources: LLaMA-Factory
// data/mm_plugin.py (_validate_messages), ms-swift docs "Custom dataset", EasyR1 verl/utils/dataset.py, verl
// utils/dataset/rl_dataset.py (_build_messages).

#include <cstddef>
#include <string>

#include "records/records.h"

namespace egt::formats {

/// True when the pair's texts have no mark that no image belongs to: at most as many in the question as there are
/// images, none in the answers, and none of <video> and <audio>, which the same trainers count.
bool marksFit(const PairRecord& pair, std::size_t images);

/// The text with as many marks as images: what it lacks stands in front. Marks that it has stay in their places.
std::string withImageMarks(const std::string& text, std::size_t images);

/// What a reader that strips marks from both ends would not give back: the question as it is, else an empty text.
std::string questionToKeep(const std::string& question, std::size_t images);

} // namespace egt::formats
