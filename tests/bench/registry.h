// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench.h"

namespace egt::bench {

struct Case {
    std::string name;
    void (*run)(Bench&);
};
std::vector<Case> cases(); ///< by name
/// Machine, threads, compiler and what was registered: name and value.
std::vector<std::pair<std::string, std::string>> header(const Settings& settings);

} // namespace egt::bench
