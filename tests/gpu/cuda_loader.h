// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace egt::test {

/// Opens torch's CUDA libraries; says why there is no device that can be used, or nothing.
std::string loadCuda();

} // namespace egt::test
