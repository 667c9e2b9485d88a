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

/// Where a pair's pictures lie after the export: copied under the name of their content, linked by absolute path, or
/// embedded as data URLs.
class ExportImages {
public:
    /// `folder`: the export folder that copies are written into; empty = only tell the names (preview).
    /// `table`: what is embedded is told by name and file; the table's writer reads it.
    ExportImages(ImageMode mode, std::filesystem::path folder, bool table)
        : m_mode(mode), m_folder(std::move(folder)), m_table(table) {}

    /// Entries for the data file, in the pair's order; pictures that are not there are left out.
    /// Errors: file.cannot_read, file.cannot_write, file.disk_full, image.damaged (only what is embedded must be
    /// known).
    Result<std::vector<std::string>> place(const PairRecord& pair);

    /// Copies that were written, each once: name in the folder -> SHA-256.
    [[nodiscard]] const std::map<std::string, std::string>& copies() const { return m_copies; }
    /// Every picture that was read, with the content hash of its bytes then: what the exported set depends on.
    [[nodiscard]] const std::map<std::string, std::string>& sources() const { return m_sources; }
    /// Different pictures: by content when they are copied, by path otherwise.
    [[nodiscard]] std::int64_t count() const;
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; } ///< of the copies

private:
    Result<std::string> entry(const std::string& path);
    Result<std::string> copy(const std::string& path, const std::string& bytes);
    ImageMode m_mode;
    std::filesystem::path m_folder;
    bool m_table;
    std::unordered_map<std::string, std::string> m_names; ///< path -> entry, of copies and links
    std::map<std::string, std::string> m_copies;
    std::map<std::string, std::string> m_sources;
    std::int64_t m_bytes = 0;
};

/// The same numbers without copying: only pictures of one size and ending are read, to see whether they are equal.
class ImageTally {
public:
    explicit ImageTally(ImageMode mode) : m_mode(mode) {}
    /// Adds the pair's pictures that are there.
    void add(const PairRecord& pair);
    /// Errors: file.cannot_read.
    Result<void> finish(ExportCount& count) const;

private:
    ImageMode m_mode;
    std::map<std::string, std::int64_t> m_sizes; ///< path -> bytes
};

/// How many pictures of the pair are there.
std::size_t imagesThere(const PairRecord& pair);
/// Their absolute paths.
std::vector<std::string> filesThere(const PairRecord& pair);

} // namespace egt::pipelines
