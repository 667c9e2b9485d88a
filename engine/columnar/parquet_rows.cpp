// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include "columnar/rows.h"

namespace egt::columnar {
namespace {

constexpr std::int64_t kLargeColumn = 64 << 20;

/// A column of a row group is read at once, which copies it once less, unless one is large.
parquet::ReaderProperties properties(const parquet::FileMetaData& metadata, arrow::MemoryPool* pool) {
    parquet::ReaderProperties out(pool);
    std::int64_t largest = 0;
    for (int group = 0; group < metadata.num_row_groups(); ++group)
        largest = std::max(largest, metadata.RowGroup(group)->total_compressed_size());
    if (largest > 0 && largest <= kLargeColumn) return out; // some writers do not say: 0
    out.enable_buffered_stream();
    out.set_buffer_size(1 << 20);
    return out;
}

/// So that a batch is about two megabytes, which a processor's cache still has when its rows are used: rows with
/// pictures are large, texts are small.
std::int64_t rowsOfABatch(const parquet::FileMetaData& metadata) {
    std::int64_t bytes = 0;
    for (int group = 0; group < metadata.num_row_groups(); ++group)
        bytes = std::max(bytes, metadata.RowGroup(group)->total_byte_size() /
                                    std::max<std::int64_t>(1, metadata.RowGroup(group)->num_rows()));
    return std::clamp<std::int64_t>((2 << 20) / std::max<std::int64_t>(1, bytes), 1, 2048);
}

/// Row group by row group, so that a damaged one takes no rows of the one before with it.
class ParquetBatches final : public Batches {
public:
    explicit ParquetBatches(std::unique_ptr<parquet::arrow::FileReader> reader) : m_reader(std::move(reader)) {}

    arrow::Status open() { return m_reader->GetSchema(&m_schema); }
    [[nodiscard]] const arrow::Schema& schema() const override { return *m_schema; }
    arrow::Result<std::shared_ptr<arrow::RecordBatch>> next() override {
        for (;;) {
            std::shared_ptr<arrow::RecordBatch> batch;
            if (m_batches) ARROW_RETURN_NOT_OK(m_batches->ReadNext(&batch));
            if (batch || m_group == m_reader->num_row_groups()) return batch;
            ARROW_ASSIGN_OR_RAISE(m_batches, m_reader->GetRecordBatchReader({m_group++}));
        }
    }

private:
    std::unique_ptr<parquet::arrow::FileReader> m_reader; // outlives what it gave
    std::shared_ptr<arrow::Schema> m_schema;
    std::unique_ptr<arrow::RecordBatchReader> m_batches;
    int m_group = 0;
};

} // namespace

arrow::Result<std::unique_ptr<Batches>> parquetBatches(const OpenFile& file, arrow::MemoryPool* pool) {
    parquet::arrow::FileReaderBuilder builder;
    const auto metadata = parquet::ReadMetaData(file.file);
    ARROW_RETURN_NOT_OK(builder.Open(file.file, properties(*metadata, pool), metadata));
    parquet::ArrowReaderProperties arrow_properties(false); // the reading thread is ours
    arrow_properties.set_pre_buffer(false);
    arrow_properties.set_batch_size(rowsOfABatch(*metadata));
    builder.memory_pool(pool)->properties(arrow_properties);
    ARROW_ASSIGN_OR_RAISE(auto reader, builder.Build());
    auto batches = std::make_unique<ParquetBatches>(std::move(reader));
    ARROW_RETURN_NOT_OK(batches->open());
    return batches;
}

arrow::Result<std::int64_t> parquetRowCount(const OpenFile& file, arrow::MemoryPool* pool) {
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(file.file, parquet::ReaderProperties(pool)));
    return builder.raw_reader()->metadata()->num_rows();
}

} // namespace egt::columnar
