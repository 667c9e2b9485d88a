// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/demo_world.h"

#include <algorithm>

#include "synthetic/world.h"

namespace egt::pipelines {

Result<DemoWorldResult> writeDemoWorld(const DemoWorldRequest& request, Control& control,
                                       const std::function<void(std::int64_t, std::int64_t)>& progress) {
    synthetic::WorldOptions options;
    options.heldout = request.heldout >= 0 ? request.heldout : request.pairs / 5;
    if (options.heldout > 0 && options.heldout >= request.pairs)
        return fail("world.bad_option",
                    EGT_TEXT("engine", "%1 held-out pairs leave none of %2 to train on. Ask for fewer."),
                    {std::to_string(options.heldout), std::to_string(request.pairs)}, {}, 0, "heldout");
    options.pairs = request.pairs - options.heldout;
    options.traces = request.traces >= 0 ? request.traces : std::max<std::int64_t>(60, request.pairs * 9 / 5);
    options.seed = request.seed;
    EGT_ASSIGN(const synthetic::WorldSummary made, synthetic::writeWorld(request.out, options, control, progress));
    return DemoWorldResult{
        made.pairs + made.heldout, made.heldout, made.traces, made.captions, made.hard, made.flipped, made.images};
}

} // namespace egt::pipelines
