// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/control.h"
#include "base/result.h"

namespace egt::pipelines {

struct DemoWorldRequest {
    std::int64_t pairs = 2500; ///< in all
    std::int64_t heldout = -1; ///< of `pairs`, with clean labels; -1: a fifth
    std::int64_t traces = -1;  ///< -1: nine for every five pairs, at least 60
    std::uint64_t seed = 1;
    std::string out;
};
struct DemoWorldResult {
    std::int64_t pairs = 0; ///< in all
    std::int64_t heldout = 0;
    std::int64_t traces = 0;
    std::int64_t captions = 0;
    std::int64_t hard = 0;
    std::int64_t flipped = 0;
    std::int64_t images = 0;
};

/// Writes the demo world (pairs.jsonl, traces.jsonl, images/, truth.jsonl) into a folder. `progress` hears images done
/// and of how many. Errors: world.bad_option, file.*, job.stopped.
Result<DemoWorldResult> writeDemoWorld(const DemoWorldRequest& request, Control& control,
                                       const std::function<void(std::int64_t, std::int64_t)>& progress);

} // namespace egt::pipelines
