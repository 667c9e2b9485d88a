// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/result.h"

namespace egt::store {

/// project.lock: held by flock(2) for as long as the object lives, so that it is gone with the process however it ends.
/// The file's text (pid and host) is for people.
class ProjectLock {
public:
    ProjectLock() = default;
    ~ProjectLock();
    ProjectLock(const ProjectLock&) = delete;
    ProjectLock& operator=(const ProjectLock&) = delete;
    /// Errors: store.locked (names the holder), store.read_only, file.*
    Result<void> take(const std::filesystem::path& folder);

private:
    int m_fd = -1;
};

} // namespace egt::store
