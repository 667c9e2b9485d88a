// SPDX-License-Identifier: GPL-3.0-or-later
// What we write, read by Arrow.
#include <csignal>
#include <sys/resource.h>

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "columnar/arrow_files.h"
#include "formats/table_writer.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {

using formats::TableColumn;
using formats::TableSpec;
using formats::TableType;

std::vector<TableColumn> someColumns() {
    const TableType message = TableType::record({{"role", TableType::text()}, {"content", TableType::text()}});
    return {{"text", TableType::text()},
            {"names", TableType::listOf(TableType::text())},
            {"prompt", TableType::listOf(message)},
            {"images", TableType::listOf(TableType::image())},
            {"info", TableType::record({{"index", TableType::integer()}, {"real", TableType::number()}})},
            {"flag", TableType::boolean()}};
}

class Table : public testing::Test {
protected:
    TableSpec spec() { return {folder / "t.parquet", someColumns()}; }
    /// Writes the rows; the first error.
    std::optional<Error> write(const TableSpec& what, const std::vector<std::string>& rows) {
        auto writer = formats::writeParquet(what);
        if (!writer) return writer.error();
        for (const std::string& row : rows)
            if (const auto added = (*writer)->add(row); !added) return added.error();
        if (const auto done = (*writer)->finish(); !done) return done.error();
        EXPECT_EQ((*writer)->rows(), static_cast<std::int64_t>(rows.size()));
        return std::nullopt;
    }
    std::string picture(const std::string& name, const std::string& bytes) {
        EXPECT_TRUE(writeFileAtomically(folder / name, bytes));
        return (folder / name).string();
    }
    TempFolder folder;
};

TEST_F(Table, EveryTypeAsArrowSeesIt) {
    const std::string png = bmpBytes(3);
    const std::string file = picture("a.png", png);
    const auto error =
        write(spec(), {R"({"text":"é\n","names":["a",null],"prompt":[{"role":"user","content":"q"}],"images":[)"
                       R"({"path":"a.png","file":")" +
                           file + R"("},{"path":"b.png"}],"info":{"index":7,"real":0.5},"flag":true})",
                       R"({"names":[]})"});
    ASSERT_FALSE(error) << error->message();
    EXPECT_FALSE(std::filesystem::exists(folder / "t.parquet.part"));
    const auto read = readParquetFile(folder / "t.parquet");
    ok(read->ValidateFull());
    EXPECT_EQ(read->schema()->ToString(false),
              "text: string\nnames: list<element: string>\nprompt: list<element: struct<role: string, content: "
              "string>>\nimages: list<element: struct<bytes: binary, path: string>>\ninfo: struct<index: int64, real: "
              "double>\nflag: bool");
    const auto value = [&](const char* column, std::int64_t row) {
        return ok(read->GetColumnByName(column)->GetScalar(row))->ToString();
    };
    EXPECT_EQ(value("text", 0), "é\n");
    EXPECT_EQ(value("names", 0), "list<element: string>[a, null]");
    EXPECT_EQ(value("info", 0), "{index:int64 = 7, real:double = 0.5}");
    EXPECT_EQ(value("flag", 0), "true");
    EXPECT_EQ(value("text", 1), "null");
    EXPECT_EQ(value("names", 1), "list<element: string>[]");
    const auto list = std::static_pointer_cast<arrow::ListArray>(read->GetColumnByName("images")->chunk(0));
    const auto records = std::static_pointer_cast<arrow::StructArray>(list->values());
    const auto bytes = std::static_pointer_cast<arrow::BinaryArray>(records->field(0));
    EXPECT_EQ(bytes->GetView(0), png);
    EXPECT_TRUE(bytes->IsNull(1));
    EXPECT_EQ(std::static_pointer_cast<arrow::StringArray>(records->field(1))->GetView(1), "b.png");
}

// datasets/features/features.py, generate_from_dict.
TEST_F(Table, FeaturesForDatasets) {
    ASSERT_FALSE(write(spec(), {"{}"}));
    const auto metadata = readParquetFile(folder / "t.parquet")->schema()->metadata();
    const Json info = Json::parse(ok(metadata->Get("huggingface")));
    EXPECT_EQ(info["info"]["features"], Json::parse(R"({
        "text": {"dtype": "string", "_type": "Value"}, "names": [{"dtype": "string", "_type": "Value"}],
        "prompt": [{"role": {"dtype": "string", "_type": "Value"}, "content": {"dtype": "string", "_type": "Value"}}],
        "images": [{"_type": "Image"}],
        "info": {"index": {"dtype": "int64", "_type": "Value"}, "real": {"dtype": "float64", "_type": "Value"}},
        "flag": {"dtype": "bool", "_type": "Value"}})"));
}

TEST_F(Table, RowGroupsAreBoundedAndCompressed) {
    TableSpec what{folder / "t.parquet", {{"text", TableType::text()}, {"image", TableType::image()}}};
    what.rows_per_group = 10;
    std::vector<std::string> rows;
    for (int i = 0; i < 25; ++i)
        rows.push_back(R"({"text":")" + std::string(100, 'x') + std::to_string(i) + "\"}");
    ASSERT_FALSE(write(what, rows));
    const auto groups = [&] {
        std::vector<std::int64_t> out;
        for (const RowGroup& group : rowGroups(folder / "t.parquet")) {
            EXPECT_THAT(group.compression, testing::ElementsAre("ZSTD", "UNCOMPRESSED", "ZSTD"))
                << "pictures are compressed already";
            out.push_back(group.rows);
        }
        return out;
    };
    EXPECT_THAT(groups(), testing::ElementsAre(10, 10, 5));
    what.rows_per_group = 1000;
    what.bytes_per_group = 1170;
    ASSERT_FALSE(write(what, rows));
    EXPECT_THAT(groups(), testing::ElementsAre(10, 10, 5)) << "117 or 118 bytes a row";
}

TEST_F(Table, SameRowsSameBytes) {
    const std::vector<std::string> rows{R"({"text":"a"})", R"({"text":"b"})"};
    ASSERT_FALSE(write(spec(), rows));
    const std::string first = readFile(folder / "t.parquet").value();
    ASSERT_FALSE(write(spec(), rows));
    EXPECT_EQ(readFile(folder / "t.parquet").value(), first);
}

TEST_F(Table, WrongRowsAreRefusedByName) {
    const auto refused = [&](const std::string& row, const std::string& field) {
        const auto error = write(spec(), {"{}", row});
        ASSERT_TRUE(error) << row;
        EXPECT_EQ(error->code, "table.bad_row") << row;
        EXPECT_EQ(error->field, field) << row;
        EXPECT_EQ(error->line, 2) << row;
        EXPECT_FALSE(std::filesystem::exists(folder / "t.parquet"));
        EXPECT_FALSE(std::filesystem::exists(folder / "t.parquet.part"));
    };
    refused("[]", "");
    refused("{\"text\":", "");
    refused(R"({"text":7})", "text");
    refused(R"({"flag":"yes"})", "flag");
    refused(R"({"info":{"index":"7"}})", "info.index");
    refused(R"({"prompt":{"role":"user"}})", "prompt");
    refused(R"({"images":["a.png"]})", "images");
    refused(R"({"unknown":1})", "unknown");
}

TEST_F(Table, WhatCannotBeWritten) {
    EXPECT_EQ(write({folder / "no" / "t.parquet", someColumns()}, {})->code, "file.cannot_write");
    EXPECT_EQ(write({folder / "t.parquet", {}}, {})->code, "table.bad_columns");
    EXPECT_EQ(write({folder / "t.parquet", {{"a", TableType::text()}, {"a", TableType::text()}}}, {})->code,
              "table.bad_columns");
    EXPECT_EQ(write(spec(), {R"({"images":[{"path":"x","file":"/nowhere/x.png"}]})"})->code, "file.cannot_read");
    EXPECT_FALSE(std::filesystem::exists(folder / "t.parquet.part"));
}

/// A disk that takes no more than so many bytes a file.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : m_signal(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit m_before{};
    void (*m_signal)(int);
};

TEST_F(Table, FullDiskLeavesTheOldFile) {
    ASSERT_FALSE(write(spec(), {R"({"text":"old"})"}));
    const std::string old = readFile(folder / "t.parquet").value();
    std::string noise;
    for (std::uint32_t i = 0, x = 1; i < 60000; ++i, x = x * 1664525U + 1013904223U)
        noise += static_cast<char>('A' + (x >> 24) % 26);
    {
        const FullDisk full(20000);
        const auto error = write(spec(), {R"({"text":")" + noise + "\"}"});
        ASSERT_TRUE(error);
        EXPECT_EQ(error->code, "file.disk_full"); // a limit of the file size says so, too
    }
    EXPECT_EQ(readFile(folder / "t.parquet").value(), old);
    EXPECT_FALSE(std::filesystem::exists(folder / "t.parquet.part"));
}

} // namespace
} // namespace egt::test
