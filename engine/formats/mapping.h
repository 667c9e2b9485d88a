// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Files of a layout of their own, read by a map of their fields.

#include <memory>
#include <vector>

#include "base/result.h"
#include "formats/reader.h"
#include "records/field_map.h"
#include "records/import_tools.h"

namespace egt::formats {

/// Reads rows by a map; everything else is as with other layouts.
std::unique_ptr<Reader> mappedReader(FieldMap map);

/// The fields of the first rows, in their order. Errors: import.cannot_read and those of the file's kind.
Result<std::vector<FieldSeen>> fieldsOf(const std::filesystem::path& file);

} // namespace egt::formats
