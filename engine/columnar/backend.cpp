// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's entry. No exception crosses it.
#include <array>

#include <arrow/api.h>
#include <arrow/io/api.h>

#include "columnar/arrow_error.h"
#include "columnar/parquet_table.h"
#include "columnar/read_ahead.h"
#include "columnar/rows.h"
#include "formats/columnar_files.h"

namespace egt::columnar {
namespace {
namespace fs = std::filesystem;

using formats::ColumnarKind;

Result<OpenFile> openFile(const fs::path& path) {
    OpenFile out;
    auto file = arrow::io::ReadableFile::Open(path.string());
    if (!file.ok()) return fail(readError(file.status(), path, 0));
    out.file = *file;
    const auto size = out.file->GetSize();
    if (!size.ok()) return fail(readError(size.status(), path, 0));
    out.size = *size;
    return out;
}

arrow::Result<std::unique_ptr<Batches>> batchesOf(ColumnarKind kind, const OpenFile& file, arrow::MemoryPool* pool) {
    switch (kind) {
    case ColumnarKind::parquet:
        return parquetBatches(file, pool);
    case ColumnarKind::arrow_file:
        return ipcFileBatches(file, pool);
    default:
        return ipcStreamBatches(file, pool);
    }
}

/// Nothing of Arrow's is thrown past here: Parquet says by exceptions what its files get wrong.
template <class F> auto guarded(const fs::path& file, const std::int64_t& row, F&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        throw; // the job says so
    } catch (const std::exception& error) {
        return fail(damaged(error.what(), file, row));
    }
}

class Reading {
public:
    Reading(const formats::ColumnarFile& file, const formats::KeepImage& keep, const TakeRow& take)
        : m_path(file.path), m_text(file.split, keep), m_take(take) {}

    Result<void> run() {
        return guarded(m_path, m_row, [this]() -> Result<void> {
            EGT_ASSIGN(const OpenFile file, openFile(m_path));
            auto batches = batchesOf(formats::columnarKind(m_path), file, &m_pool);
            if (!batches.ok()) return fail(readError(batches.status(), m_path, 0));
            EGT_TRY(checkDepth((*batches)->schema()));
            return all(**batches);
        });
    }

private:
    Result<void> checkDepth(const arrow::Schema& schema) const {
        if (depthOf(schema) <= kMaxDepth) return {};
        return fail("import.too_deep",
                    EGT_TEXT("engine", "The data file %1 nests its columns deeper than %2 levels; no data set does. "
                                       "Check where it comes from."),
                    {m_path.string(), std::to_string(kMaxDepth)}, m_path.string());
    }

    Result<void> all(Batches& batches) {
        ReadAhead ahead(batches);
        for (;;) {
            const auto batch = ahead.next();
            if (!batch.ok()) return fail(readError(batch.status(), m_path, m_row));
            if (*batch == nullptr) return {};
            m_text.begin(**batch);
            for (std::int64_t i = 0; i < (*batch)->num_rows(); ++i)
                if (!m_take(m_text.row(i, ++m_row)) || m_text.failed()) return {};
        }
    }

    fs::path m_path;
    arrow::CappedMemoryPool m_pool{arrow::default_memory_pool(), kMemoryLimit};
    RowText m_text;
    const TakeRow& m_take;
    std::int64_t m_row = 0;
};

/// A stream tells its number of rows only at its end.
Result<std::int64_t> countByReading(const OpenFile& file, arrow::MemoryPool* pool, const fs::path& path) {
    auto batches = ipcStreamBatches(file, pool);
    if (!batches.ok()) return fail(readError(batches.status(), path, 0));
    std::int64_t rows = 0;
    for (;;) {
        const auto batch = (*batches)->next();
        if (!batch.ok()) return fail(readError(batch.status(), path, rows));
        if (*batch == nullptr) return rows;
        rows += (*batch)->num_rows();
    }
}

class Backend final : public formats::ColumnarBackend {
public:
    [[nodiscard]] Result<std::int64_t> countRows(const fs::path& path) const override {
        return guarded(path, std::int64_t{0}, [&]() -> Result<std::int64_t> {
            EGT_ASSIGN(const OpenFile file, openFile(path));
            arrow::CappedMemoryPool pool(arrow::default_memory_pool(), kMemoryLimit);
            const ColumnarKind kind = formats::columnarKind(path);
            if (kind == ColumnarKind::arrow_stream) return countByReading(file, &pool, path);
            const auto rows =
                kind == ColumnarKind::parquet ? parquetRowCount(file, &pool) : ipcFileRowCount(file, &pool);
            if (!rows.ok()) return fail(readError(rows.status(), path, 0));
            return *rows;
        });
    }
    Result<void> readRows(const formats::ColumnarFile& file, const formats::KeepImage& keep,
                          const TakeRow& take) const override {
        return Reading(file, keep, take).run();
    }
    [[nodiscard]] Result<std::unique_ptr<formats::TableWriter>>
    writeParquet(const formats::TableSpec& spec) const override {
        return openParquetTable(spec);
    }
};

} // namespace
} // namespace egt::columnar

extern "C" __attribute__((visibility("default"))) const egt::formats::ColumnarBackend*
egt_columnar_backend(int version) {
    static const egt::columnar::Backend backend;
    return version == egt::formats::kColumnarVersion ? &backend : nullptr;
}
