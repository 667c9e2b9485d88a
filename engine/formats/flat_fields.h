// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "formats/writer.h"

namespace egt::formats {

/// The plain row without nesting: scores as columns of their own, null when missing; flags and unknown fields as JSON
/// texts; images as a list of texts. Every row has every column, with one type each.
OrderedJson flatFields(const ExportRow& row);

} // namespace egt::formats
