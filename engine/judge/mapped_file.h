// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace egt::judge {

/// A file's bytes in the address space, read by the system when they are looked at. The file must not shrink meanwhile.
class MappedFile {
public:
    /// Errors: judge.missing_file, judge.bad_weights (empty, or cannot be mapped).
    static Result<std::shared_ptr<MappedFile>> open(const std::filesystem::path& path);
    MappedFile() = default;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::string_view bytes() const { return {m_data, m_size}; }
    /// Lets go of the memory that whole pages inside `part` of bytes() take; looking again reads them again.
    static void release(std::string_view part);

private:
    const char* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace egt::judge
