// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text of the filter language to tokens.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace egt::curation {

struct FilterToken {
    enum class Kind { word, number, text, symbol, end };
    Kind kind = Kind::end;
    std::string text; ///< as written, without quotes
    double number = 0;
    std::int64_t position = 0; ///< 1-based, in characters
};

/// The last one is of kind end. Errors: filter.syntax.
Result<std::vector<FilterToken>> scanFilter(const std::string& expression);

/// filter.syntax with the position as the last argument.
tl::unexpected<Error> filterSyntax(const char* text, std::vector<std::string> args, std::int64_t position);

} // namespace egt::curation
