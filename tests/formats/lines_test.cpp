// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/lines.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace egt::formats {
namespace {

std::vector<std::pair<std::int64_t, std::string>> linesOf(const std::string& text) {
    const test::TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "f", text));
    std::vector<std::pair<std::int64_t, std::string>> out;
    EXPECT_TRUE(forEachLine(folder / "f", [&](const Line& line) {
        out.emplace_back(line.number, line.too_long ? "<too long>" : std::string(line.text));
        return true;
    }));
    return out;
}

using Lines = std::vector<std::pair<std::int64_t, std::string>>;

TEST(Lines, MarksEndsAndBlanks) {
    EXPECT_EQ(linesOf("\xEF\xBB\xBF{1}\r\n\n  \r\n{2}\n{3}"), (Lines{{1, "{1}"}, {4, "{2}"}, {5, "{3}"}}));
    EXPECT_EQ(linesOf(""), Lines{});
    EXPECT_EQ(linesOf("\n\n"), Lines{});
}

TEST(Lines, LongerThanOneReadComesWhole) {
    const std::string big(700'000, 'x');
    EXPECT_EQ(linesOf(big + "\n" + "y\n"), (Lines{{1, big}, {2, "y"}}));
}

TEST(Lines, TooLongIsNamedAndTheRestGoesOn) {
    const std::string huge(50'000'000, 'x');
    EXPECT_EQ(linesOf("a\n" + huge + "\nb\n"), (Lines{{1, "a"}, {2, "<too long>"}, {3, "b"}}));
}

TEST(Lines, StopsWhenAsked) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "f", "a\nb\nc\n"));
    int calls = 0;
    ASSERT_TRUE(forEachLine(folder / "f", [&](const Line&) { return ++calls < 2; }));
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(forEachLine(folder / "none", [](const Line&) { return true; }).error().code, "import.cannot_read");
    EXPECT_EQ(forEachLine(folder.path(), [](const Line&) { return true; }).error().code, "import.cannot_read");
}

TEST(RowCounter, CountsAsTheRowsAreNumbered) {
    const auto count = [](const std::string& text, std::size_t piece) {
        RowCounter rows;
        for (std::size_t at = 0; at < text.size(); at += piece)
            rows.add(std::string_view(text).substr(at, piece));
        return rows.rows();
    };
    for (const std::size_t piece : {1U, 3U, 1000U}) {
        EXPECT_EQ(count("{}\n\n{}\n", piece), 3);
        EXPECT_EQ(count("{}\n{}", piece), 2);
        EXPECT_EQ(count("\xEF\xBB\xBF [ {\"a\": \"],[\\\"\"}, 3, [4, 5] ]\n", piece), 3);
        EXPECT_EQ(count("", piece), 0);
    }
}

} // namespace
} // namespace egt::formats
