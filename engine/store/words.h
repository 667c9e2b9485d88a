// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace egt::store {

/// Words between white space; each Han or Kana character counts as one, so that Chinese
/// and Japanese text has a length too.
std::int64_t countWords(std::string_view utf8);

/// Of a pair's texts.
struct PairWords {
    std::int64_t question = 0;
    std::int64_t a = 0;
    std::int64_t b = 0;
};

/// Case-folded and canonically composed (Unicode default caseless matching); bytes that are no UTF-8 stay as they are.
std::string foldCase(std::string_view utf8);

/// Whether `text` contains `folded_needle` (from foldCase), ignoring case. ASCII text is compared without a copy.
bool containsFolded(std::string_view text, std::string_view folded_needle);

} // namespace egt::store
