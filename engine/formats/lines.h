// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace egt::formats {

inline constexpr std::size_t kMaxLineBytes = 32U << 20; ///< memory stays bounded by this

struct Line {
    std::int64_t number = 0; ///< 1-based
    std::string_view text;   ///< without its end (LF or CRLF) and without a leading byte order mark
    bool too_long = false;   ///< longer than kMaxLineBytes: text is empty
};

/// Calls `take` for every line that is not blank, in order, until it says false. Memory: one line.
/// Errors: import.cannot_read.
Result<void> forEachLine(const std::filesystem::path& file, const std::function<bool(const Line&)>& take);

} // namespace egt::formats
