// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/thumbnails.h"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/picture_file.h"
#include "images/thumbnail.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

fs::path Thumbnails::fileOf(const fs::path& image) const {
    const fs::path whole = fs::absolute(image).lexically_normal();
    const fs::path own = m_project / "images";
    std::string key = whole.string();
    if (whole.parent_path() == own || (packPiece(whole) && whole.parent_path().parent_path() == own)) {
        key = whole.filename().string(); // of their content
    } else if (const auto stamp = pictureStamp(whole)) {
        key += "\n" + std::to_string(stamp->bytes);
        key += "\n" + std::to_string(stamp->modified);
    }
    const std::string hash = contentHash(key);
    return m_project / "thumbnails" / hash.substr(0, 2) / (hash + ".jpg");
}

bool Thumbnails::isThere(const fs::path& file) {
    std::error_code code;
    const auto size = fs::file_size(file, code);
    return !code && size > 0; // empty: the power failed before it was on the disk
}

// Without waiting for the disk: what is lost can be made again. Two may make the same one at a time.
Result<void> Thumbnails::write(const fs::path& file, const RgbImage& small) const {
    static std::atomic<unsigned> count = 0;
    EGT_ASSIGN(const std::string bytes, encodeJpeg(small));
    EGT_TRY(makeFolder(file.parent_path()));
    const fs::path aside = file.string() + "." + std::to_string(::getpid()) + "." + std::to_string(++count) + ".part";
    errno = 0;
    std::ofstream out(aside, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    std::error_code code;
    if (out) fs::rename(aside, file, code);
    if (out && !code) return {};
    const Error error = writeError(file, code ? code.value() : errno);
    fs::remove(aside, code);
    return fail(error);
}

Result<fs::path> Thumbnails::make(const fs::path& image) const {
    fs::path file = fileOf(image);
    if (isThere(file)) return file;
    const auto stamp = pictureStamp(image);
    if (!stamp || static_cast<std::uintmax_t>(stamp->bytes) > kMaxFileBytes)
        return fail(decodeImage(image).error()); // says which of the two
    EGT_ASSIGN(const std::string bytes, readPicture(image));
    EGT_ASSIGN(const RgbImage small, thumbnailOfBytes(bytes, image.string(), kThumbnailPixels));
    EGT_TRY(write(file, small));
    return file;
}

} // namespace egt::pipelines
