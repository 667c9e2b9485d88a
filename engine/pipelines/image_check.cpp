// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_check.h"

#include <algorithm>
#include <mutex>
#include <string_view>

#include "base/hash.h"
#include "base/picture_file.h"
#include "images/header.h"
#include "images/perceptual_hash.h"
#include "images/thumbnail.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

bool saysKind(const fs::path& path, ImageKind kind) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    switch (kind) {
    case ImageKind::png:
        return ending == ".png";
    case ImageKind::jpeg:
        return ending == ".jpg" || ending == ".jpeg" || ending == ".jpe" || ending == ".jfif";
    case ImageKind::webp:
        return ending == ".webp";
    case ImageKind::bmp:
        return ending == ".bmp" || ending == ".dib";
    case ImageKind::gif:
        return ending == ".gif";
    }
    return false;
}

/// Large pictures one at a time, whatever the number of threads: memory stays bounded.
constexpr std::int64_t kLargePixels = 16'000'000;
std::mutex& largeOnes() {
    static std::mutex mutex;
    return mutex;
}

Result<RgbImage> smallOf(std::string_view bytes, const std::string& name, const ImageHeader& header) {
    std::unique_lock<std::mutex> alone;
    if (header.width * header.height > kLargePixels) alone = std::unique_lock(largeOnes());
    return thumbnailOfBytes(bytes, name, kThumbnailPixels);
}

/// Fills the record and gives the thumbnail; nothing when the picture can't be decoded.
std::optional<RgbImage> decoded(const fs::path& path, const std::string& bytes, Project::ImageCheck& check) {
    check.sha256 = sha256Hex(bytes);
    const auto header = parseImageHeader(bytes);
    if (!header) return std::nullopt;
    const auto size = imageSizeOfBytes(bytes, check.path);
    auto small = size ? smallOf(bytes, check.path, *header) : Result<RgbImage>(fail(size.error()));
    if (!small) {
        if (small.error().code == "image.too_large") check.problem = "too_large";
        return std::nullopt;
    }
    check.width = size->width;
    check.height = size->height;
    check.hash = perceptualHash(*small);
    check.problem = saysKind(path, header->kind) ? "" : "wrong_ending";
    return std::move(*small);
}

} // namespace

Project::ImageCheck lookAtImage(const fs::path& path, const Thumbnails* thumbnails, bool& made) {
    Project::ImageCheck check;
    made = false;
    check.path = path.string();
    check.problem = "damaged";
    const auto stamp = pictureStamp(path);
    if (!stamp) return check;
    check.bytes = stamp->bytes;
    check.modified = stamp->modified;
    try {
        if (static_cast<std::uintmax_t>(stamp->bytes) > kMaxFileBytes) {
            check.problem = "too_large";
            return check;
        }
        const auto bytes = readPicture(path);
        const auto small = bytes ? decoded(path, *bytes, check) : std::nullopt;
        if (!small || thumbnails == nullptr) return check;
        const fs::path file = thumbnails->fileOf(path);
        if (!Thumbnails::isThere(file)) made = thumbnails->write(file, *small).has_value();
    } catch (const std::exception&) { // no memory for this one: the others go on
        check.problem = "damaged";
    }
    return check;
}

} // namespace egt::pipelines
