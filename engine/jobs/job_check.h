// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What happens to a request before it becomes a run: paths made absolute, values checked, an unfinished run found that
// it continues.

#include <optional>
#include <string>

#include "base/result.h"
#include "records/requests.h"
#include "store/project.h"

namespace egt::jobs {

/// Makes paths absolute. Errors: job.no_file, job.no_judge, job.no_output, job.bad_value, selection.unknown,
/// export.unknown_format, import.unknown_format, config.*; all with the field's name.
Result<JobRequest> checked(JobRequest request, Project& project);

/// What RunRecord::config holds: the request without its `resume`.
std::string configText(const JobRequest& request);
RunId explicitResume(const JobRequest& request);
void setResume(JobRequest& request, RunId run);

/// The run that this request goes on with: the one it names, or the latest unfinished one with the same settings
/// (import, SFT and scoring; training only when its process died). Errors: job.cannot_resume.
Result<std::optional<RunRecord>> runToContinue(const JobRequest& request, Project& project);

/// The row of a new run.
RunRecord newRun(const JobRequest& request);

} // namespace egt::jobs
