// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "api/ml_backend.h"
#include "base/result.h"
#include "records/requests.h"
#include "records/run_context.h"
#include "store/project.h"

namespace egt::jobs {

/// Gives the backend, loading it at the first call.
using BackendSource = std::function<Result<MlBackend*>()>;

/// Does what the request asks, on the calling thread, until it ends or `run` stops it. Exceptions become job.internal.
Result<JobResult> doWork(const JobRequest& request, Project& project, RunContext& run, const BackendSource& backend);

} // namespace egt::jobs
