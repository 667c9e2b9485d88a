// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "pipelines/image_archive.h"
#include "records/records.h"

namespace egt::pipelines {

/// Finds the files that a data set's references mean. A reference never leads outside the folders that the user named,
/// not through a link either: a data file from elsewhere must not make the program read other files.
class ImageFinder {
public:
    /// `base`: where relative references start. `also`: a folder that absolute references may lie in as well.
    ImageFinder(const std::filesystem::path& base, const std::filesystem::path& also);

    /// From now on references are paths in this archive.
    void useArchive(ImageArchive archive) { m_archive = std::move(archive); }

    struct Found {
        ImageRef image;
        std::string identity; ///< "bytes:<content hash>", or "reference:<text>" when there is no file
        std::string problem;  ///< English clause, empty when all is well
    };
    /// One entry, or for a folder (a video's frames) its pictures in name order, evenly thinned to kMaxFrames.
    [[nodiscard]] std::vector<Found> find(const std::string& reference);

    /// What stands for a picture in a content hash while there is no file.
    static std::string identityWithoutFile(const std::string& reference) { return "reference:" + reference; }

    /// And for one whose bytes have this contentHash().
    static std::string identityOfHash(const std::string& hash) { return "bytes:" + hash; }

    /// Removes the unpacked pictures that nobody asked for. After the last find().
    void removeUnused() const {
        if (m_archive) m_archive->removeAllBut(m_used);
    }

    static constexpr std::size_t kMaxFrames = 32; ///< as MM-RLHF samples its videos

private:
    std::vector<Found> lookFor(const std::string& reference);
    Found file(const std::string& reference, const std::string& path);
    std::vector<Found> frames(const std::string& reference, const std::string& folder);
    std::vector<Found> inArchive(const std::string& reference);
    Found member(const std::string& reference, const ImageArchive::Member& member);
    bool isAllowed(const std::string& path, bool is_link);
    [[nodiscard]] bool reallyInside(const std::string& path) const;
    std::string m_base; ///< both absolute and normal
    std::string m_also;
    std::vector<std::string> m_real; ///< both with links followed
    std::optional<ImageArchive> m_archive;
    std::set<std::string> m_used;                                  ///< paths of unpacked pictures
    std::unordered_map<std::string, std::vector<Found>> m_answers; ///< several pairs often share a picture
    std::unordered_map<std::string, bool> m_folders;               ///< whether a folder really lies inside
};

} // namespace egt::pipelines
