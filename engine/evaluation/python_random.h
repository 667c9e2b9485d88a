// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>

namespace egt::evaluation {

/// The numbers of Python's random.seed(n); random.random(), for guesses that equal those of a benchmark's own script.
/// MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998) seeded by an array (their initialization of 2002), 53 bits a
/// number. Source: documentation of Python's module random; https://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/MT2002.
class PythonRandom {
public:
    explicit PythonRandom(std::uint64_t seed);
    double uniform(); ///< in [0, 1)

private:
    std::mt19937 m_engine;
};

} // namespace egt::evaluation
