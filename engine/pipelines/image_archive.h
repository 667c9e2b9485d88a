// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/control.h"
#include "base/result.h"

namespace egt::pipelines {

/// Limits that no set of pictures reaches.
struct ArchiveLimits {
    std::uint64_t member_bytes = std::uint64_t{256} << 20; ///< unpacked size of one picture
    std::uint64_t spare_bytes = std::uint64_t{1} << 30;    ///< that may be unpacked however small the archive is
    std::uint64_t ratio = 100; ///< and beyond them this many times the archive's size: pictures hardly shrink
};

/// The pictures of a zip or tar archive (also .tar.gz, .tar.bz2, .tar.xz, .tar.zst), unpacked into the project's own
/// images/ by their content; a member's name decides nothing but how it is found. Links, members of other kinds and
/// archives within are left alone. Reads front to back once, a picture at a time.
///
/// Why unpacked and not read in place: a compressed tar has no way to one member, the judge, the viewer and the export
/// read plain files, and a project that moves to another machine takes its pictures along.
class ImageArchive {
public:
    struct Member {
        std::string path;     ///< absolute, in the project's images/; empty when it was not unpacked
        std::string identity; ///< "bytes:<content hash>"
        std::string problem;  ///< English clause, empty when all is well
        std::int32_t width = 0;
        std::int32_t height = 0;
    };
    /// `told` hears how many pictures there are so far. A stop leaves what is there; see stopped(). After an error
    /// nothing is left.
    /// Errors: archive.unknown, archive.damaged, archive.bomb, file.cannot_write, file.disk_full.
    static Result<ImageArchive> unpack(const std::filesystem::path& file, const std::filesystem::path& project,
                                       Control& control, const std::function<void(std::int64_t)>& told = {},
                                       const ArchiveLimits& limits = {});

    /// The same without keeping anything: paths of members are only names then.
    static Result<ImageArchive> look(const std::filesystem::path& file, Control& control,
                                     const ArchiveLimits& limits = {});

    /// By its path in the archive; else the one member whose path ends with all of `path`, so that a folder that wraps
    /// everything does not matter. Null: none, or several.
    [[nodiscard]] const Member* find(const std::string& path) const;
    /// Members directly in this folder, in the order of their names: (file name, member).
    [[nodiscard]] std::vector<std::pair<std::string, const Member*>> folder(const std::string& path) const;

    ImageArchive() = default;
    ImageArchive(ImageArchive&&) = default;
    ImageArchive& operator=(ImageArchive&&) = default;
    ImageArchive(const ImageArchive&) = delete;
    ImageArchive& operator=(const ImageArchive&) = delete;

    /// Removes what unpack() brought, but for these paths.
    void removeAllBut(const std::set<std::string>& paths) const;

    [[nodiscard]] bool stopped() const { return m_stopped; }
    [[nodiscard]] std::int64_t pictures() const { return m_pictures; }
    [[nodiscard]] std::int64_t outside() const { return m_outside; }     ///< names that lead out of the archive
    [[nodiscard]] std::int64_t links() const { return m_links; }         ///< symbolic and hard ones
    [[nodiscard]] std::int64_t encrypted() const { return m_encrypted; } ///< pictures without a key

private:
    friend class ArchiveReader;
    std::map<std::string, Member> m_members; ///< by path
    std::unordered_multimap<std::string, const std::string*> m_by_leaf;
    std::set<std::string> m_fresh; ///< paths that were not there before
    std::int64_t m_pictures = 0;
    std::int64_t m_outside = 0;
    std::int64_t m_links = 0;
    std::int64_t m_encrypted = 0;
    bool m_stopped = false;
};

/// "a/b.png" of "./a//b.png" and of "a\b.png"; nothing when it leads out ("../x", "/x", "C:\x").
std::optional<std::string> memberPath(std::string name);

} // namespace egt::pipelines
