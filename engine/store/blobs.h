// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lists as compact bytes: little-endian float32 for entropies and log-probs; LEB128 (DWARF 5, 7.6) for counts, ranks,
// token ends and pair ids, the last two as differences. Reading throws DamagedError when bytes are missing or left
// over.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "records/records.h"

namespace egt::store {

std::string packFloats(const std::vector<float>& values);
std::vector<float> unpackFloats(std::string_view bytes);
std::string packNumbers(const std::vector<std::uint32_t>& values);
std::vector<std::uint32_t> unpackNumbers(std::string_view bytes);
std::string packEnds(const std::vector<std::uint32_t>& rising);
std::vector<std::uint32_t> unpackEnds(std::string_view bytes);
std::string packPairs(const std::vector<PairId>& rising);
std::vector<PairId> unpackPairs(std::string_view bytes);
std::string packChoices(const std::vector<std::vector<TokenChoice>>& tokens);
std::vector<std::vector<TokenChoice>> unpackChoices(std::string_view bytes);

} // namespace egt::store
