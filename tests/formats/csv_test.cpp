// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables. The expected rows are what Python's csv module reads from the same bytes.
#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "formats/csv.h"
#include "support/temp_folder.h"

namespace egt::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Row {
    std::int64_t line = 0;
    std::string json, problem;
    bool too_long = false;
};
Result<std::vector<Row>> rowsOf(const std::string& text, const std::string& name = "t.csv") {
    const test::TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / name, text));
    std::vector<Row> out;
    EGT_TRY(forEachRow(folder / name, [&](const Line& line) {
        out.push_back({line.number, std::string(line.text), std::string(line.problem), line.too_long});
        return true;
    }));
    return out;
}
std::vector<std::string> jsonOf(const std::string& text) {
    std::vector<std::string> out;
    const auto rows = rowsOf(text);
    EXPECT_TRUE(rows);
    for (const Row& row : rows.value_or(std::vector<Row>{}))
        out.push_back(row.problem.empty() ? row.json : row.problem);
    return out;
}

TEST(Csv, ReadsQuotedFields) {
    EXPECT_THAT(jsonOf("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n,猫\n"),
                ElementsAre(R"({"a":"1","b":"x, \"y\"\u000az"})", R"({"a":null,"b":"猫"})"));
}

TEST(Csv, NamesTheLineWhereARecordBegins) {
    const auto rows = rowsOf("a,b\n1,\"two\nlines\"\n3,4\r5,6\n");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3U);
    EXPECT_EQ((*rows)[0].line, 2);
    EXPECT_EQ((*rows)[1].line, 4);
    EXPECT_EQ((*rows)[2].line, 5);
}

TEST(Csv, FindsTheSeparator) {
    EXPECT_THAT(jsonOf("a;b,c\n1;2,3\n"), ElementsAre(R"({"a;b":"1;2","c":"3"})")); // as often: the comma
    EXPECT_THAT(jsonOf("a;b,c;d\n1;2,3;4\n"), ElementsAre(R"({"a":"1","b,c":"2,3","d":"4"})"));
    EXPECT_THAT(jsonOf("a\tb\n1\t2\n"), ElementsAre(R"({"a":"1","b":"2"})"));
    EXPECT_THAT(jsonOf("\"x;y;z\",b\n1,2\n"), ElementsAre(R"({"x;y;z":"1","b":"2"})"));
}

TEST(Csv, TakesAByteOrderMarkAndAnUnnamedIndex) {
    EXPECT_THAT(jsonOf("\xEF\xBB\xBF,q\n0,hi\n\n1,ho"),
                ElementsAre(R"({"column_1":"0","q":"hi"})", R"({"column_1":"1","q":"ho"})"));
}

TEST(Csv, SaysWhatIsWrongWithARow) {
    const auto rows = rowsOf("a,b\n1\n1,2,3\n\"open,2\n3,4\n");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3U);
    EXPECT_EQ((*rows)[0].problem, "the row has 1 fields and the first line has 2");
    EXPECT_EQ((*rows)[1].problem, "the row has 3 fields and the first line has 2");
    EXPECT_EQ((*rows)[2].problem, "a quotation mark is never closed");
    EXPECT_EQ((*rows)[2].line, 4);
    EXPECT_THAT((*rows)[2].json, IsEmpty());
}

TEST(Csv, RefusesAHeaderThatRepeatsAName) {
    const auto rows = rowsOf("a,b,a\n1,2,3\n");
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, "import.bad_header");
    EXPECT_EQ(rows.error().field, "a");
    EXPECT_EQ(rowsOf(std::string("\xFF\xFE"
                                 "a\0,\0b\0\n\0",
                                 10))
                  .error()
                  .code,
              "import.encoding");
}

TEST(Csv, KeepsMemoryBounded) {
    const auto rows = rowsOf("a,b\n1,\"" + std::string(kMaxLineBytes + 5, 'x') + "\"\n1,2\n");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_TRUE((*rows)[0].too_long);
    EXPECT_EQ((*rows)[1].json, R"({"a":"1","b":"2"})");
}

// Whatever the texts: written by the rule of RFC 4180 and cut anywhere, they come back.
TEST(Csv, RoundTripsAnyTextInPiecesOfAnySize) {
    Random random(11);
    const std::string_view signs = "ab,;\"\n\r\t|é ";
    for (int round = 0; round < 300; ++round) {
        std::vector<std::vector<std::string>> records(1 + random.below(5), std::vector<std::string>(3));
        std::string file;
        for (auto& record : records)
            for (std::size_t i = 0; i < record.size(); ++i) {
                for (std::uint64_t n = random.below(8); n > 0; --n)
                    record[i] += signs[random.below(signs.size())];
                file += '"';
                for (const char c : record[i])
                    file += c == '"' ? std::string("\"\"") : std::string(1, c);
                file += i + 1 < record.size() ? "\"," : "\"\r\n";
            }
        std::vector<std::vector<std::string>> back;
        RecordSplitter splitter(',', [&](const RecordSplitter::Record& r) {
            back.push_back(r.fields);
            return true;
        });
        for (std::size_t at = 0; at < file.size();) {
            const std::size_t n = 1 + random.below(7);
            ASSERT_TRUE(splitter.add(std::string_view(file).substr(at, n)));
            at += n;
        }
        ASSERT_TRUE(splitter.finish());
        ASSERT_EQ(back, records) << file;
    }
}

} // namespace
} // namespace egt::formats
