// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "images/image.h"

namespace egt::pipelines {

inline constexpr std::int32_t kThumbnailPixels = 256; ///< longer side

/// Small JPEGs of the project's pictures in its folder thumbnails/. They can be made again at any time. Any thread.
class Thumbnails {
public:
    explicit Thumbnails(const std::filesystem::path& project) : m_project(std::filesystem::absolute(project)) {}

    /// Where that of a picture lies or will lie: by the picture's path, size and time, so that a picture that changed
    /// has another one; a picture in the project itself by its name, which is its content.
    [[nodiscard]] std::filesystem::path fileOf(const std::filesystem::path& image) const;
    /// The file, made if it is not there yet. Errors: those of decodeImage(), file.cannot_write, file.disk_full.
    [[nodiscard]] Result<std::filesystem::path> make(const std::filesystem::path& image) const;
    [[nodiscard]] static bool isThere(const std::filesystem::path& file);
    /// Writes one that is at hand.
    [[nodiscard]] Result<void> write(const std::filesystem::path& file, const RgbImage& small) const;

private:
    std::filesystem::path m_project;
};

} // namespace egt::pipelines
