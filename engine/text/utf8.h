// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace egt {

/// One step through UTF-8: how many bytes belong together and whether they are a character.
struct Utf8Step {
    std::size_t bytes = 1; ///< never 0 on non-empty input
    bool valid = false;    ///< false: the maximal subpart of an ill-formed sequence (Unicode 15, 3.9, table 3-8)
};
Utf8Step utf8Step(std::string_view text);

/// Text with each ill-formed part replaced by U+FFFD. `ends` (byte offsets into `bytes`, ascending) become offsets into
/// the result; an offset inside a character moves to the character's start. Any thread.
std::string cleanUtf8(std::string_view bytes, std::vector<std::uint32_t>* ends = nullptr);

/// Whether all of it is well-formed.
bool isUtf8(std::string_view bytes);
void appendUtf8(std::string& out, char32_t code);

} // namespace egt
