// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "api/engine.h"
#include "base/result.h"
#include "interrupts.h"

namespace egt::cli {

/// What main gives every command.
struct Context {
    bool json = false;
    int exit = 0;
    Interrupts& interrupts;
};

/// An engine with the project open. Errors: those of Engine::open.
Result<std::unique_ptr<Engine>> openProject(const std::string& path, OpenMode mode);

struct Ended {
    RunId run = 0;
    JobResult result;
};
/// Submits, draws, waits. The first interrupt stops and saves, the second aborts. Errors: those of the job; job.stopped
/// and job.aborted after an interrupt.
Result<Ended> runJob(Context& context, Engine& engine, const JobRequest& request);

} // namespace egt::cli
