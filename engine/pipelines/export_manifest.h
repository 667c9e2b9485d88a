// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "pipelines/export_plan.h"

namespace egt::pipelines {

struct ExportedFile {
    std::string path; ///< relative to the export folder
    std::int64_t bytes = 0;
    std::string sha256;
};

/// What the exported set is, where it came from and how it can be made again.
Result<OrderedJson> exportManifest(const ExportRequest& request, Project& project, const ExportPlan& plan,
                                   const ExportCount& count, const std::vector<ExportedFile>& files);

} // namespace egt::pipelines
