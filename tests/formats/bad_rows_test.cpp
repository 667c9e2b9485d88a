// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as broken programs write them: each is one reject with its line, field and reason, and the good ones are in.
#include <fstream>

#include <gmock/gmock.h>

#include "formats/lines.h"
#include "reading.h"

namespace egt::test {
namespace {

const std::string kGood = R"({"prompt":"q","chosen":"a","rejected":"b"})";

/// The one reject of a row between two good ones.
formats::Reject rejectOf(const std::string& row) {
    const ReadRows read = readText(kGood + "\n" + row + "\n" + kGood + "\n", "mm_rlhf");
    EXPECT_EQ(read.pairs.size(), 2U) << row;
    if (read.rejects.size() != 1) {
        ADD_FAILURE() << read.rejects.size() << " rejects of " << row.substr(0, 200);
        return {};
    }
    EXPECT_EQ(read.rejects[0].line, 2) << row.substr(0, 200);
    return read.rejects[0];
}

std::string with(const std::string& field) {
    return R"({"prompt":"q","chosen":"a","rejected":"b",)" + field + "}";
}

TEST(BadRows, HalfASurrogatePair) {
    for (const char* text : {R"("note":"\ud83d")", R"("note":"\ud83d\u0041")", R"("note":"\udc00\ud83d")"})
        EXPECT_THAT(rejectOf(with(text)).reason, testing::HasSubstr("half a surrogate pair")) << text;
    const ReadRows whole = readText(with(R"("note":"\ud83d\ude00")") + "\n", "mm_rlhf");
    ASSERT_EQ(whole.pairs.size(), 1U);
    EXPECT_THAT(whole.pairs[0].extra, testing::HasSubstr("\U0001F600"));
}

TEST(BadRows, NumbersThatAreNone) {
    EXPECT_THAT(rejectOf(with(R"("score":NaN)")).reason, testing::HasSubstr("has NaN"));
    EXPECT_THAT(rejectOf(with(R"("score":-Infinity)")).reason, testing::HasSubstr("has Infinity"));
    EXPECT_THAT(rejectOf(R"({"prompt":"is it NaN or Infinity?","chosen")").reason, testing::HasSubstr("cut off"));
    EXPECT_THAT(rejectOf(with(R"("score":1e400)")).reason, testing::HasSubstr("number"));
    EXPECT_THAT(rejectOf(with(R"("score":0x1F)")).reason, testing::Not(testing::IsEmpty()));
}

TEST(BadRows, AFieldTwice) {
    for (const auto& [row, field] :
         {std::pair{with(R"("chosen":"c")"), "chosen"}, std::pair{with(R"("k":1,"k":2)"), "k"}}) {
        const formats::Reject reject = rejectOf(row);
        EXPECT_EQ(reject.code, "repeated");
        EXPECT_EQ(reject.field, field);
    }
}

TEST(BadRows, NumbersForTextsAndTextsForNumbers) {
    EXPECT_EQ(rejectOf(R"({"prompt":7,"chosen":"a","rejected":"b"})").field, "prompt");
    EXPECT_EQ(rejectOf(R"({"prompt":"q","chosen":"a","rejected":8})").field, "rejected");
    const ReadRows taken = readText(with(R"("id":12,"is_tie":"true")") + "\n" + with(R"("id":"12","is_tie":1)") + "\n",
                                    "mm_rlhf"); // where both can be meant, both are taken
    ASSERT_EQ(taken.pairs.size(), 2U);
    for (const PairRecord& pair : taken.pairs) {
        EXPECT_EQ(pair.source_id, "12");
        EXPECT_EQ(pair.label, Label::tie);
    }
}

TEST(BadRows, DeepNesting) {
    const auto nested = [](std::size_t depth) {
        return with("\"k\":" + std::string(depth, '[') + std::string(depth, ']'));
    };
    EXPECT_THAT(rejectOf(nested(100'000)).reason, testing::HasSubstr("nested too deeply"));
    EXPECT_EQ(readText(nested(500) + "\n", "mm_rlhf").pairs.size(), 1U);
}

TEST(BadRows, CutOffAtEveryByte) {
    const std::string row = with(R"("image":"a.png","id":"x","note":"é\n","score":0.5)");
    for (std::size_t length = 1; length < row.size(); ++length)
        EXPECT_EQ(rejectOf(row.substr(0, length)).code, "json") << length;
}

/// A gigabyte in one line, in a file that takes no room on the disk.
TEST(BadRows, ALineOfAGigabyte) {
    const TempFolder folder;
    const std::filesystem::path file = folder / "d.jsonl";
    std::ofstream(file) << kGood << "\n"
                        << R"({"prompt":")";
    std::filesystem::resize_file(file, std::uintmax_t{1} << 30);
    std::ofstream(file, std::ios::app) << "\n" << kGood << "\n";
    std::vector<std::string> seen;
    ASSERT_TRUE(formats::forEachLine(file, [&](const formats::Line& line) {
        EXPECT_LE(line.text.size(), formats::kMaxLineBytes);
        seen.push_back(std::to_string(line.number) + (line.too_long ? " too long" : ""));
        return true;
    }));
    EXPECT_EQ(seen, (std::vector<std::string>{"1", "2 too long", "3"}));
}

} // namespace
} // namespace egt::test
