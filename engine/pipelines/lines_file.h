// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"

namespace egt::pipelines {

/// A text file that grows line by line under a temporary name and takes its own at finish(). One that is never finished
/// is removed. The file appears with the first line: no lines, no file.
class LinesFile {
public:
    explicit LinesFile(std::filesystem::path path) : m_path(std::move(path)) {}
    ~LinesFile();
    LinesFile(const LinesFile&) = delete;
    LinesFile& operator=(const LinesFile&) = delete;

    /// Errors: file.cannot_write, file.disk_full.
    Result<void> add(std::string_view line);
    /// Makes the file even without a line.
    Result<void> open();
    /// Flushes to disk and renames. Errors as add().
    Result<void> finish();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool any() const { return m_lines > 0; }
    [[nodiscard]] std::int64_t lines() const { return m_lines; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::string sha256() { return m_hash.hex(); } ///< once, after the last line

private:
    [[nodiscard]] std::string aside() const { return m_path.string() + ".part"; }
    std::filesystem::path m_path;
    std::FILE* m_file = nullptr;
    std::int64_t m_lines = 0;
    std::int64_t m_bytes = 0;
    Sha256 m_hash;
};

} // namespace egt::pipelines
