// SPDX-License-Identifier: GPL-3.0-or-later
#include <arrow/api.h>
#include <arrow/io/api.h>
#include <arrow/ipc/reader.h>

#include "columnar/rows.h"

namespace egt::columnar {
namespace {

arrow::ipc::IpcReadOptions options(arrow::MemoryPool* pool) {
    arrow::ipc::IpcReadOptions out = arrow::ipc::IpcReadOptions::Defaults();
    out.memory_pool = pool;
    out.use_threads = false;
    out.max_recursion_depth = kMaxDepth;
    return out;
}

class FileBatches final : public Batches {
public:
    explicit FileBatches(std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader) : m_reader(std::move(reader)) {}
    [[nodiscard]] const arrow::Schema& schema() const override { return *m_reader->schema(); }
    arrow::Result<std::shared_ptr<arrow::RecordBatch>> next() override {
        if (m_next >= m_reader->num_record_batches()) return nullptr;
        ARROW_ASSIGN_OR_RAISE(auto batch, m_reader->ReadRecordBatch(m_next++));
        ARROW_RETURN_NOT_OK(batch->ValidateFull());
        return batch;
    }

private:
    std::shared_ptr<arrow::ipc::RecordBatchFileReader> m_reader;
    int m_next = 0;
};

class StreamBatches final : public Batches {
public:
    explicit StreamBatches(std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader) : m_reader(std::move(reader)) {}
    [[nodiscard]] const arrow::Schema& schema() const override { return *m_reader->schema(); }
    arrow::Result<std::shared_ptr<arrow::RecordBatch>> next() override {
        std::shared_ptr<arrow::RecordBatch> batch;
        ARROW_RETURN_NOT_OK(m_reader->ReadNext(&batch));
        if (batch) ARROW_RETURN_NOT_OK(batch->ValidateFull());
        return batch;
    }

private:
    std::shared_ptr<arrow::ipc::RecordBatchStreamReader> m_reader;
};

} // namespace

arrow::Result<std::unique_ptr<Batches>> ipcFileBatches(const OpenFile& file, arrow::MemoryPool* pool) {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(file.file, options(pool)));
    return std::make_unique<FileBatches>(std::move(reader));
}

arrow::Result<std::unique_ptr<Batches>> ipcStreamBatches(const OpenFile& file, arrow::MemoryPool* pool) {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchStreamReader::Open(file.file, options(pool)));
    return std::make_unique<StreamBatches>(std::move(reader));
}

arrow::Result<std::int64_t> ipcFileRowCount(const OpenFile& file, arrow::MemoryPool* pool) {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(file.file, options(pool)));
    return reader->CountRows();
}

} // namespace egt::columnar
