// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rows of any data set that can be read, as JSON texts: lines, elements of a list, rows of Parquet and Arrow files.

#include <filesystem>
#include <functional>

#include "base/result.h"
#include "formats/columnar.h"
#include "formats/lines.h"

namespace egt::formats {

/// As forEachRow() (lines.h); of a columnar data set (columnar_files.h) the rows of its files one after the other,
/// numbered through. `keep` takes the pictures that rows carry in themselves. Errors: import.cannot_read, those of
/// columnarFiles() and of ColumnarBackend.
Result<void> forEachDataRow(const std::filesystem::path& data, const KeepImage& keep,
                            const std::function<bool(const Line&)>& take);

/// On disk; of a folder that of the files that would be read. 0 where there is none.
std::int64_t bytesOf(const std::filesystem::path& data);

/// What identifies a data set and how much there is to do.
struct DataSetPrint {
    std::string hash; ///< content hash of the file; of several: of their names and content hashes
    std::int64_t rows = 0;
};
/// Reads everything once, quickly. `go_on` is asked now and then; when it says no the print is not whole.
/// Errors: import.cannot_read, those of columnarFiles() and of ColumnarBackend::countRows().
Result<DataSetPrint> printOf(const std::filesystem::path& data, const std::function<bool()>& go_on);

} // namespace egt::formats
