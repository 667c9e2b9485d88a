// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace egt {
namespace fs = std::filesystem;

Result<std::string> readFile(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::error_code code;
    if (!in || fs::is_directory(path, code)) return fail(cannotReadError(path));
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

Error cannotReadError(const fs::path& path) {
    return {"file.cannot_read",
            EGT_TEXT("engine", "The file %1 can't be read. Check the path and its permissions."),
            {path.string()},
            path.string(),
            0,
            {}};
}

Error writeError(const fs::path& path, int errno_value) {
    if (errno_value == ENOSPC || errno_value == EDQUOT || errno_value == EFBIG)
        return {"file.disk_full",
                EGT_TEXT("engine", "The disk is full: %1 was not written. Free some space, then try again."),
                {path.string()},
                path.string(),
                0,
                {}};
    return {"file.cannot_write",
            EGT_TEXT("engine", "%1 can't be written: %2."),
            {path.string(), std::strerror(errno_value)},
            path.string(),
            0,
            {}};
}

int writeAt(int file, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno != EINTR) return errno;
        if (n <= 0) continue;
        bytes.remove_prefix(static_cast<std::size_t>(n));
        offset += static_cast<std::uint64_t>(n);
    }
    return 0;
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes) {
    const fs::path aside = path.string() + ".part";
    const int fd = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return fail(writeError(path, errno));
    int error = writeAt(fd, bytes, 0);
    if (error == 0 && ::fsync(fd) != 0) error = errno;
    if (::close(fd) != 0 && error == 0) error = errno;
    if (error == 0 && ::rename(aside.c_str(), path.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(aside.c_str());
        return fail(writeError(path, error));
    }
    return {};
}

Result<void> makeFolder(const fs::path& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return fail(writeError(path, code.value()));
    return {};
}

} // namespace egt
