// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/parquet_table.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "base/files.h"
#include "columnar/arrow_error.h"
#include "columnar/json_columns.h"
#include "columnar/table_schema.h"

namespace egt::columnar {
namespace {
namespace fs = std::filesystem;

/// Pages are measured only after a batch of values: with pictures in them a large batch would be a huge page.
constexpr std::int64_t kValuesOfABatch = 64;

std::shared_ptr<parquet::WriterProperties> properties(const formats::TableSpec& spec) {
    parquet::WriterProperties::Builder out;
    out.compression(parquet::Compression::ZSTD)->write_batch_size(kValuesOfABatch);
    out.max_row_group_length(spec.rows_per_group)->created_by("EGT Studio");
    for (const std::string& column : pictureColumns(spec.columns))
        out.compression(column, parquet::Compression::UNCOMPRESSED)
            ->disable_dictionary(column)
            ->disable_statistics(column);
    return out.build();
}

class ParquetTable final : public formats::TableWriter {
public:
    ParquetTable(formats::TableSpec spec, std::shared_ptr<arrow::Schema> schema)
        : m_spec(std::move(spec)), m_aside(m_spec.file.string() + ".part"), m_schema(std::move(schema)),
          m_columns(m_spec.columns, m_schema) {}
    ~ParquetTable() override {
        if (m_finished) return;
        if (m_sink) ARROW_UNUSED(m_sink->Close()); // the file goes anyway
        std::error_code code;
        fs::remove(m_aside, code);
    }
    ParquetTable(const ParquetTable&) = delete;
    ParquetTable& operator=(const ParquetTable&) = delete;

    Result<void> open() {
        return guarded([this] {
            ARROW_ASSIGN_OR_RAISE(m_sink, arrow::io::FileOutputStream::Open(m_aside.string()));
            const auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
            ARROW_ASSIGN_OR_RAISE(m_writer,
                                  parquet::arrow::FileWriter::Open(*m_schema, arrow::default_memory_pool(), m_sink,
                                                                   properties(m_spec), arrow_properties));
            return arrow::Status::OK();
        });
    }

    Result<void> add(std::string_view json_row) override {
        EGT_TRY(m_columns.add(json_row, m_rows + 1));
        ++m_rows;
        if (m_columns.rows() < m_spec.rows_per_group && m_columns.bytes() < m_spec.bytes_per_group) return {};
        return flush();
    }

    Result<void> finish() override {
        if (m_columns.rows() > 0) EGT_TRY(flush());
        EGT_TRY(guarded([this] {
            ARROW_RETURN_NOT_OK(m_writer->Close());
            return m_sink->Close();
        }));
        EGT_TRY(toDisk());
        if (::rename(m_aside.c_str(), m_spec.file.c_str()) != 0) return fail(writeError(m_spec.file, errno));
        m_finished = true;
        return {};
    }
    [[nodiscard]] std::int64_t rows() const override { return m_rows; }

private:
    /// One row group.
    Result<void> flush() {
        return guarded([this] {
            ARROW_ASSIGN_OR_RAISE(const auto batch, m_columns.take());
            ARROW_ASSIGN_OR_RAISE(const auto table, arrow::Table::FromRecordBatches(m_schema, {batch}));
            return m_writer->WriteTable(*table, m_spec.rows_per_group);
        });
    }

    Result<void> toDisk() const {
        const int file = ::open(m_aside.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return fail(writeError(m_spec.file, errno));
        const int error = ::fsync(file) == 0 ? 0 : errno;
        ::close(file);
        if (error != 0) return fail(writeError(m_spec.file, error));
        return {};
    }

    template <class F> Result<void> guarded(F&& work) const {
        try {
            if (const arrow::Status status = work(); !status.ok()) return fail(writeFailure(status, m_spec.file));
            return {};
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            return fail(writeFailure(arrow::Status::IOError(error.what()), m_spec.file));
        }
    }

    formats::TableSpec m_spec;
    fs::path m_aside;
    std::shared_ptr<arrow::Schema> m_schema;
    JsonColumns m_columns; // of m_spec's columns
    std::shared_ptr<arrow::io::FileOutputStream> m_sink;
    std::unique_ptr<parquet::arrow::FileWriter> m_writer;
    std::int64_t m_rows = 0;
    bool m_finished = false;
};

} // namespace

Result<std::unique_ptr<formats::TableWriter>> openParquetTable(const formats::TableSpec& spec) {
    EGT_ASSIGN(std::shared_ptr<arrow::Schema> schema, schemaOf(spec));
    auto table = std::make_unique<ParquetTable>(spec, std::move(schema));
    EGT_TRY(table->open());
    return table;
}

} // namespace egt::columnar
