// SPDX-License-Identifier: GPL-3.0-or-later
#include "share.h"

#include <cmath>

#include "base/numbers.h"

namespace egt::cli {

Result<double> parseShare(const std::string& text, const std::string& option) {
    const bool percent = text.ends_with('%');
    auto value = parseNumber<double>(percent ? std::string_view(text).substr(0, text.size() - 1) : text);
    if (value && percent) *value /= 100;
    if (value && *value >= 0 && *value <= 1) return *value;
    return fail(
        "usage.bad_share",
        EGT_TEXT("engine", "“%1” is not a share for %2. Write a percentage such as 70%, or a number from 0 to 1."),
        {text, option}, {}, 0, option);
}

Result<double> parseReal(const std::string& text, const std::string& option) {
    if (const auto value = parseNumber<double>(text); value && std::isfinite(*value)) return *value;
    return fail("usage.bad_number", EGT_TEXT("engine", "“%1” is not a number for %2."), {text, option}, {}, 0, option);
}

} // namespace egt::cli
