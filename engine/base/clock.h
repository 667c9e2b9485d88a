// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace egt {

/// Milliseconds since 1970-01-01 UTC.
std::int64_t nowMs();
/// "2026-11-23T14:32:07Z"
std::string isoUtc(std::int64_t ms);
/// Seconds on a clock that never jumps, for durations.
double steadySeconds();

} // namespace egt
