// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/tokenize.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_folder.h"
#include "text/tokenizer.h"

namespace egt::pipelines {
namespace {

class Tokenize : public testing::Test {
protected:
    Tokenize() {
        EXPECT_TRUE(writeFileAtomically(folder / "tokenizer.json",
                                        buildWordTokenizerJson({"a red circle"}, {"<|image_pad|>"}, 9)));
    }
    Result<std::vector<TokenizedText>> of(const std::string& lines) const {
        EXPECT_TRUE(writeFileAtomically(folder / "texts.jsonl", lines));
        return tokenizeFile(folder.path().string(), (folder / "texts.jsonl").string());
    }
    test::TempFolder folder;
};

TEST_F(Tokenize, TellsIdsAndBytes) {
    const auto rows =
        of("{\"text\": \"a red <|image_pad|>\"}\n\n{\"id\": 7, \"text\": \"e\\u0301\"}\n{\"text\": \"\"}\n");
    ASSERT_TRUE(rows) << rows.error().message();
    ASSERT_EQ(rows->size(), 3U);
    const TokenizedText& first = rows->front();
    EXPECT_EQ(first.line, 1);
    ASSERT_EQ(first.ids.size(), 4U); // a, " red", " ", the mark
    EXPECT_EQ(first.spans[1], (std::pair<std::uint32_t, std::uint32_t>(1, 5)));
    EXPECT_EQ(first.spans[3], (std::pair<std::uint32_t, std::uint32_t>(6, 19)));
    EXPECT_FALSE(first.changed);
    EXPECT_EQ((*rows)[1].line, 3);
    EXPECT_TRUE((*rows)[1].changed);
    EXPECT_EQ((*rows)[1].text, "\xC3\xA9");
    EXPECT_EQ((*rows)[1].spans.back().second, 2U);
    EXPECT_TRUE((*rows)[2].ids.empty());
}

TEST_F(Tokenize, SaysFileLineAndField) {
    struct Case {
        const char* line;
        const char* field;
    };
    for (const Case& c : {Case{"{\"txt\": \"a\"}", "text"}, Case{"{\"text\": 3}", "text"},
                          Case{"{\"text\": null}", "text"}, Case{"[\"text\"]", ""}, Case{"{\"text\": \"a", ""},
                          Case{"{\"text\": \"\\ud800\"}", ""}, Case{"{\"text\": \"\xFF\"}", ""}}) {
        const auto rows = of(std::string("{\"text\": \"good\"}\n") + c.line + "\n");
        ASSERT_FALSE(rows) << c.line;
        EXPECT_EQ(rows.error().code, "tokenize.bad_line") << c.line;
        EXPECT_EQ(rows.error().line, 2);
        EXPECT_EQ(rows.error().field, c.field) << c.line;
        EXPECT_EQ(rows.error().file, (folder / "texts.jsonl").string());
    }
    EXPECT_EQ(tokenizeFile(folder.path().string(), (folder / "none.jsonl").string()).error().code,
              "import.cannot_read");
    EXPECT_EQ(tokenizeFile((folder / "none").string(), "x").error().code, "judge.missing_file");
}

} // namespace
} // namespace egt::pipelines
