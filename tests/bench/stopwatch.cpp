// SPDX-License-Identifier: GPL-3.0-or-later
#include "stopwatch.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/clock.h"

namespace egt::bench {
namespace {

double timed(const std::function<void()>& work) {
    const double start = steadySeconds();
    work();
    return steadySeconds() - start;
}
double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

void compare(const std::string& title, const Side& ours, const Side& baseline, int rounds) {
    ours.work(); // warm caches and allocators
    baseline.work();
    std::vector<double> a;
    std::vector<double> b;
    for (int i = 0; i < rounds; ++i) {
        a.push_back(timed(ours.work));
        b.push_back(timed(baseline.work));
    }
    std::printf("%-46s %9.2f ms  %-34s %9.2f ms  %-34s %6.2f x\n", title.c_str(), 1e3 * median(a), ours.name.c_str(),
                1e3 * median(b), baseline.name.c_str(), median(b) / median(a));
    std::fflush(stdout);
}

} // namespace egt::bench
