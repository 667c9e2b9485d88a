// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_finder.h"

#include <algorithm>
#include <string_view>

#include <sys/stat.h>

#include "base/files.h"
#include "base/hash.h"
#include "images/image.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRemembered = 4096;
constexpr const char* kNotThere = "the file is not there or can't be read";

fs::path normal(const fs::path& path) {
    fs::path out = fs::absolute(path).lexically_normal();
    return out.has_filename() ? out : out.parent_path(); // "a/b/" and "a/b" are one folder
}

/// Both normal.
bool isInside(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder)) return false;
    return path.size() == folder.size() || folder == "/" || path[folder.size()] == '/';
}

std::string_view parentOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return path.substr(0, slash == 0 ? 1 : slash);
}

/// Without empty parts, "." and "..": what nearly every reference is. Normalising costs more than a look at a file.
bool isNormal(std::string_view path) {
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if ((part.empty() && begin > 0) || part == "." || part == "..") return false;
        begin = end + 1;
    }
    return true;
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

ImageFinder::ImageFinder(const fs::path& base, const fs::path& also)
    : m_base(normal(base).string()), m_also(normal(also).string()) {
    for (const std::string& folder : {m_base, m_also}) {
        std::error_code code;
        const fs::path real = fs::canonical(folder, code);
        if (!code) m_real.push_back(real.string());
    }
}

/// With every link followed.
bool ImageFinder::reallyInside(const std::string& path) const {
    std::error_code code;
    const std::string real = fs::weakly_canonical(path, code).string();
    return !code &&
           std::any_of(m_real.begin(), m_real.end(), [&](const std::string& folder) { return isInside(real, folder); });
}

/// Following every link of every path costs more than reading it: a folder is asked for once.
bool ImageFinder::isAllowed(const std::string& path, bool is_link) {
    if (is_link) return reallyInside(path);
    if (path == m_base || path == m_also) return true;
    if (m_folders.size() >= kRemembered) m_folders.clear();
    const auto [known, fresh] = m_folders.try_emplace(std::string(parentOf(path)), false);
    if (fresh) known->second = reallyInside(known->first);
    return known->second;
}

std::vector<ImageFinder::Found> ImageFinder::find(const std::string& reference) {
    if (const auto known = m_answers.find(reference); known != m_answers.end()) return known->second;
    if (m_answers.size() >= kRemembered) m_answers.clear();
    return m_answers.emplace(reference, lookFor(reference)).first->second;
}

std::vector<ImageFinder::Found> ImageFinder::lookFor(const std::string& reference) {
    if (reference.find("://") != std::string::npos)
        return {absent(reference, "it is a web address; images are read from files alone")};
    if (reference.find('\0') != std::string::npos) return {absent(reference, "it is not a path")};
    if (m_archive) return inArchive(reference);
    std::string path = reference.starts_with('/') ? reference : m_base + "/" + reference;
    if (!isNormal(path)) path = fs::path(path).lexically_normal().string();
    if (!isInside(path, m_base) && !isInside(path, m_also))
        return {absent(reference, "it lies outside the folder of images")};
    struct stat info {};
    const bool there = ::lstat(path.c_str(), &info) == 0;
    const bool is_link = there && S_ISLNK(info.st_mode);
    if (!isAllowed(path, is_link)) return {absent(reference, "a link leads outside the folder of images")};
    if (!there || (is_link && ::stat(path.c_str(), &info) != 0)) return {absent(reference, kNotThere)};
    if (S_ISDIR(info.st_mode)) return frames(reference, path);
    return {file(reference, path)};
}

std::vector<ImageFinder::Found> ImageFinder::frames(const std::string& reference, const std::string& folder) {
    std::vector<fs::path> all;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->is_regular_file(code) && isAllowed(it->path().string(), it->is_symlink(code)))
            all.push_back(it->path());
    if (all.empty()) return {absent(reference, "its folder has no pictures")};
    std::sort(all.begin(), all.end());
    std::vector<Found> out;
    for (const fs::path& frame : thinned(all))
        out.push_back(file((fs::path(reference) / frame.filename()).string(), frame.string()));
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

ImageFinder::Found ImageFinder::file(const std::string& reference, const std::string& path) {
    std::error_code code;
    const bool is_file = fs::is_regular_file(path, code);
    if (is_file && fs::file_size(path, code) > kMaxFileBytes) return absent(reference, "it is larger than any picture");
    const auto bytes = is_file ? readFile(path) : Result<std::string>(fail("", ""));
    if (!bytes) return absent(reference, kNotThere);
    Found found{{reference, path, 0, 0}, identityOfHash(contentHash(*bytes)), {}};
    if (const auto size = imageSizeOfBytes(*bytes, path)) {
        found.image.width = size->width;
        found.image.height = size->height;
    } else { // kept: the viewer and the judge say the same about it
        found.problem = size.error().code == "image.too_large" ? "it has more than 100 megapixels"
                                                               : "it is damaged or of an unknown kind";
    }
    return found;
}

} // namespace egt::pipelines
