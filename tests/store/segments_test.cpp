// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/segments.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "store/search_query.h"

namespace egt::store {
namespace {

std::vector<std::string> words(std::string_view text) {
    Segmenter segmenter;
    std::vector<std::string> out;
    for (const Segment& segment : segmenter.cut(text))
        out.emplace_back(segmenter.word(segment));
    return out;
}
using Words = std::vector<std::string>;

TEST(Segments, WordsAreRunsOfLettersAndDigits) {
    EXPECT_EQ(words("How many circles, 17 or x2?"), (Words{"how", "many", "circles", "17", "or", "x2"}));
    EXPECT_EQ(words("don't set-42 a_b"), (Words{"don", "t", "set", "42", "a", "b"}));
    EXPECT_EQ(words("  \n\t-- ,.;"), Words{});
    EXPECT_EQ(words(""), Words{});
    EXPECT_EQ(words(std::string_view("a\0b", 3)), (Words{"a", "b"}));
}

TEST(Segments, CaseAccentsAndWidthDoNotMatter) {
    EXPECT_EQ(words("GRÜNER Straße ÉCOLE e\u0301cole"), (Words{"gruner", "strasse", "ecole", "ecole"}));
    EXPECT_EQ(words("ＡＢＣ１２ ﬁne"), (Words{"abc12", "fine"}));
    EXPECT_EQ(words("İstanbul ΣΑΣ σας"), (Words{"istanbul", "σασ", "σασ"}));
    EXPECT_EQ(words("Ёлка елка"), (Words{"елка", "елка"}));
    EXPECT_EQ(words("\u0301"), Words{}) << "an accent alone is no word";
}

TEST(Segments, ScriptsWithoutSpacesAreCutByCharacter) {
    EXPECT_EQ(words("红车"), (Words{"红", "车"}));
    EXPECT_EQ(words("a猫b的 cat猫"), (Words{"a", "猫", "b", "的", "cat", "猫"}));
    EXPECT_EQ(words("猫がいる。"), (Words{"猫", "が", "い", "る"})) << "the voiced mark tells words apart";
    EXPECT_EQ(words("か\u3099"), Words{"が"});
    EXPECT_EQ(words("고양이 둘"), (Words{"고", "양", "이", "둘"}));
    EXPECT_EQ(words("𠀀𠮷"), (Words{"𠀀", "𠮷"}));
}

TEST(Segments, SymbolsCanBeSearchedFor) {
    EXPECT_EQ(words("nice 🐱!"), (Words{"nice", "🐱"}));
    EXPECT_EQ(words("❤\uFE0F ❤"), (Words{"❤", "❤"})) << "the variation selector does not matter";
    EXPECT_EQ(words("5€ 3×4"), (Words{"5", "€", "3", "×", "4"}));
}

TEST(Segments, PlacesPointIntoTheText) {
    Segmenter segmenter;
    const std::string text = "Ein GRÜNER, 红车";
    std::vector<std::string> parts;
    for (const Segment& s : segmenter.cut(text))
        parts.push_back(text.substr(s.begin, s.end - s.begin));
    EXPECT_EQ(parts, (Words{"Ein", "GRÜNER", "红", "车"}));
    EXPECT_EQ(segmenter.words(), "ein gruner 红 车 ");
}

TEST(Segments, DamagedTextAndEndlessWords) {
    EXPECT_EQ(words("a\xff\xfe"
                    "b \xe7\x8c"),
              (Words{"a", "b"}));
    const Words long_word = words(std::string(100'000, 'x') + " y");
    ASSERT_EQ(long_word.size(), 2U);
    EXPECT_EQ(long_word[0], std::string(kLongestWord, 'x'));
    std::string accents;
    for (int i = 0; i < 1000; ++i)
        accents += "é";
    EXPECT_LE(words(accents).at(0).size(), kLongestWord);
    Random random(5);
    for (int i = 0; i < 2000; ++i) { // any bytes: words have no space, no quotation mark and are in place
        std::string noise;
        for (std::uint64_t j = random.below(30); j > 0; --j)
            noise += static_cast<char>(random.below(256));
        Segmenter segmenter;
        std::uint32_t last = 0;
        for (const Segment& s : segmenter.cut(noise)) {
            EXPECT_GE(s.begin, last);
            EXPECT_GT(s.end, s.begin);
            EXPECT_LE(s.end, noise.size());
            EXPECT_EQ(segmenter.word(s).find_first_of(" \"*", 0), std::string_view::npos);
            last = s.end;
        }
    }
}

// --- what a search text means ----------------------------------------------------------------------------------------
std::string said(std::string_view text) {
    const SearchQuery query = parseSearch(text);
    return query.terms.empty() ? "literal " + query.literal : query.match();
}

TEST(SearchText, WordsPhrasesAndBeginnings) {
    EXPECT_EQ(said("red car"), R"("red" AND "car")");
    EXPECT_EQ(said("\"Red  CAR\""), R"("red car")");
    EXPECT_EQ(said("“red car” x"), R"("red car" AND "x")");
    EXPECT_EQ(said("gre* car"), R"("gre" * AND "car")");
    EXPECT_EQ(said("\"red gre*\""), R"("red gre" *)");
    EXPECT_EQ(said("\"red gre\"*"), R"("red gre" *)");
    EXPECT_EQ(said("set-42"), R"("set 42")");
    EXPECT_EQ(said("cat 猫"), R"("cat" AND "猫")");
    EXPECT_EQ(said("红车"), R"("红 车")");
    EXPECT_EQ(parseSearch(" 17 ").number, 17);
    EXPECT_EQ(parseSearch("\"17\"").number, 17);
    EXPECT_EQ(parseSearch("-17").number, 0);
    EXPECT_TRUE(parseSearch("").everything());
    EXPECT_TRUE(parseSearch(" \t ").everything());
    EXPECT_TRUE(parseSearch("\"\"").everything());
}

TEST(SearchText, NothingTypedIsAnOperator) {
    EXPECT_EQ(said("red AND car"), R"("red" AND "and" AND "car")");
    EXPECT_EQ(said("NOT x OR (y)"), R"("not" AND "x" AND "or" AND "y")");
    EXPECT_EQ(said("question:red"), R"("question red")");
    EXPECT_EQ(said("^red + {a b} NEAR(c, 3)"), R"("red" AND "a" AND "b" AND "near c" AND "3")");
    EXPECT_EQ(said("it's \"open"), R"("it s" AND "open")");
    EXPECT_EQ(said("?!"), "literal ?!");
    EXPECT_EQ(said("\""), "literal \"");
    EXPECT_EQ(said("***"), "literal ***");
}

} // namespace
} // namespace egt::store
