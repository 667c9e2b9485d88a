// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Arrow says, as our errors: one sentence, the file, what to do.

#include <cstdint>
#include <filesystem>

#include <arrow/status.h>

#include "base/result.h"

namespace egt::columnar {

/// `after_row`: the last row that could be read; 0 = none.
Error readError(const arrow::Status& status, const std::filesystem::path& file, std::int64_t after_row);
/// For exceptions: Parquet throws what its files get wrong.
Error damaged(const std::string& reason, const std::filesystem::path& file, std::int64_t after_row);
Error writeFailure(const arrow::Status& status, const std::filesystem::path& file);
/// The first sentence of what a library says, without its end mark.
std::string clause(const std::string& text);

} // namespace egt::columnar
