// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The kinds of files: rows out of one.

#include <memory>

#include <arrow/io/type_fwd.h>
#include <arrow/memory_pool.h>
#include <arrow/type_fwd.h>

#include "columnar/row_text.h"
#include "formats/columnar.h"

namespace egt::columnar {

using TakeRow = std::function<bool(const formats::ColumnarRow&)>;

/// What one reading may hold at once: a damaged length must not take the machine's memory.
inline constexpr std::int64_t kMemoryLimit = 1LL << 30;

/// Batches of one file in turn. Errors as readRows().
class Batches {
public:
    virtual ~Batches() = default;
    [[nodiscard]] virtual const arrow::Schema& schema() const = 0;
    /// Null after the last one.
    virtual arrow::Result<std::shared_ptr<arrow::RecordBatch>> next() = 0;
};

struct OpenFile {
    std::shared_ptr<arrow::io::RandomAccessFile> file;
    std::int64_t size = 0;
};

/// Apache Parquet (magic "PAR1"): row groups in pieces of a few megabytes, pages as they are needed.
arrow::Result<std::unique_ptr<Batches>> parquetBatches(const OpenFile& file, arrow::MemoryPool* pool);
arrow::Result<std::int64_t> parquetRowCount(const OpenFile& file, arrow::MemoryPool* pool);

/// Arrow IPC, file (magic "ARROW1") or stream, as `datasets` saves it. Every batch is validated: lengths and places in
/// it are what the file claims.
arrow::Result<std::unique_ptr<Batches>> ipcFileBatches(const OpenFile& file, arrow::MemoryPool* pool);
arrow::Result<std::unique_ptr<Batches>> ipcStreamBatches(const OpenFile& file, arrow::MemoryPool* pool);
arrow::Result<std::int64_t> ipcFileRowCount(const OpenFile& file, arrow::MemoryPool* pool);

} // namespace egt::columnar
