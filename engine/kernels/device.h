// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Opens libegt_cuda.so beside this library at the first call, where a GPU is. Nothing is linked with CUDA.

#include <string>

#include "kernels/device_abi.h"

namespace egt::kernels {

/// The functions of device_abi.h.
struct DeviceKernels {
    decltype(&egt_cuda_message) message = nullptr;
    decltype(&egt_cuda_scratch) scratch = nullptr;
    decltype(&egt_cuda_row_stats) rowStats = nullptr;
    decltype(&egt_cuda_gradient) gradient = nullptr;
    decltype(&egt_cuda_top) top = nullptr;
};
/// Null when there is no library, no driver or no device, or the library is of other sources; deviceProblem() says why.
/// Any thread; asked once.
const DeviceKernels* deviceKernels();
const std::string& deviceProblem();

} // namespace egt::kernels
