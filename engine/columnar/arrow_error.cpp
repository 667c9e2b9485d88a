// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/arrow_error.h"

#include <algorithm>

#include <arrow/util/io_util.h>

#include "base/files.h"

namespace egt::columnar {

std::string clause(const std::string& text) {
    std::string out = text.substr(0, text.find('\n'));
    out.resize(std::min(out.size(), out.find(". "))); // one of several sentences
    while (!out.empty() && (out.back() == '.' || out.back() == ' '))
        out.pop_back();
    return out;
}

Error damaged(const std::string& reason, const std::filesystem::path& file, std::int64_t after_row) {
    if (after_row == 0)
        return {"import.damaged",
                EGT_TEXT("engine", "The data file %1 is damaged or not whole: %2. Get it again."),
                {file.string(), clause(reason)},
                file.string(),
                0,
                {}};
    return {"import.damaged",
            EGT_TEXT("engine", "The data file %1 is damaged after row %2: %3. Get it again; the rows before stay."),
            {file.string(), std::to_string(after_row), clause(reason)},
            file.string(),
            after_row + 1,
            {}};
}

Error readError(const arrow::Status& status, const std::filesystem::path& file, std::int64_t after_row) {
    if (status.IsOutOfMemory())
        return {"import.damaged",
                EGT_TEXT("engine", "The data file %1 says that a part of it needs more than 1 GB of memory; it is "
                                   "damaged, or must be written anew with smaller row groups."),
                {file.string()},
                file.string(),
                after_row + 1,
                {}};
    if (status.IsIOError() && arrow::internal::ErrnoFromStatus(status) != 0)
        return {"import.cannot_read",
                EGT_TEXT("engine", "The data file %1 can't be read: %2."),
                {file.string(), clause(status.message())},
                file.string(),
                0,
                {}};
    return damaged(status.message(), file, after_row);
}

Error writeFailure(const arrow::Status& status, const std::filesystem::path& file) {
    const int error = arrow::internal::ErrnoFromStatus(status);
    if (error != 0) return writeError(file, error);
    return {"file.cannot_write",
            EGT_TEXT("engine", "%1 can't be written: %2."),
            {file.string(), clause(status.message())},
            file.string(),
            0,
            {}};
}

} // namespace egt::columnar
