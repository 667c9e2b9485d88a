// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter.h"

#include "table.h"

namespace egt::curation {
namespace {

using test::codeOf;
using test::must;

class Filter : public testing::Test {
protected:
    Filter() : table(6) {
        table.reals("mean_entropy", {0.5F, 1.2F, test::kNoValue, 1.5F, 2.0F, 0.1F})
            .reals("p_label", {0.9F, 0.1F, test::kNoValue, 0.4F, 0.5F, 0.8F})
            .integers("words_a", {3, 8, 5, kMissingInteger, 12, 7})
            .words("source", {"lab", "wild", "in the lab"}, {"lab", "wild", "wild", "lab", "in the lab", "wild"})
            .words("verdict", {"unparsed", "A", "B", "split"}, {"A", "B", "", "split", "A", "unparsed"})
            .words("reviewed", test::kYesNoWords, {"no", "yes", "no", "no", "yes", "no"})
            .words("trained", test::kYesNoWords, {"no", "no", "", "yes", "no", "no"})
            .words("flag", test::kFlagWords, {"none", "both", "none", "uncertain", "none", "none"});
    }
    std::vector<int> rows(const std::string& text) {
        std::vector<int> out;
        for (const PairId pair : must(filterPairs(table, text, search)))
            out.push_back(static_cast<int>(pair / 10));
        return out;
    }
    std::string message(const std::string& text) {
        const auto result = filterRows(table, text, search);
        return result ? "no error" : result.error().message();
    }
    test::Table table;
    TextSearch search = [](const std::string& text) -> Result<std::vector<PairId>> {
        if (text == "\"how many\"") return std::vector<PairId>{40, 10, 999};
        return std::vector<PairId>{};
    };
};

using Rows = std::vector<int>;

TEST_F(Filter, TakesAllWithoutAnExpression) {
    EXPECT_EQ(rows(""), (Rows{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(rows("  \n"), (Rows{1, 2, 3, 4, 5, 6}));
}

TEST_F(Filter, ABracketIsUsedOnlyByItsOwnName) {
    table.reals("entropy_mid", {0.5F, 1.2F, test::kNoValue, 1.5F, 2.0F, 0.1F});
    EXPECT_EQ(rows("entropy > 1.2"), (Rows{4, 5}));
    table.snapshot().brackets = true;
    for (const char* text : {"entropy > 1.2", "not mean_entropy < 1", "max_entropy > 1", "mean_entropy is missing"}) {
        const auto found = filterRows(table, text, search);
        ASSERT_EQ(codeOf(found), "curation.only_brackets") << text;
        EXPECT_NE(found.error().message().find("entropy_mid"), std::string::npos);
    }
    EXPECT_EQ(rows("entropy_mid > 1.2"), (Rows{4, 5}));
    EXPECT_EQ(rows("p_label < 45%"), (Rows{2, 4}));
}

TEST_F(Filter, ComparesNumbers) {
    EXPECT_EQ(rows("mean_entropy > 1.2"), (Rows{4, 5})) << "1.2 is the float that is stored";
    EXPECT_EQ(rows("mean_entropy >= 1.2"), (Rows{2, 4, 5}));
    EXPECT_EQ(rows("entropy == 1.2"), Rows{2});
    EXPECT_EQ(rows("entropy != 1.2"), (Rows{1, 4, 5, 6})) << "a missing value is never taken";
    EXPECT_EQ(rows("entropy<1.2 and entropy<=.5"), (Rows{1, 6}));
    EXPECT_EQ(rows("p_label < 45%"), (Rows{2, 4}));
    EXPECT_EQ(rows("words_a in (3, 12, 99)"), (Rows{1, 5}));
    EXPECT_EQ(rows("words_a not in (3, 12)"), (Rows{2, 3, 6}));
    EXPECT_EQ(rows("entropy > -1e-3 and entropy < +2e0"), (Rows{1, 2, 4, 6}));
    EXPECT_EQ(rows("id = 30"), Rows{3});
}

TEST_F(Filter, ComparesWords) {
    EXPECT_EQ(rows("source == \"wild\""), (Rows{2, 3, 6}));
    EXPECT_EQ(rows("source == Wild"), (Rows{2, 3, 6}));
    EXPECT_EQ(rows("source = 'in the lab'"), Rows{5});
    EXPECT_EQ(rows("source in (lab, \"in the lab\")"), (Rows{1, 4, 5}));
    EXPECT_EQ(rows("verdict != A"), (Rows{2, 4, 6}));
    EXPECT_EQ(rows("verdict not in (A, B)"), (Rows{4, 6}));
    EXPECT_EQ(rows("flag != none"), (Rows{2, 4}));
}

TEST_F(Filter, YesNoColumnsStandAlone) {
    EXPECT_EQ(rows("reviewed"), (Rows{2, 5}));
    EXPECT_EQ(rows("not reviewed"), (Rows{1, 3, 4, 6}));
    EXPECT_EQ(rows("!reviewed"), (Rows{1, 3, 4, 6}));
    EXPECT_EQ(rows("trained"), Rows{4});
    EXPECT_EQ(rows("not trained"), (Rows{1, 2, 3, 5, 6}));
    EXPECT_EQ(rows("reviewed == yes"), (Rows{2, 5}));
}

TEST_F(Filter, TakesRanges) {
    EXPECT_EQ(rows("entropy in 0.5..1.5"), (Rows{1, 2, 4})) << "both ends belong to it";
    EXPECT_EQ(rows("entropy in .5 .. 1.5"), (Rows{1, 2, 4}));
    EXPECT_EQ(rows("entropy not in 0.5..1.5"), (Rows{5, 6})) << "a missing value is in no range and in no other";
    EXPECT_EQ(rows("words_a in (3, 7..12)"), (Rows{1, 2, 5, 6}));
    EXPECT_EQ(rows("p_label in 10%..45%"), (Rows{2, 4}));
    EXPECT_EQ(rows("entropy in -1..0.1"), Rows{6});
    EXPECT_EQ(message("entropy in 2..1"), "The range 2..1 is empty: write the smaller number first (position 12).");
    EXPECT_NE(message("source in 1..2").find("a range is for numbers (position 11)"), std::string::npos);
    EXPECT_NE(message("entropy in a..b").find("numbers at both ends"), std::string::npos);
    EXPECT_NE(message("entropy in 5").find("by a range, for example in (A, B) or in 1..5 (position 12)"),
              std::string::npos);
}

TEST_F(Filter, KnowsTrueAndFalse) {
    EXPECT_EQ(rows("reviewed == true"), (Rows{2, 5}));
    EXPECT_EQ(rows("reviewed == False and trained != TRUE"), (Rows{1, 6})) << "pair 3 has no value in trained";
    EXPECT_EQ(rows("trained in (true, false)"), (Rows{1, 2, 4, 5, 6}));
}

TEST_F(Filter, TheStateOfImagesKnowsMissingToo) {
    table.words("image", {"present", "missing", "none"}, {"present", "missing", "none", "missing", "present", "none"});
    EXPECT_EQ(rows("image is missing"), (Rows{2, 4}));
    EXPECT_EQ(rows("image is not missing"), (Rows{1, 3, 5, 6}));
    EXPECT_EQ(rows("image == missing"), (Rows{2, 4}));
}

TEST_F(Filter, KnowsOtherNamesAndEmptyColumns) {
    EXPECT_EQ(rows("category == wild"), (Rows{2, 3, 6}));
    table.words("annotator", {}, {"", "", "", "", "", ""});
    EXPECT_EQ(message("annotator == ann"), "“annotator” has no value “ann” (position 14): no pair has one yet.");
    EXPECT_EQ(rows("annotator is missing"), (Rows{1, 2, 3, 4, 5, 6}));
}

TEST_F(Filter, TellsThePlaceOfAnError) {
    for (const auto& [text, position] : {std::pair{"entrpy > 1", 1},
                                         {"reviewed and p_lable > 1", 14},
                                         {"source == wlid", 11},
                                         {"source == \"有\" 1", 15},
                                         {"entropy > high", 11},
                                         {"entropy 5", 9},
                                         {"entropy >", 10},
                                         {"(reviewed", 10},
                                         {"entropy # 3", 9},
                                         {"entropy in 2..1", 12}}) {
        const auto found = filterRows(table, text, search);
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(filterErrorPosition(found.error()), position) << text << ": " << found.error().message();
    }
    EXPECT_EQ(filterErrorPosition({"store.damaged", "position %1", {"7"}, {}, 0, {}}), 0);
    EXPECT_EQ(message("entropy 5"), "“5” is not expected after “entropy” (position 9): an operator belongs there (==, "
                                    "!=, <, <=, >, >=, ~, in, is), or “and” or “or”.");
}

TEST_F(Filter, KnowsMissing) {
    EXPECT_EQ(rows("entropy is missing"), Rows{3});
    EXPECT_EQ(rows("entropy is not missing"), (Rows{1, 2, 4, 5, 6}));
    EXPECT_EQ(rows("words_a is missing or verdict is missing"), (Rows{3, 4}));
}

TEST_F(Filter, BindsNotBeforeAndBeforeOr) {
    EXPECT_EQ(rows("reviewed or source == lab and entropy > 1"), (Rows{2, 4, 5}));
    EXPECT_EQ(rows("(reviewed or source == lab) and entropy > 1"), (Rows{2, 4, 5}));
    EXPECT_EQ(rows("(reviewed or source == lab) and entropy < 1"), Rows{1});
    EXPECT_EQ(rows("not reviewed and source == lab"), (Rows{1, 4}));
    EXPECT_EQ(rows("not (reviewed and source == wild)"), (Rows{1, 3, 4, 5, 6}));
    EXPECT_EQ(rows("NOT reviewed AND source == lab"), (Rows{1, 4})) << "keywords have no case";
}

TEST_F(Filter, TheExampleOfTheManual) {
    EXPECT_EQ(rows("mean_entropy > 1.2 and source == \"lab\" and not reviewed and flag != none"), Rows{4});
    EXPECT_EQ(rows("reviewed && entropy>1 || flag==uncertain"), (Rows{2, 4, 5}));
}

TEST_F(Filter, SearchesText) {
    EXPECT_EQ(rows("text ~ \"how many\""), (Rows{1, 4}));
    EXPECT_EQ(rows("text ~ \"how many\" and entropy > 1"), Rows{4});
    EXPECT_EQ(rows("not text ~ 'how many'"), (Rows{2, 3, 5, 6}));
    std::string asked;
    const TextSearch listener = [&asked](const std::string& text) -> Result<std::vector<PairId>> {
        asked = text;
        return std::vector<PairId>{};
    };
    for (const auto& [filter, wanted] : {std::pair{"text ~ circle", "circle"},
                                         {"text ~ 17", "17"},
                                         {"text ~ 'a \"red\" one'", "\"a  red  one\""},
                                         {"text ~ \"“red” *\"", "\" red  *\""},
                                         {"text ~ \"\"", "\"\""}}) {
        must(filterRows(table, filter, listener));
        EXPECT_EQ(asked, wanted) << filter;
    }
    EXPECT_EQ(codeOf(filterRows(table, "text ~ x")), "filter.no_text_search");
    EXPECT_EQ(codeOf(filterRows(table, "text == x", search)), "filter.type");
    EXPECT_EQ(codeOf(filterRows(table, "source ~ x", search)), "filter.type");
    const TextSearch broken = [](const std::string&) -> Result<std::vector<PairId>> {
        return fail("store.damaged", "x");
    };
    EXPECT_EQ(codeOf(filterRows(table, "text ~ x", broken)), "store.damaged");
}

TEST_F(Filter, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(message("entrpy > 1"), "There is no column “entrpy” (position 1). Use “entropy”.");
    EXPECT_EQ(message("reviewed and p_lable > 1"), "There is no column “p_lable” (position 14). Use “p_label”.");
    EXPECT_EQ(message("source == wlid"), "“source” has no value “wlid” (position 11). Use “wild”.");
    EXPECT_EQ(message("source == \"有\" and x"), "“source” has no value “有” (position 11). Use “lab”.");
    EXPECT_NE(message("source == \"有\" 1").find("position 15"), std::string::npos) << "characters are counted";
    EXPECT_EQ(message("entropy > high"), "“entropy” holds numbers: compare it with a number (position 11).");
    EXPECT_EQ(message("source > 3"), "“source” (position 1) holds words: compare it with ==, != or in (…).");
    EXPECT_NE(message("entropy").find("is not a yes/no column"), std::string::npos);
    for (const char* text :
         {"entropy >", "> 1", "(reviewed", "reviewed)", "reviewed reviewed", "source == \"wild", "source in wild",
          "source in (wild", "source in ()", "source not wild", "entropy is 3", "and", "not", "entropy > 1.2.3",
          "entropy > 12abc", "entropy # 3", "in", "()", "reviewed and"})
        EXPECT_EQ(codeOf(filterRows(table, text, search)), "filter.syntax") << text;
}

TEST_F(Filter, SurvivesDepthAndNoise) {
    EXPECT_EQ(codeOf(filterRows(table, std::string(100000, '(') + "reviewed")), "filter.syntax");
    EXPECT_EQ(codeOf(filterRows(table, std::string(100000, '!') + "reviewed")), "filter.syntax");
    Random random(9);
    const std::vector<std::string> parts = {
        "(",      ")",    "and", "or", "not", "entropy", ">", "==",   "1.2", "\"",       "'",
        "source", "wild", "in",  ",",  "is",  "missing", "~", "\xff", "%",   "reviewed", "-"};
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (std::uint64_t j = random.below(12); j > 0; --j)
            text += parts[random.below(parts.size())] + " ";
        const auto result = filterRows(table, text, search);
        if (result) {
            EXPECT_EQ(result->size(), 6U);
        }
    }
}

} // namespace
} // namespace egt::curation
