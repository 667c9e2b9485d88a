// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace egt::bench {

/// Times two ways of doing the same, turn by turn so that both meet the same machine, and prints medians and their
/// ratio (baseline / ours: above 1, ours is faster).
struct Side {
    std::string name;
    std::function<void()> work;
};
void compare(const std::string& title, const Side& ours, const Side& baseline, int rounds);

void benchStore();
void benchTokenizer();
void benchEntropy();

} // namespace egt::bench
