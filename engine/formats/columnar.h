// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parquet and Arrow files. Their library (Arrow C++) is behind libegt_arrow.so, opened at the first such file, so that
// a machine without Arrow runs everything else. Rows come out as JSON objects: a layout is described once for JSONL and
// for Parquet.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/table_writer.h"

namespace egt::formats {

/// Takes the bytes of a picture that a row carries in itself and says by which name the row knows it from now on
/// ("images/<content hash>.jpg"). Nothing: it could not be kept, and reading ends after this row.
using KeepImage = std::function<std::optional<std::string>(std::string_view bytes)>;

/// The field of a JSON object that stands for kept bytes: {"egt_image": "images/…"}. Where a column is a struct {bytes,
/// path} it is the value of `bytes`.
inline constexpr const char* kEmbeddedImage = "egt_image";
/// The name of a picture that nobody keeps: when a layout is only to be recognised.
inline constexpr const char* kNotKept = "images/";

/// One file of a data set and the split that it belongs to (empty: not said).
struct ColumnarFile {
    std::filesystem::path path;
    std::string split;
};

struct ColumnarRow {
    std::int64_t number = 0; ///< 1-based within the file
    std::string_view json; ///< one object; columns in file order; `split` added where the file has a split and no such
                           ///< column
    bool too_long = false; ///< longer than kMaxLineBytes (lines.h): json is empty
};

/// What libegt_arrow.so does. Stateless; any thread. Memory: a page of each column and a few megabytes of rows.
/// Errors: import.cannot_read, import.damaged (with the row after which it broke), import.too_deep.
class ColumnarBackend {
public:
    virtual ~ColumnarBackend() = default;
    /// Without reading the rows where the file tells (all but Arrow streams).
    virtual Result<std::int64_t> countRows(const std::filesystem::path& file) const = 0;
    /// In file order until `take` says false. Numbers keep their shortest exact text, NaN and infinities become null,
    /// times and decimals become text, bytes that are no picture become text where they are UTF-8 and else
    /// {"base64": …}.
    virtual Result<void> readRows(const ColumnarFile& file, const KeepImage& keep,
                                  const std::function<bool(const ColumnarRow&)>& take) const = 0;
    virtual Result<std::unique_ptr<TableWriter>> writeParquet(const TableSpec& spec) const = 0;
};

/// Raise it when anything in this file or in table_writer.h changes.
inline constexpr int kColumnarVersion = 1;
inline constexpr const char* kColumnarFactory = "egt_columnar_backend";
using ColumnarFactory = const ColumnarBackend* (*)(int version); ///< null: of another version

/// Opens libegt_arrow.so and what it stands on, once a process; never unloaded. Arrow is looked for in the folder named
/// by the environment variable EGT_ARROW, else in the files named by egt_arrow.paths beside the library, else where the
/// system finds it. `library`: its path; empty = beside libegt_core.so.
/// Errors: columnar.not_installed, columnar.no_arrow, columnar.version.
Result<const ColumnarBackend*> columnarBackend(const std::string& library = {});

} // namespace egt::formats
