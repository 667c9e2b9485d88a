// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/thumbnails.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "images/thumbnail.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

fs::path Thumbnails::fileOf(const fs::path& image) const {
    const fs::path whole = fs::absolute(image).lexically_normal();
    const fs::path own = m_project / "images";
    std::string key = whole.string();
    if (whole.parent_path() == own) {
        key = whole.filename().string();
    } else {
        std::error_code code;
        key += "\n" + std::to_string(fs::file_size(whole, code));
        key += "\n" + std::to_string(fs::last_write_time(whole, code).time_since_epoch().count());
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
    std::error_code code;
    if (!fs::is_regular_file(image, code) || fs::file_size(image, code) > kMaxFileBytes)
        return fail(decodeImage(image).error()); // says which of the two
    EGT_ASSIGN(const std::string bytes, readFile(image));
    EGT_ASSIGN(const RgbImage small, thumbnailOfBytes(bytes, image.string(), kThumbnailPixels));
    EGT_TRY(write(file, small));
    return file;
}

} // namespace egt::pipelines
