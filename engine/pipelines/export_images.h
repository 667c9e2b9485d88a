// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt::pipelines {

/// Where a pair's pictures lie after the export: copied under the name of their content, or linked by absolute path.
class ExportImages {
public:
    /// `folder`: the export folder that copies are written into; empty = only tell the names (preview).
    ExportImages(ImageMode mode, std::filesystem::path folder) : m_mode(mode), m_folder(std::move(folder)) {}

    /// Names for the data file, in the pair's order; pictures that are not there are left out.
    /// Errors: file.cannot_read, file.cannot_write, file.disk_full.
    Result<std::vector<std::string>> place(const PairRecord& pair);

    /// Copies written (mode copy) or pictures named (mode link), each once: name -> SHA-256 of copies.
    [[nodiscard]] const std::map<std::string, std::string>& placed() const { return m_placed; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; } ///< of the copies

private:
    Result<std::string> copy(const std::string& path);
    ImageMode m_mode;
    std::filesystem::path m_folder;
    std::unordered_map<std::string, std::string> m_names; ///< path -> name
    std::map<std::string, std::string> m_placed;
    std::int64_t m_bytes = 0;
};

/// The same numbers without copying: only pictures of one size and ending are read, to see whether they are equal.
class ImageTally {
public:
    explicit ImageTally(ImageMode mode) : m_mode(mode) {}
    /// How many pictures of the pair are there.
    std::size_t add(const PairRecord& pair);
    /// Errors: file.cannot_read.
    Result<void> finish(ExportCount& count) const;

private:
    ImageMode m_mode;
    std::map<std::string, std::int64_t> m_sizes; ///< path -> bytes
};

} // namespace egt::pipelines
