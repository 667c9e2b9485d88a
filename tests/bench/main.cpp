// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "stopwatch.h"

int main() {
    std::printf("Medians of interleaved rounds; the last column is baseline / ours.\n");
    egt::bench::benchStore();
    egt::bench::benchTokenizer();
#ifdef EGT_BENCH_ML
    egt::bench::benchEntropy();
#endif
    return 0;
}
