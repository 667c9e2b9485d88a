// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures of an archive, as files in the project's images/ folder, named by their content.

#include <cstdint>
#include <filesystem>
#include <future>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.h"
#include "records/records.h"

namespace egt::pipelines {

/// What there is to know of a picture from its bytes.
struct KeptImage {
    std::string name; ///< where it is stored
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::string identity; ///< as ImageFinder's: "bytes:<content hash>"
    std::string problem;  ///< English clause, empty when all is well
};
/// "images/<SHA-256>.jpg"; so it is stored too, and Project::pair() makes it absolute.
std::string imageName(std::string_view bytes);
/// `hash`: contentHash() of the bytes.
KeptImage imageOfBytes(std::string name, std::string_view bytes, const std::string& hash);

/// Writes such files. Each is written once, whatever number of rows carries it. Not for several threads at once.
class ImageStore {
public:
    explicit ImageStore(std::filesystem::path project) : m_project(std::move(project)) {}
    ~ImageStore();
    ImageStore(const ImageStore&) = delete;
    ImageStore& operator=(const ImageStore&) = delete;
    /// Under a temporary name, renamed when whole. A file of that name and size is taken as it is.
    /// Errors: file.cannot_write, file.disk_full.
    Result<void> put(const std::string& name, std::string_view bytes);
    /// Everything that was put is on disk when this returns. Errors: file.cannot_write, file.disk_full.
    Result<void> sync();

private:
    Result<void> makeRoom();
    void beginSync();
    void endSync();
    std::filesystem::path m_project;
    std::unordered_set<std::string> m_there; ///< names that were put or seen lately
    int m_folder = -1;                       ///< open while there is one
    std::size_t m_unsynced = 0;              ///< bytes
    std::future<int> m_syncing;              ///< the disk works while more is read
    int m_sync_error = 0;                    ///< of any: the system tells an error once
};

} // namespace egt::pipelines
