// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/control.h"
#include "records/import_tools.h"
#include "store/project.h"

namespace egt::pipelines {

/// Reads a data file as an import would and stores nothing. `project`: counts what it has already; may be null. A file
/// of no known layout is no error: its format is empty and its fields are named. Stops early, with `whole` false, when
/// asked to. Errors: import.cannot_read, import.no_image_folder, import.bad_map, import.unknown_format for a format
/// that was asked for.
Result<ImportInspection> inspectImport(const InspectRequest& request, Project* project, Control& control);

} // namespace egt::pipelines
