// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "api/engine.h"
#include "api/ml_backend.h"

namespace egt::jobs {

/// The engine of this process with a backend of the caller's instead of libegt_ml.so: how tests script a judge.
std::unique_ptr<Engine> makeLocalEngineWith(std::unique_ptr<MlBackend> backend);

} // namespace egt::jobs
