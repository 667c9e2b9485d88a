// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
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

/// What the exported set depends on beside the request.
struct ExportInputs {
    std::map<std::string, std::string> images; ///< path -> content hash
};

/// What the exported set is, where it came from and how it can be made again:
///   request    what was asked, with the scoring run that was taken; enough to ask again
///   selection  name, rule with its thresholds, number and hash of its pairs
///   judge, prompt, score_run, seeds
///   decisions  [{pair, decision, annotator, time}] of every selected pair that somebody decided
///   inputs     {"images": [{path, content_hash}]} that were read
///   counts, images, files [{path, bytes, sha256}] (added by the caller as they are known)
Result<OrderedJson> exportManifest(const ExportRequest& request, Project& project, const ExportPlan& plan,
                                   const ExportCount& count, const ExportInputs& inputs);

OrderedJson fileList(const std::vector<ExportedFile>& files);

/// The decisions part: also what a repetition compares.
Result<OrderedJson> decisionList(Project& project, const ExportPlan& plan);

} // namespace egt::pipelines
