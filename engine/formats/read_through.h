// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A data file from its first byte to its last, in pieces. Private to the readers.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace egt::formats {

inline tl::unexpected<Error> cannotRead(const std::filesystem::path& file, int error) {
    return fail("import.cannot_read", EGT_TEXT("engine", "The data file %1 can't be read: %2."),
                {file.string(), std::strerror(error)}, file.string());
}

/// rows.add(piece) until it says false; rows.finish() when everything was read.
template <class Collector> Result<void> readThrough(const std::filesystem::path& file, Collector& rows) {
    std::error_code code;
    if (std::filesystem::is_directory(file, code)) return cannotRead(file, EISDIR);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!in) return cannotRead(file, errno);
    std::string buffer(1U << 18, '\0');
    for (;;) {
        const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), in.get());
        if (n > 0 && !rows.add(std::string_view(buffer).substr(0, n))) return {};
        if (n < buffer.size()) {
            if (std::ferror(in.get()) != 0) return cannotRead(file, errno);
            break;
        }
    }
    rows.finish();
    return {};
}

} // namespace egt::formats
