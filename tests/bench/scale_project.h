// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace egt::bench {

/// A scored project of so many pairs with texts of everyday length, made once and kept in the build folder. Takes half
/// a minute for a million pairs.
std::filesystem::path scaleProject(std::int64_t pairs);

} // namespace egt::bench
