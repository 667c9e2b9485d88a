// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a data file is read: the options that looking at it and importing it share.

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "base/result.h"
#include "records/requests.h"

namespace egt::cli {

struct MapWords {
    std::vector<std::string> words; ///< KEY=FIELD
    std::string file;               ///< a saved map
    std::string save;               ///< where to save it
};

/// --format, --images, --source, --map, --map-file, --save-map.
void addFileOptions(CLI::App& command, ImportRequest& request, MapWords& map);

/// The map of fields as JSON; empty when none was given. Saves it when that was asked for. Errors: import.bad_map,
/// file.cannot_read, file.cannot_write.
Result<std::string> mappingOf(const MapWords& map);

} // namespace egt::cli
