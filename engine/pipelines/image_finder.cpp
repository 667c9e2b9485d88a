// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_finder.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "images/image.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRemembered = 4096;

fs::path normal(const fs::path& path) {
    fs::path out = fs::absolute(path).lexically_normal();
    return out.has_filename() ? out : out.parent_path(); // "a/b/" and "a/b" are one folder
}

bool isInside(const fs::path& path, const fs::path& folder) {
    const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

ImageFinder::Found absent(const std::string& reference, std::string problem) {
    return {{reference, {}, 0, 0}, ImageFinder::identityWithoutFile(reference), std::move(problem)};
}

/// Evenly thinned, first one included.
template <class T> std::vector<T> thinned(const std::vector<T>& all) {
    const std::size_t count = std::min(all.size(), ImageFinder::kMaxFrames);
    std::vector<T> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(all[i * all.size() / count]);
    return out;
}

} // namespace

ImageFinder::ImageFinder(const fs::path& base, const fs::path& also) : m_base(normal(base)), m_also(normal(also)) {
    for (const fs::path& folder : {m_base, m_also}) {
        std::error_code code;
        fs::path real = fs::canonical(folder, code);
        if (!code) m_real.push_back(std::move(real));
    }
}

/// With every link followed.
bool ImageFinder::reallyInside(const fs::path& path) const {
    std::error_code code;
    const fs::path real = fs::weakly_canonical(path, code);
    return !code &&
           std::any_of(m_real.begin(), m_real.end(), [&](const fs::path& folder) { return isInside(real, folder); });
}

/// Following every link of every path costs more than reading it: a folder is asked for once.
bool ImageFinder::isAllowed(const fs::path& path) {
    if (m_folders.size() >= kRemembered) m_folders.clear();
    const auto [known, fresh] = m_folders.try_emplace(path.parent_path().string(), false);
    if (fresh) known->second = reallyInside(path.parent_path());
    std::error_code code;
    if (fs::is_symlink(path, code)) return reallyInside(path);
    return known->second || path == m_base || path == m_also;
}

std::vector<ImageFinder::Found> ImageFinder::find(const std::string& reference) {
    if (reference.find("://") != std::string::npos)
        return {absent(reference, "it is a web address; images are read from files alone")};
    if (reference.find('\0') != std::string::npos) return {absent(reference, "it is not a path")};
    if (m_archive) return inArchive(reference);
    const fs::path path = (m_base / reference).lexically_normal();
    if (!isInside(path, m_base) && !isInside(path, m_also))
        return {absent(reference, "it lies outside the folder of images")};
    if (!isAllowed(path)) return {absent(reference, "a link leads outside the folder of images")};
    std::error_code code;
    if (fs::is_directory(path, code)) return frames(reference, path);
    return {file(reference, path)};
}

std::vector<ImageFinder::Found> ImageFinder::frames(const std::string& reference, const fs::path& folder) {
    std::vector<fs::path> all;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->is_regular_file(code) && isAllowed(it->path())) all.push_back(it->path());
    if (all.empty()) return {absent(reference, "its folder has no pictures")};
    std::sort(all.begin(), all.end());
    std::vector<Found> out;
    for (const fs::path& frame : thinned(all))
        out.push_back(file((fs::path(reference) / frame.filename()).string(), frame));
    return out;
}

std::vector<ImageFinder::Found> ImageFinder::inArchive(const std::string& reference) {
    const auto path = memberPath(reference);
    if (!path) return {absent(reference, "it lies outside the archive of images")};
    if (const ImageArchive::Member* found = m_archive->find(*path)) return {member(reference, *found)};
    std::vector<Found> out;
    for (const auto& [name, frame] : thinned(m_archive->folder(*path)))
        out.push_back(member((fs::path(reference) / name).string(), *frame));
    if (out.empty()) out.push_back(absent(reference, "it is not in the archive"));
    return out;
}

ImageFinder::Found ImageFinder::member(const std::string& reference, const ImageArchive::Member& member) {
    if (member.path.empty()) return absent(reference, member.problem);
    m_used.insert(member.path);
    return {{reference, member.path, member.width, member.height}, member.identity, member.problem};
}

ImageFinder::Found ImageFinder::file(const std::string& reference, const fs::path& path) {
    if (const auto seen = m_seen.find(path.string()); seen != m_seen.end()) {
        Found found = seen->second;
        found.image.reference = reference;
        return found;
    }
    if (m_seen.size() >= kRemembered) m_seen.clear();
    std::error_code code;
    const bool is_file = fs::is_regular_file(path, code);
    if (is_file && fs::file_size(path, code) > kMaxFileBytes) return absent(reference, "it is larger than any picture");
    const auto bytes = is_file ? readFile(path) : Result<std::string>(fail("", ""));
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
