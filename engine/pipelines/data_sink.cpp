// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/data_sink.h"

#include "base/hash.h"
#include "formats/parquet_writer.h"
#include "pipelines/lines_file.h"

namespace egt::pipelines {
namespace {

class Lines final : public DataSink {
public:
    explicit Lines(const std::filesystem::path& path) : m_file(path) {}
    Result<void> open(const std::string& head) {
        EGT_TRY(m_file.open());
        if (!head.empty()) EGT_TRY(m_file.add(head));
        return {};
    }
    Result<void> add(std::string_view row) override { return m_file.add(row); }
    Result<Finished> finish() override {
        EGT_TRY(m_file.finish());
        return Finished{m_file.bytes(), m_file.sha256()};
    }

private:
    LinesFile m_file;
};

class Table final : public DataSink {
public:
    Table(std::filesystem::path path, std::unique_ptr<formats::TableWriter> table)
        : m_path(std::move(path)), m_table(std::move(table)) {}
    Result<void> add(std::string_view row) override { return m_table->add(row); }
    Result<Finished> finish() override {
        EGT_TRY(m_table->finish());
        EGT_ASSIGN(std::string hash, sha256File(m_path));
        std::error_code code;
        return Finished{static_cast<std::int64_t>(std::filesystem::file_size(m_path, code)), std::move(hash)};
    }

private:
    std::filesystem::path m_path;
    std::unique_ptr<formats::TableWriter> m_table;
};

} // namespace

Result<std::unique_ptr<DataSink>> DataSink::open(const formats::Writer& writer, const std::filesystem::path& path) {
    if (writer.layout().table) {
        formats::TableSpec spec;
        spec.file = path;
        spec.columns = formats::columnsOf(writer);
        EGT_ASSIGN(auto table, formats::writeParquet(spec));
        return std::unique_ptr<DataSink>(new Table(path, std::move(table)));
    }
    auto lines = std::make_unique<Lines>(path);
    EGT_TRY(lines->open(writer.head()));
    return std::unique_ptr<DataSink>(std::move(lines));
}

} // namespace egt::pipelines
