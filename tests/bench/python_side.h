// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Baselines that are Python: a script that says when it is ready and does its work at every line it is given.

#include <cstdlib>
#include <string>

#include "child_program.h"

namespace egt::bench {

/// The environment with the reference libraries (./dev parity installs it).
inline std::string pythonProgram() {
    const char* given = std::getenv("EGT_PARITY_PYTHON");
    return given ? given : EGT_BENCH_PYTHON;
}

using Python = ChildProgram;

} // namespace egt::bench
