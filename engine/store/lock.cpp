// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lock.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"

namespace egt::store {
namespace {

std::string hostName() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "?";
    return name.data();
}

/// "PID HOST" as the holder wrote it.
std::pair<std::string, std::string> holder(int fd) {
    std::array<char, 512> text{};
    const ssize_t n = ::pread(fd, text.data(), text.size() - 1, 0);
    const std::string line(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) return {"?", "?"};
    return {line.substr(0, space), line.substr(space + 1, line.find('\n') - space - 1)};
}

} // namespace

ProjectLock::~ProjectLock() {
    if (m_fd >= 0) ::close(m_fd);
}

Result<void> ProjectLock::take(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "project.lock";
    m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
        return fail(
            "store.read_only",
            EGT_TEXT("engine", "The project %1 can't be changed: it is read-only. Open a copy that you may write."),
            {folder.string()}, folder.string());
    if (m_fd < 0) return fail(writeError(path, errno));
    while (::flock(m_fd, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        if (error == EINTR) continue;
        if (error != EWOULDBLOCK) return fail(writeError(path, error));
        const auto [pid, host] = holder(m_fd);
        return fail("store.locked",
                    EGT_TEXT("engine",
                             "The project %1 is open in another program (process %2 on %3). Close it there, or "
                             "open the project read-only."),
                    {folder.string(), pid, host}, folder.string());
    }
    const std::string text = std::to_string(::getpid()) + " " + hostName() + "\n";
    if (::ftruncate(m_fd, 0) != 0 || ::pwrite(m_fd, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        return fail(writeError(path, errno == 0 ? EIO : errno));
    return {};
}

} // namespace egt::store
