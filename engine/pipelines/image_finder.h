// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "records/records.h"

namespace egt::pipelines {

/// Finds the files that a data set's references mean. A reference never leads outside the folders that the user named:
/// a data file from elsewhere must not make the program read other files.
class ImageFinder {
public:
    /// `base`: where relative references start. `also`: a folder that absolute references may lie in as well.
    ImageFinder(const std::filesystem::path& base, const std::filesystem::path& also);

    struct Found {
        ImageRef image;
        std::string identity; ///< "bytes:<content hash>", or "reference:<text>" when there is no file
        std::string problem;  ///< English clause, empty when all is well
    };
    /// One entry, or for a folder (a video's frames) its pictures in name order, evenly thinned to kMaxFrames.
    [[nodiscard]] std::vector<Found> find(const std::string& reference);

    /// What stands for a picture in a content hash while there is no file.
    static std::string identityWithoutFile(const std::string& reference) { return "reference:" + reference; }

    static constexpr std::size_t kMaxFrames = 32; ///< as MM-RLHF samples its videos

private:
    Found file(const std::string& reference, const std::filesystem::path& path);
    std::filesystem::path m_base;
    std::filesystem::path m_also;
    std::unordered_map<std::string, Found> m_seen; ///< several pairs often share a picture
};

} // namespace egt::pipelines
