// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/demo_world.h"

#include <algorithm>

#include "synthetic/world.h"

namespace egt::pipelines {

Result<DemoWorldResult> writeDemoWorld(const DemoWorldRequest& request, Control& control,
                                       const std::function<void(std::int64_t, std::int64_t)>& progress) {
    synthetic::WorldOptions options;
    options.pairs = request.pairs;
    options.heldout = request.heldout >= 0 ? request.heldout : std::max<std::int64_t>(20, request.pairs / 4);
    options.traces = request.traces >= 0 ? request.traces : std::max<std::int64_t>(60, request.pairs * 9 / 4);
    options.seed = request.seed;
    EGT_ASSIGN(const synthetic::WorldSummary made, synthetic::writeWorld(request.out, options, control, progress));
    return DemoWorldResult{made.pairs, made.heldout, made.traces, made.captions, made.hard, made.flipped, made.images};
}

} // namespace egt::pipelines
