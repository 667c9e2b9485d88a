// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "api/ml_backend.h"
#include "base/result.h"

namespace egt::jobs {

/// Opens libegt_ml.so and what it stands on, once a process, and asks its factory for the backend. Never unloaded.
/// `library`: its path; empty = beside libegt_core.so. LibTorch is looked for in the folder named by the environment
/// variable EGT_TORCH, else by the first line of egt_ml.paths beside the library, else beside the library itself.
/// Errors: ml.not_found, ml.no_torch, ml.cannot_load, ml.version.
Result<MlBackend*> loadMlBackend(const std::string& library);

} // namespace egt::jobs
