// SPDX-License-Identifier: GPL-3.0-or-later
// What Arrow wrote, as JSON.
#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "base/json.h"
#include "columnar/arrow_files.h"
#include "formats/columnar.h"
#include "formats/data_rows.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {

using formats::ColumnarFile;

struct Read {
    std::vector<std::string> rows;
    std::vector<std::string> kept;
    std::optional<Error> error;
};

Read readRows(const ColumnarFile& file, std::size_t at_most = 1000000) {
    Read out;
    const auto backend = formats::columnarBackend();
    if (!backend) {
        out.error = backend.error();
        return out;
    }
    const formats::KeepImage keep = [&](std::string_view bytes) {
        out.kept.emplace_back(bytes);
        return "images/" + std::to_string(out.kept.size());
    };
    const auto done = (*backend)->readRows(file, keep, [&](const formats::ColumnarRow& row) {
        EXPECT_EQ(row.number, static_cast<std::int64_t>(out.rows.size()) + 1);
        out.rows.emplace_back(row.too_long ? "too long" : std::string(row.json));
        return out.rows.size() < at_most;
    });
    if (!done) out.error = done.error();
    return out;
}

class Rows : public testing::Test {
protected:
    Read parquet(const std::vector<NamedColumn>& columns, const std::string& split = {}) {
        writeParquetFile(folder / "f.parquet", *table(columns));
        Read read = readRows({folder / "f.parquet", split});
        EXPECT_FALSE(read.error) << read.error->message();
        return read;
    }
    TempFolder folder;
};

TEST_F(Rows, TextsNumbersAndNulls) {
    arrow::BooleanBuilder flags;
    ok(flags.Append(true));
    ok(flags.AppendNull());
    const Read read = parquet({{"text", texts({"say \"hé\"\n\x01\\", std::nullopt})},
                               {"int", integers({std::numeric_limits<std::int64_t>::min(), std::nullopt})},
                               {"real", numbers({0.1, std::nan("")})},
                               {"far", numbers({std::numeric_limits<double>::infinity(), 1e300})},
                               {"flag", ok(flags.Finish())}});
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.rows[0], R"({"text":"say \"hé\"\n\u0001\\","int":-9223372036854775808,"real":0.1,"far":null,)"
                            R"("flag":true})");
    EXPECT_EQ(read.rows[1], R"({"text":null,"int":null,"real":null,"far":1e+300,"flag":null})");
}

TEST_F(Rows, ListsStructsMapsAndDictionaries) {
    const auto role = texts({"user", "assistant", "user"});
    const auto content = texts({"q", "a", std::nullopt});
    const auto messages = ok(arrow::StructArray::Make({role, content}, std::vector<std::string>{"role", "content"}));
    const auto lists = ok(arrow::ListArray::FromArrays(*integersOf({0, 2, 3}), *messages));
    const auto words = ok(arrow::DictionaryArray::FromArrays(arrow::dictionary(arrow::int64(), arrow::utf8()),
                                                             integers({1, 0}), texts({"x", "y"})));
    const auto maps = ok(arrow::MapArray::FromArrays(integersOf({0, 1, 1}), texts({"k"}), integers({7})));
    const Read read = parquet({{"m", lists}, {"d", words}, {"map", maps}});
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.rows[0], R"({"m":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"d":"y",)"
                            R"("map":{"k":7}})");
    EXPECT_EQ(read.rows[1], R"({"m":[{"role":"user","content":null}],"d":"x","map":{}})");
}

TEST_F(Rows, TimesAndDecimalsAreTexts) {
    arrow::TimestampBuilder times(arrow::timestamp(arrow::TimeUnit::SECOND), arrow::default_memory_pool());
    ok(times.Append(86400));
    arrow::Decimal128Builder decimals(arrow::decimal128(5, 2));
    ok(decimals.Append(arrow::Decimal128(12345)));
    const Read read = parquet({{"t", ok(times.Finish())}, {"d", ok(decimals.Finish())}});
    ASSERT_EQ(read.rows.size(), 1U);
    const Json row = Json::parse(read.rows[0]);
    EXPECT_THAT(row["t"].get<std::string>(), testing::StartsWith("1970-01-02"));
    EXPECT_EQ(row["d"], "123.45");
}

TEST_F(Rows, PicturesGoBesideTheText) {
    const std::string png = bmpBytes(1);
    const auto two = images({png, std::nullopt, "no picture"}, {std::nullopt, "a.png", "b.png"});
    const auto list = ok(arrow::ListArray::FromArrays(*integersOf({0, 2, 3}), *two));
    const Read read = parquet({{"image", images({png, std::nullopt}, {"x.png", std::nullopt})},
                               {"images", list},
                               {"plain", binaries({png, "text after all"})},
                               {"sound", binaries({"\xFF\xFE\x01", std::nullopt})}});
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.rows[0],
              R"({"image":{"bytes":{"egt_image":"images/1"},"path":"x.png"},)"
              R"("images":[{"bytes":{"egt_image":"images/2"},"path":null},{"bytes":null,"path":"a.png"}],)"
              R"("plain":{"egt_image":"images/3"},"sound":{"base64":"//4B"}})");
    EXPECT_EQ(read.rows[1], R"({"image":{"bytes":null,"path":null},)"
                            R"("images":[{"bytes":{"egt_image":"images/4"},"path":"b.png"}],)"
                            R"("plain":"text after all","sound":null})");
    EXPECT_EQ(read.kept, (std::vector<std::string>{png, png, png, "no picture"}));
}

TEST_F(Rows, SplitIsAddedWhereThereIsNone) {
    EXPECT_EQ(parquet({{"a", texts({"x"})}}, "test").rows.at(0), R"({"a":"x","split":"test"})");
    EXPECT_EQ(parquet({{"split", texts({"own"})}}, "test").rows.at(0), R"({"split":"own"})");
}

TEST_F(Rows, ParquetFileAndStreamSayTheSame) {
    const auto all = rlaifTable(250);
    writeParquetFile(folder / "f.parquet", *all, 40);
    writeArrowFile(folder / "f.arrow", *all, 40);
    writeArrowStream(folder / "s.arrow", *all, 40);
    const Read read = readRows({folder / "f.parquet", {}});
    ASSERT_EQ(read.rows.size(), 250U);
    EXPECT_EQ(read.kept.size(), 250U);
    EXPECT_EQ(Json::parse(read.rows[249])["idx"], 249);
    for (const char* name : {"f.arrow", "s.arrow"}) {
        const Read other = readRows({folder / name, {}});
        EXPECT_EQ(other.rows, read.rows) << name;
        EXPECT_EQ(other.kept, read.kept) << name;
    }
    const auto backend = formats::columnarBackend();
    for (const char* name : {"f.parquet", "f.arrow", "s.arrow"})
        EXPECT_EQ((*backend)->countRows(folder / name).value_or(-1), 250) << name;
    EXPECT_EQ(readRows({folder / "f.parquet", {}}, 3).rows.size(), 3U) << "the taker had enough";
}

TEST_F(Rows, RowsOfSeveralFilesAreNumberedThrough) {
    writeParquetFile(folder / "a-00000.parquet", *rlaifTable(5));
    writeParquetFile(folder / "a-00001.parquet", *rlaifTable(7));
    std::vector<std::int64_t> numbers;
    ASSERT_TRUE(formats::forEachDataRow(folder.path(), {}, [&](const formats::Line& line) {
        numbers.push_back(line.number);
        return true;
    }));
    ASSERT_EQ(numbers.size(), 12U);
    EXPECT_EQ(numbers.back(), 12);
    const auto print = formats::printOf(folder.path(), [] { return true; });
    ASSERT_TRUE(print) << print.error().message();
    EXPECT_EQ(print->rows, 12);
}

TEST_F(Rows, RowThatIsTooLongIsSaid) {
    const Read read = parquet({{"a", texts({std::string(33U << 20, 'x'), "short"})}});
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.rows[0], "too long");
    EXPECT_EQ(read.rows[1], R"({"a":"short"})");
}

TEST_F(Rows, TooDeepIsRefused) {
    std::shared_ptr<arrow::Array> deep = texts({"x"});
    for (int i = 0; i < 80; ++i)
        deep = ok(arrow::StructArray::Make({deep}, std::vector<std::string>{"f"}));
    writeParquetFile(folder / "f.parquet", *table({{"deep", deep}}));
    const Read read = readRows({folder / "f.parquet", {}});
    ASSERT_TRUE(read.error);
    EXPECT_EQ(read.error->code, "import.too_deep");
    EXPECT_TRUE(read.rows.empty());
}

} // namespace
} // namespace egt::test
