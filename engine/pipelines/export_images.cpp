// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_images.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>

#include "base/files.h"
#include "base/hash.h"
#include "base/picture_file.h"
#include "images/image.h"
#include "remote/chat_request.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

/// Lower case, so that a.PNG and a.png of one content are one file.
std::string ending(const std::string& path) {
    std::string text = fs::path(path).extension().string();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

Result<void> writeCopy(const fs::path& path, const std::string& bytes) {
    EGT_TRY(makeFolder(path.parent_path()));
    errno = 0;
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return fail(writeError(path, errno));
    return {};
}

} // namespace

Result<std::vector<std::string>> ExportImages::place(const PairRecord& pair) {
    std::vector<std::string> entries;
    for (const ImageRef& image : pair.images) {
        if (!pictureIsThere(image.path)) continue;
        EGT_ASSIGN(std::string one, entry(image.path));
        entries.push_back(std::move(one));
    }
    return entries;
}

Result<std::string> ExportImages::entry(const std::string& path) {
    if (const auto known = m_names.find(path); known != m_names.end()) return known->second;
    std::string link = fs::absolute(path).lexically_normal().string();
    if (m_mode == ImageMode::link && m_folder.empty()) return link; // a preview reads no pictures that it does not show
    EGT_ASSIGN(const std::string bytes, readPicture(path));
    m_sources.emplace(link, contentHash(bytes));
    if (m_mode == ImageMode::embed && m_table) {
        EGT_TRY(imageSizeOfBytes(bytes, path)); // a damaged one is said here, not by the trainer
        return m_names.emplace(path, contentHash(bytes) + ending(path)).first->second;
    }
    if (m_mode == ImageMode::embed) return remote::dataUrlOfBytes(bytes, path); // not kept: the rows may be many
    if (m_mode == ImageMode::copy) {
        EGT_ASSIGN(link, copy(path, bytes));
    }
    return m_names.emplace(path, std::move(link)).first->second;
}

Result<std::string> ExportImages::copy(const std::string& path, const std::string& bytes) {
    std::string name = "images/" + contentHash(bytes) + ending(path);
    if (m_copies.contains(name)) return name;
    if (!m_folder.empty()) EGT_TRY(writeCopy(m_folder / name, bytes));
    m_copies.emplace(name, m_folder.empty() ? std::string{} : sha256Hex(bytes));
    m_bytes += static_cast<std::int64_t>(bytes.size());
    return name;
}

std::int64_t ExportImages::count() const {
    return static_cast<std::int64_t>(m_mode == ImageMode::copy ? m_copies.size() : m_sources.size());
}

std::size_t imagesThere(const PairRecord& pair) {
    return static_cast<std::size_t>(std::count_if(pair.images.begin(), pair.images.end(),
                                                  [](const ImageRef& image) { return pictureIsThere(image.path); }));
}

std::vector<std::string> filesThere(const PairRecord& pair) {
    std::vector<std::string> out;
    for (const ImageRef& image : pair.images)
        if (pictureIsThere(image.path)) out.push_back(fs::absolute(image.path).lexically_normal().string());
    return out;
}

void ImageTally::add(const PairRecord& pair) {
    for (const ImageRef& image : pair.images) {
        if (!pictureIsThere(image.path)) continue;
        const std::string path = fs::absolute(image.path).lexically_normal().string();
        const auto stamp = pictureStamp(path);
        m_sizes.emplace(path, stamp ? stamp->bytes : 0);
    }
}

Result<void> ImageTally::finish(ExportCount& count) const {
    if (m_mode != ImageMode::copy) {
        count.images = static_cast<std::int64_t>(m_sizes.size());
        return {};
    }
    std::map<std::pair<std::int64_t, std::string>, std::vector<std::string>> alike;
    for (const auto& [path, size] : m_sizes)
        alike[{size, ending(path)}].push_back(path);
    for (const auto& [key, paths] : alike) {
        std::set<std::string> contents;
        if (paths.size() > 1)
            for (const std::string& path : paths) {
                EGT_ASSIGN(const std::string bytes, readPicture(path));
                contents.insert(contentHash(bytes));
            }
        const auto different = static_cast<std::int64_t>(std::max<std::size_t>(1, contents.size()));
        count.images += different;
        count.image_bytes += different * key.first;
    }
    return {};
}

} // namespace egt::pipelines
