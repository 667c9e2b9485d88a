// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "formats/writer.h"

namespace egt::formats {

/// README.md of a data set folder: YAML head for loaders and the Hub's viewer, then in words how many pairs there are
/// and how they were chosen (rule, thresholds, judge, review). Names of folders on this machine are left out.
std::string dataCard(const ExportFacts& facts);

} // namespace egt::formats
