// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "formats/writer.h"

namespace egt::formats {

/// Every number of a score under its column's name (records/columns.h), in a fixed order; null when missing.
OrderedJson scoreFields(const std::optional<ScoreRecord>& score);
/// [{"rule", "value", "cut", "run"}]
OrderedJson flagList(const std::vector<FlagRecord>& flags);
/// The shortest decimal that reads back to the same float; null for NaN.
OrderedJson floatField(float value);

} // namespace egt::formats
