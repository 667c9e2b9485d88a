// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Files made by Arrow itself.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <arrow/api.h>

namespace egt::test {

inline void ok(const arrow::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
}
template <class T> T ok(arrow::Result<T> result) {
    ok(result.status());
    return std::move(result).ValueOrDie();
}

using Texts = std::vector<std::optional<std::string>>;
std::shared_ptr<arrow::Array> texts(const Texts& values);
std::shared_ptr<arrow::Array> binaries(const Texts& values);
std::shared_ptr<arrow::Array> integers(const std::vector<std::optional<std::int64_t>>& values);
std::shared_ptr<arrow::Array> integersOf(const std::vector<std::int32_t>& values); ///< int32, as offsets are
std::shared_ptr<arrow::Array> numbers(const std::vector<double>& values);
/// The Image feature of `datasets`.
std::shared_ptr<arrow::Array> images(const Texts& bytes, const Texts& paths);

struct NamedColumn {
    std::string name;
    std::shared_ptr<arrow::Array> values;
};
std::shared_ptr<arrow::Table> table(const std::vector<NamedColumn>& columns);

void writeParquetFile(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_group = 1000);
void writeArrowFile(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_batch = 1000);
void writeArrowStream(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_batch = 1000);
std::shared_ptr<arrow::Table> readParquetFile(const std::filesystem::path& file);

struct RowGroup {
    std::int64_t rows = 0;
    std::vector<std::string> compression; ///< of each leaf column
};
std::vector<RowGroup> rowGroups(const std::filesystem::path& file);

/// A tiny picture of its own for every number.
std::string bmpBytes(int number);

/// A table as RLAIF-V has it; every `share`th row has the picture of the row before.
std::shared_ptr<arrow::Table> rlaifTable(int rows, int share = 3);

} // namespace egt::test
