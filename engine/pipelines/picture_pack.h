// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures that a data set carries in itself, end to end in the packs of a project (base/picture_file.h):
// images/1.pack, images/2.pack, …

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/picture_file.h"
#include "base/result.h"
#include "pipelines/pack_file.h"
#include "store/pair_hashes.h"
#include "store/project.h"

namespace egt::pipelines {

/// Appends pictures to the newest pack. What the database names is never touched again; what stands behind it is left
/// over from an import that was killed, and is cut off before anything is added.
///
/// Order for the caller: put() the pictures, sync(), then store the pairs that name them: after a power cut the
/// database names no picture that the disk lacks. Before sync() a picture may not be in its file yet.
///
/// Threads: put(), keepRow() and dropRow() from one, sync() from any at the same time, the others while no other runs.
class PicturePack {
public:
    /// A pack takes pictures until `pack_bytes`; one larger picture has a pack of its own.
    /// Nothing is read or written before the first put(), which learns what is there: about 64 bytes of memory for each
    /// picture of earlier imports, so that none is stored twice.
    explicit PicturePack(Project& project, std::uint64_t pack_bytes = std::uint64_t{1} << 30);
    ~PicturePack();
    PicturePack(const PicturePack&) = delete;
    PicturePack& operator=(const PicturePack&) = delete;

    /// Path of the picture, absolute. `hash` is its contentHash(). A picture of that hash and size that was put here
    /// before is taken; one of an earlier import is compared byte by byte first; one that was lost or damaged is
    /// written again where it was, so that importing a data set again brings its pictures back. Errors:
    /// file.cannot_write, file.disk_full, those of the database; an earlier picture's may show here.
    Result<std::string> put(const std::string& hash, std::string_view extension, std::string_view bytes);
    /// What was put since the last of these two belongs to a row that is stored, or to one that is not: room for
    /// others.
    void keepRow();
    void dropRow();
    /// Everything that was put is on disk when this returns. Errors: file.cannot_write, file.disk_full.
    Result<void> sync();
    /// Cuts off what was put and no pair names. For an import that ends early. Errors: those of the database.
    Result<void> cutUnnamed();

private:
    struct Place {
        std::uint64_t offset = 0;
        std::uint32_t bytes = 0;
        std::uint32_t pack = 0;
    };
    [[nodiscard]] std::filesystem::path fileOf(std::uint32_t pack) const;
    [[nodiscard]] bool isEarlier(const Place& place) const;
    [[nodiscard]] std::vector<std::uint32_t> packs() const;
    Result<void> learn();
    Result<std::map<std::uint32_t, std::uint64_t>> readNamed();
    void cut(std::uint32_t pack, std::uint64_t end) const;
    Result<void> mend(const Place& place, std::string_view bytes) const;
    Result<void> makeRoom(std::size_t bytes);
    Result<void> beginPack();
    Result<void> openFile(bool fresh);
    void close();

    Project& m_project;
    std::filesystem::path m_folder;
    std::uint64_t m_pack_bytes;
    bool m_learned = false;
    std::unordered_map<store::HashKey, Place, store::HashKeySpread> m_known;
    std::vector<store::HashKey> m_of_row; ///< that the row that is being read has added
    std::uint32_t m_pack = 0;             ///< number of the newest; 0: there is none
    std::uint64_t m_end = 0;              ///< in it: where the next picture goes
    std::uint64_t m_row = 0;              ///< where the row's pictures began
    std::uint32_t m_first_pack = 0;       ///< what begins before this and the next is of earlier imports
    std::uint64_t m_first_end = 0;
    std::mutex m_file_mutex;          ///< for m_file where it changes or another thread uses it
    std::unique_ptr<PackFile> m_file; ///< of m_pack, from the first picture on
};

} // namespace egt::pipelines
