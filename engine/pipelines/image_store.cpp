// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_store.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "formats/embedded_image.h"
#include "images/image.h"
#include "pipelines/image_finder.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kRemembered = 1U << 16;
constexpr std::size_t kSyncedAtOnce = 32U << 20;

} // namespace

std::string imageName(std::string_view bytes) {
    const std::string_view kind = formats::imageExtension(bytes);
    return "images/" + sha256Hex(bytes) + "." + std::string(kind.empty() ? "bin" : kind);
}

KeptImage imageOfBytes(std::string name, std::string_view bytes, const std::string& hash) {
    KeptImage out;
    out.name = std::move(name);
    out.identity = ImageFinder::identityOfHash(hash);
    if (const auto size = imageSizeOfBytes(bytes, out.name)) {
        out.width = size->width;
        out.height = size->height;
    } else { // kept: the viewer and the judge say the same about it
        out.problem = size.error().code == "image.too_large" ? "it has more than 100 megapixels"
                                                             : "it is damaged or of an unknown kind";
    }
    return out;
}

ImageStore::~ImageStore() {
    endSync();
    if (m_folder >= 0) ::close(m_folder);
}

Result<void> ImageStore::makeRoom() {
    if (m_folder >= 0) return {};
    const std::filesystem::path folder = m_project / "images";
    EGT_TRY(makeFolder(folder));
    m_folder = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_folder < 0) return fail(writeError(folder, errno));
    return {};
}

Result<void> ImageStore::put(const std::string& name, std::string_view bytes) {
    if (m_there.size() >= kRemembered) m_there.clear();
    if (!m_there.insert(name).second) return {};
    EGT_TRY(makeRoom());
    const std::string path = (m_project / name).string();
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0 && static_cast<std::size_t>(found.st_size) == bytes.size()) return {};
    const std::string aside = path + ".part";
    const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int error = file < 0 ? errno : writeAt(file, bytes, 0);
    if (file >= 0 && ::close(file) != 0 && error == 0) error = errno;
    if (error == 0 && ::rename(aside.c_str(), path.c_str()) != 0) error = errno;
    if (error == 0) {
        m_unsynced += bytes.size();
        if (m_unsynced >= kSyncedAtOnce) beginSync();
        return {};
    }
    ::unlink(aside.c_str());
    m_there.erase(name);
    return fail(writeError(path, error));
}

// One for many: a file alone would wait for the disk each time.
void ImageStore::beginSync() {
    if (m_syncing.valid() && m_syncing.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    endSync();
    m_unsynced = 0;
    m_syncing = std::async(std::launch::async, [folder = m_folder] { return ::syncfs(folder) == 0 ? 0 : errno; });
}

void ImageStore::endSync() {
    if (!m_syncing.valid()) return;
    if (const int error = m_syncing.get(); error != 0) m_sync_error = error;
}

Result<void> ImageStore::sync() {
    if (m_folder < 0) return {};
    endSync();
    if (m_unsynced > 0 && ::syncfs(m_folder) != 0) m_sync_error = errno;
    if (m_sync_error != 0) return fail(writeError(m_project / "images", m_sync_error));
    m_unsynced = 0;
    return {};
}

} // namespace egt::pipelines
