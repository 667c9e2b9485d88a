// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.h"

#include <cmath>
#include <numbers>

namespace egt {

double Random::normal() {
    double u = uniform();
    while (u <= 0.0)
        u = uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t mixSeed(std::uint64_t seed, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    std::uint64_t state = seed;
    for (const std::uint64_t part : {a, b, c})
        state = Random(state ^ (part * 0xD1B54A32D192ED03ULL)).next();
    return state;
}

} // namespace egt
