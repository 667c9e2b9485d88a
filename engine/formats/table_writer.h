// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writing typed tables (Parquet). The rows come as JSON objects, so that a layout is written once whether it leaves as
// JSONL or as Parquet. The work is done by libegt_arrow.so, which is opened at the first call.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace egt::formats {

struct TableColumn;

/// What a column holds. Every value may also be null or absent.
struct TableType {
    enum class Kind {
        boolean,
        integer, ///< 64 bits, signed
        number,  ///< double
        text,    ///< UTF-8
        image,   ///< struct {bytes, path}: the Image feature of the `datasets` library
        list,
        record ///< struct
    };
    Kind kind = Kind::text;
    std::vector<TableColumn> fields; ///< of a record; of a list the one type of its elements, without a name

    static TableType boolean() { return {Kind::boolean, {}}; }
    static TableType integer() { return {Kind::integer, {}}; }
    static TableType number() { return {Kind::number, {}}; }
    static TableType text() { return {Kind::text, {}}; }
    static TableType image() { return {Kind::image, {}}; }
    static TableType listOf(TableType element);
    static TableType record(std::vector<TableColumn> fields);
};

struct TableColumn {
    std::string name;
    TableType type;
};

inline TableType TableType::listOf(TableType element) {
    TableType out{Kind::list, {}};
    out.fields.push_back({std::string(), std::move(element)});
    return out;
}
inline TableType TableType::record(std::vector<TableColumn> fields) {
    return {Kind::record, std::move(fields)};
}

struct TableSpec {
    std::filesystem::path file; ///< written as `file`.part and renamed by finish()
    std::vector<TableColumn> columns;
    std::int64_t rows_per_group = 1000;        ///< a row group ends after so many rows
    std::int64_t bytes_per_group = 32LL << 20; ///< or after so many bytes of values; bounds memory
};

/// Rows of a table on their way to a file. One that is never finished is removed. Not for several threads at once.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    /// One row as a JSON object; fields without a column are refused, null and absent are null. A value of an image
    /// column is {"path": …, "file": …}: the bytes of `file` (an absolute path) are embedded and `path` is the name
    /// written beside them; without "file" only the name is written.
    /// Errors: table.bad_row (field), file.cannot_read, file.cannot_write, file.disk_full.
    virtual Result<void> add(std::string_view json_row) = 0;
    /// Writes the footer, flushes to disk and renames. Errors: file.cannot_write, file.disk_full.
    virtual Result<void> finish() = 0;
    [[nodiscard]] virtual std::int64_t rows() const = 0;
};

/// Zstandard-compressed Parquet that `datasets.load_dataset("parquet")` reads with its features (lists, records, images
/// as Image). The same rows give the same bytes.
/// Errors: columnar.not_installed, columnar.no_arrow, columnar.version, file.cannot_write, table.bad_columns.
Result<std::unique_ptr<TableWriter>> writeParquet(const TableSpec& spec);

} // namespace egt::formats
