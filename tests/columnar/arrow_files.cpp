// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/arrow_files.h"

#include <arrow/io/api.h>
#include <arrow/ipc/api.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/types.h>

namespace egt::test {
namespace {

template <class Builder, class Values> std::shared_ptr<arrow::Array> built(const Values& values) {
    Builder builder;
    for (const auto& value : values)
        ok(value ? builder.Append(*value) : builder.AppendNull());
    return ok(builder.Finish());
}

std::shared_ptr<arrow::io::FileOutputStream> sinkOf(const std::filesystem::path& file) {
    return ok(arrow::io::FileOutputStream::Open(file.string()));
}

} // namespace

std::shared_ptr<arrow::Array> texts(const Texts& values) {
    return built<arrow::StringBuilder>(values);
}
std::shared_ptr<arrow::Array> binaries(const Texts& values) {
    return built<arrow::BinaryBuilder>(values);
}
std::shared_ptr<arrow::Array> integers(const std::vector<std::optional<std::int64_t>>& values) {
    return built<arrow::Int64Builder>(values);
}
std::shared_ptr<arrow::Array> integersOf(const std::vector<std::int32_t>& values) {
    arrow::Int32Builder builder;
    ok(builder.AppendValues(values));
    return ok(builder.Finish());
}
std::shared_ptr<arrow::Array> numbers(const std::vector<double>& values) {
    arrow::DoubleBuilder builder;
    ok(builder.AppendValues(values));
    return ok(builder.Finish());
}
std::shared_ptr<arrow::Array> images(const Texts& bytes, const Texts& paths) {
    return ok(arrow::StructArray::Make({binaries(bytes), texts(paths)}, std::vector<std::string>{"bytes", "path"}));
}

std::shared_ptr<arrow::Table> table(const std::vector<NamedColumn>& columns) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (const NamedColumn& column : columns) {
        fields.push_back(arrow::field(column.name, column.values->type()));
        arrays.push_back(column.values);
    }
    return arrow::Table::Make(arrow::schema(fields), arrays);
}

void writeParquetFile(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_group) {
    const auto sink = sinkOf(file);
    const auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    ok(parquet::arrow::WriteTable(table, arrow::default_memory_pool(), sink, rows_per_group,
                                  parquet::default_writer_properties(), arrow_properties));
    ok(sink->Close());
}

void writeArrowFile(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_batch) {
    const auto sink = sinkOf(file);
    const auto writer = ok(arrow::ipc::MakeFileWriter(sink, table.schema()));
    ok(writer->WriteTable(table, rows_per_batch));
    ok(writer->Close());
    ok(sink->Close());
}

void writeArrowStream(const std::filesystem::path& file, const arrow::Table& table, std::int64_t rows_per_batch) {
    const auto sink = sinkOf(file);
    const auto writer = ok(arrow::ipc::MakeStreamWriter(sink, table.schema()));
    ok(writer->WriteTable(table, rows_per_batch));
    ok(writer->Close());
    ok(sink->Close());
}

std::shared_ptr<arrow::Table> readParquetFile(const std::filesystem::path& file) {
    const auto source = ok(arrow::io::ReadableFile::Open(file.string()));
    const auto reader = ok(parquet::arrow::OpenFile(source, arrow::default_memory_pool()));
    return ok(reader->ReadTable());
}

std::vector<RowGroup> rowGroups(const std::filesystem::path& file) {
    const auto metadata = parquet::ParquetFileReader::OpenFile(file.string())->metadata();
    std::vector<RowGroup> out;
    for (int g = 0; g < metadata->num_row_groups(); ++g) {
        const auto group = metadata->RowGroup(g);
        out.push_back({group->num_rows(), {}});
        for (int c = 0; c < group->num_columns(); ++c)
            out.back().compression.push_back(
                group->ColumnChunk(c)->compression() == parquet::Compression::ZSTD           ? "ZSTD"
                : group->ColumnChunk(c)->compression() == parquet::Compression::UNCOMPRESSED ? "UNCOMPRESSED"
                                                                                             : "other");
    }
    return out;
}

// BITMAPFILEHEADER and BITMAPINFOHEADER (Windows GDI): 2 x 1 pixels of 24 bits, padded to eight bytes.
std::string bmpBytes(int number) {
    std::string out(62, '\0');
    const auto put = [&out](std::size_t at, int value) {
        for (std::size_t i = 0; i < 4; ++i)
            out[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
    };
    out[0] = 'B';
    out[1] = 'M';
    put(2, 62);
    put(10, 54);
    put(14, 40);
    put(18, 2);
    put(22, 1);
    put(26, 1 | 24 << 16);
    put(34, 8);
    put(54, number);
    return out;
}

std::shared_ptr<arrow::Table> rlaifTable(int rows, int share) {
    Texts names, bytes, none, questions, chosen, rejected, origin, split, paths;
    std::vector<std::optional<std::int64_t>> idx;
    for (int i = 0; i < rows; ++i) {
        const std::string n = std::to_string(i);
        const int picture = share > 0 && i % share == 1 ? i - 1 : i;
        names.emplace_back("RLAIF-V");
        bytes.emplace_back(bmpBytes(picture));
        none.emplace_back();
        questions.emplace_back("What is in picture " + n + "?");
        chosen.emplace_back("A cat, \"number\" " + n + ".");
        rejected.emplace_back("A dog\nof number " + n + ".");
        origin.emplace_back("COCO");
        split.emplace_back(R"({"model": "llava", "type": "question_answering"})");
        idx.emplace_back(i);
        paths.emplace_back("COCO_" + std::to_string(picture) + ".bmp");
    }
    return table({{"ds_name", texts(names)},
                  {"image", images(bytes, none)},
                  {"question", texts(questions)},
                  {"chosen", texts(chosen)},
                  {"rejected", texts(rejected)},
                  {"origin_dataset", texts(origin)},
                  {"origin_split", texts(split)},
                  {"idx", integers(idx)},
                  {"image_path", texts(paths)}});
}

} // namespace egt::test
