// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Making an export once more from its manifest: the same bytes, or one sentence that says what has changed since.

#include <filesystem>
#include <string>
#include <vector>

#include "pipelines/export_manifest.h"

namespace egt::pipelines {

struct Replay {
    std::filesystem::path manifest;
    std::string text; ///< of the manifest, byte for byte
    Json json;
    ExportRequest request; ///< what was asked then, with the place asked for now
};

/// Errors: file.cannot_read, json.invalid, export.bad_manifest.
Result<Replay> readReplay(const ExportRequest& request);

/// Whether selection and decisions are those of the manifest. Errors: export.changed (field).
Result<void> checkPlan(const Replay& replay, Project& project, const ExportPlan& plan);

/// Whether the pictures and files that were written in `folder` are those of the manifest; where the old files lie
/// beside it, the first row and field that differ are named. Errors: export.changed (file, line, field).
Result<void> checkWritten(const Replay& replay, const std::filesystem::path& folder,
                          const std::vector<ExportedFile>& files, const ExportInputs& inputs);

} // namespace egt::pipelines
