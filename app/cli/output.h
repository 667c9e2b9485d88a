// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a command says: one JSON object, or a few aligned lines for people. Messages go to stderr.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace egt::cli {

/// What a command ends with.
struct Output {
    OrderedJson json;
    std::string text; ///< for people, without the last newline
    int exit = 0;
};

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

using Rows = std::vector<std::pair<std::string, std::string>>;

/// "name   value" lines with the values in one column.
std::string aligned(const Rows& rows);
/// A table: first row is the head; columns of numbers stand right.
std::string table(const std::vector<std::vector<std::string>>& rows);

std::string count(std::int64_t n);          ///< "12,500"
std::string share(double value);            ///< "71.4 %", "–" for NaN
std::string real(double value, int digits); ///< "0.123", "–" for NaN
std::string duration(double seconds);       ///< "0:07", "1:02:03"
/// NaN as null.
OrderedJson number(double value);

OrderedJson errorJson(const Error& error);
/// Writes the result where it belongs and gives the exit code: 0, 1, or 130 for a run that was interrupted.
int deliver(const Result<Output>& result, bool json);
/// One line on stderr, "egt: …".
void message(const std::string& text);

} // namespace egt::cli
