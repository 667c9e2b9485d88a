// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Version.h>
#include <torch/headeronly/version.h>

#include "bench.h"
#include "kernels/entropy.h"

namespace egt::bench {
namespace {

const HeaderLine version{"torch", [] { return std::string(TORCH_VERSION); }};
const HeaderLine capability{"path",
                            [] { return at::get_cpu_capability() + " (torch), " + kernels::pathName() + " (ours)"; }};

} // namespace
} // namespace egt::bench
