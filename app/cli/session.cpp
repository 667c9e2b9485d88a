// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "output.h"
#include "progress_bar.h"

namespace egt::cli {

Result<std::unique_ptr<Engine>> openProject(const std::string& path, OpenMode mode) {
    auto engine = makeLocalEngine();
    EGT_TRY(engine->open(path, mode));
    return engine;
}

Result<Ended> runJob(Context& context, Engine& engine, const JobRequest& request) {
    ProgressBar bar;
    engine.setListener([&bar](const Event& event) { bar.on(event); });
    const auto job = engine.submit(request);
    if (!job) {
        engine.setListener({});
        return fail(job.error());
    }
    const RunId run = *job;
    context.interrupts.listen([&](int nth) {
        bar.line(nth == 1 ? "Stopping after this step and saving. Interrupt again to stop at once."
                          : "Stopping at once.");
        if (const auto stopped = engine.stop(run, nth == 1 ? StopKind::save : StopKind::abort); !stopped)
            bar.line(stopped.error().message());
    });
    auto result = engine.wait(run);
    context.interrupts.listen({});
    engine.setListener({});
    if (!result) return fail(std::move(result).error());
    return Ended{run, std::move(*result)};
}

} // namespace egt::cli
