// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs the CUDA kernels' own source on the host, block after block, so that their arithmetic and the order of their
// reductions can be compared with float64 where no GPU is. Each thread of a block is a fiber; at a shuffle or barrier
// it hands over until its warp or block has arrived. What it can't show: races inside a warp, memory order, timing.

#include <functional>

namespace egt::kernels::cuda::host {

struct Grid {
    unsigned x = 1, y = 1;
};
/// `kernel` is called once a thread, with threadIdx, blockIdx, blockDim and gridDim set. `threads` is a multiple of 32.
void launch(Grid grid, unsigned threads, const std::function<void()>& kernel);

} // namespace egt::kernels::cuda::host
