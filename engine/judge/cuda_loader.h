// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace egt::judge {

/// Opens torch's CUDA libraries, once; says why there is no device that can be used, or nothing. Where no NVIDIA driver
/// is, the libraries (gigabytes) are not even looked for. Any thread.
const std::string& openCuda();

} // namespace egt::judge
