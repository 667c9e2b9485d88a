// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"

namespace egt::cli {

/// "5%" or "0.05" as 0.05. Errors: usage.bad_share with the option as field.
Result<double> parseShare(const std::string& text, const std::string& option);

/// A number in the C locale. Errors: usage.bad_number with the option as field.
Result<double> parseReal(const std::string& text, const std::string& option);

} // namespace egt::cli
