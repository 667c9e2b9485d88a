// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace egt::pipelines {

/// An export folder while it is being written: OUT.part, which takes the name OUT at the end and is removed when that
/// is never reached. What is there under the name OUT is whole at every moment: a kill leaves the old export or the new
/// one.
class StagedFolder {
public:
    /// `replace`: an export that is there already may be replaced, if nothing else lies in its folder.
    /// Errors: export.no_folder, export.exists, file.cannot_write, file.disk_full.
    static Result<std::unique_ptr<StagedFolder>> make(const std::string& out, bool replace);
    ~StagedFolder();
    StagedFolder(const StagedFolder&) = delete;
    StagedFolder& operator=(const StagedFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& part() const { return m_part; }
    [[nodiscard]] const std::filesystem::path& target() const { return m_target; }
    /// Errors: file.cannot_write.
    Result<void> finish();

private:
    StagedFolder(std::filesystem::path target, std::filesystem::path part)
        : m_target(std::move(target)), m_part(std::move(part)) {}
    Result<void> changePlaces();
    std::filesystem::path m_target;
    std::filesystem::path m_part;
    bool m_done = false;
};

} // namespace egt::pipelines
