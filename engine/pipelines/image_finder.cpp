// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_finder.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "images/image.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

fs::path normal(const fs::path& path) {
    fs::path out = fs::absolute(path).lexically_normal();
    return out.has_filename() ? out : out.parent_path(); // "a/b/" and "a/b" are one folder
}

/// By name alone: links that the user made inside his own folder are his to make.
bool isInside(const fs::path& path, const fs::path& folder) {
    const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

ImageFinder::Found absent(const std::string& reference, std::string problem) {
    return {{reference, {}, 0, 0}, ImageFinder::identityWithoutFile(reference), std::move(problem)};
}

} // namespace

ImageFinder::ImageFinder(const fs::path& base, const fs::path& also) : m_base(normal(base)), m_also(normal(also)) {}

std::vector<ImageFinder::Found> ImageFinder::find(const std::string& reference) {
    if (reference.find("://") != std::string::npos)
        return {absent(reference, "it is a web address; images are read from files alone")};
    if (reference.find('\0') != std::string::npos) return {absent(reference, "it is not a path")};
    const fs::path path = (m_base / reference).lexically_normal();
    if (!isInside(path, m_base) && !isInside(path, m_also))
        return {absent(reference, "it lies outside the folder of images")};
    std::error_code code;
    if (!fs::is_directory(path, code)) return {file(reference, path)};

    std::vector<fs::path> frames;
    for (fs::directory_iterator it(path, code), end; !code && it != end; it.increment(code))
        if (it->is_regular_file(code)) frames.push_back(it->path());
    if (frames.empty()) return {absent(reference, "its folder has no pictures")};
    std::sort(frames.begin(), frames.end());
    const std::size_t count = std::min(frames.size(), kMaxFrames);
    std::vector<Found> out;
    for (std::size_t i = 0; i < count; ++i) {
        const fs::path& frame = frames[i * frames.size() / count];
        out.push_back(file((fs::path(reference) / frame.filename()).string(), frame));
    }
    return out;
}

ImageFinder::Found ImageFinder::file(const std::string& reference, const fs::path& path) {
    if (const auto seen = m_seen.find(path.string()); seen != m_seen.end()) {
        Found found = seen->second;
        found.image.reference = reference;
        return found;
    }
    constexpr std::size_t enough = 4096;
    if (m_seen.size() >= enough) m_seen.clear();
    std::error_code code;
    const auto bytes = fs::is_regular_file(path, code) ? readFile(path) : Result<std::string>(fail("", ""));
    if (!bytes) return absent(reference, "the file is not there or can't be read");
    Found found{{reference, path.string(), 0, 0}, "bytes:" + contentHash(*bytes), {}};
    if (const auto size = imageSizeOfBytes(*bytes, path.string())) {
        found.image.width = size->width;
        found.image.height = size->height;
    } else { // kept: the viewer and the judge say the same about it
        found.problem = size.error().code == "image.too_large" ? "it has more than 100 megapixels"
                                                               : "it is damaged or of an unknown kind";
    }
    return m_seen.emplace(path.string(), found).first->second;
}

} // namespace egt::pipelines
