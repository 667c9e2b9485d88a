// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace egt {

/// Whole file as bytes. Errors: file.cannot_read.
Result<std::string> readFile(const std::filesystem::path& path);

/// Writes beside the target, flushes to disk, renames: a reader sees the old file or the new one, never half.
/// Errors: file.cannot_write, file.disk_full.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// All of `bytes` to an open file, from `offset` on. errno of what failed, 0: done.
int writeAt(int file, std::string_view bytes, std::uint64_t offset);

/// file.cannot_read.
Error cannotReadError(const std::filesystem::path& path);

/// Error for errno after a failed write to `path` (tells a full disk apart).
Error writeError(const std::filesystem::path& path, int errno_value);

/// Makes a folder and its parents. Errors: file.cannot_write.
Result<void> makeFolder(const std::filesystem::path& path);

} // namespace egt
