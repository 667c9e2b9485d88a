// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace egt::pipelines {

/// Groups of two or more places whose perceptual hashes differ in at most `bits` (0 to 32), directly or by a chain;
/// each group rising, groups by their first. Two hashes that differ in k bits are equal in one of k + 1 parts (the
/// pigeonhole rule of Manku, Jain and Das Sarma, WWW 2007), so only hashes with an equal part are compared.
std::vector<std::vector<std::size_t>> alikeHashes(const std::vector<std::uint64_t>& hashes, int bits);

} // namespace egt::pipelines
