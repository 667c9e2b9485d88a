// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The torch-free jobs, one flat readable file each.

#include <string>
#include <vector>

#include "base/result.h"
#include "records/requests.h"
#include "records/run_context.h"
#include "store/project.h"

namespace egt::pipelines {

/// Reads a data file into the project: streaming, resumable, nothing twice. Rejects go to
/// <project>/runs/<id>/rejects.jsonl.
Result<ImportResult> importFile(const ImportRequest& request, Project& project, RunContext& run);

/// Writes a selection: data files, images, trainer settings, manifest. Everything under a temporary name, renamed last.
/// With request.replay: the same bytes as the export of that manifest, or export.changed and nothing.
Result<ExportResult> exportSelection(const ExportRequest& request, Project& project, RunContext& run);
Result<std::vector<std::string>> exportPreview(const ExportRequest& request, Project& project, std::int64_t rows);

/// Puts the pairs that are new into the text index and leaves a columns.cache. Goes on where a killed one ended.
Result<IndexResult> buildIndex(const IndexRequest& request, Project& project, RunContext& run);

/// Looks for near-duplicates among all pairs. Hashes of pictures are kept, so a killed one repeats only the texts.
Result<DuplicatesResult> findDuplicates(const DuplicatesRequest& request, Project& project, RunContext& run);

Result<ExportCount> exportCount(const ExportRequest& request, Project& project);
std::vector<ExportFormat> exportFormats();

/// Counts a scoring run as a benchmark does; writes the prediction file if asked. Errors: bench.*, eval.no_pairs,
/// file.cannot_write.
Result<BenchResult> evaluateBenchmark(const BenchRequest& request, Project& project, RunContext& run);

/// Looks at every picture of the project; see records/images.h.
Result<VerifyResult> verifyImages(const VerifyRequest& request, Project& project, RunContext& run);

/// Finds missing pictures again below a folder. Errors: import.no_image_folder.
Result<RelocateResult> relocateImages(const RelocateRequest& request, Project& project, RunContext& run);
/// What it would find; changes nothing.
Result<RelocateResult> previewRelocation(const RelocateRequest& request, Project& project);

} // namespace egt::pipelines
