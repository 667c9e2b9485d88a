// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blobs.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "store/database.h"
#include "store/words.h"

namespace egt::store {
namespace {

TEST(Blobs, FloatsAreLittleEndianFloat32) {
    EXPECT_EQ(packFloats({1.0F, -2.0F}), std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8));
    const std::vector<float> values = {0.0F, 1e-40F, 3.4e38F, std::numeric_limits<float>::infinity()};
    EXPECT_EQ(unpackFloats(packFloats(values)), values);
    EXPECT_TRUE(std::isnan(unpackFloats(packFloats({std::nanf("")}))[0]));
    EXPECT_THROW((void)unpackFloats("abc"), DamagedError);
}

TEST(Blobs, NumbersAreLeb128) {
    EXPECT_EQ(packNumbers({624485}), "\xE5\x8E\x26"); // the example of DWARF 5, figure C.1
    const std::vector<std::uint32_t> values = {0, 127, 128, 300, 4294967295U};
    EXPECT_EQ(unpackNumbers(packNumbers(values)), values);
    EXPECT_THROW((void)unpackNumbers("\x80"), DamagedError);
}

TEST(Blobs, DifferencesComeBackEqualEvenWhenNotRising) {
    const std::vector<std::uint32_t> ends = {3, 4, 9, 9, 2, 4294967295U, 0};
    EXPECT_EQ(unpackEnds(packEnds(ends)), ends);
    EXPECT_EQ(packEnds({3, 7, 12}), std::string("\x03\x04\x05"));
    const std::vector<PairId> pairs = {1, 2, 3, 1000000, 1000001};
    EXPECT_EQ(unpackPairs(packPairs(pairs)), pairs);
}

TEST(Blobs, ChoicesComeBackEqual) {
    const std::vector<std::vector<TokenChoice>> top = {
        {{" red", 0.75F}, {std::string("a\0b", 3), 0.25F}}, {}, {{"", 1}}};
    EXPECT_EQ(unpackChoices(packChoices(top)), top);
    EXPECT_TRUE(unpackChoices("").empty());
    const std::string whole = packChoices(top);
    for (std::size_t cut = 1; cut < whole.size(); ++cut)
        EXPECT_THROW((void)unpackChoices(std::string_view(whole).substr(0, cut)), DamagedError) << cut;
    EXPECT_THROW((void)unpackChoices(whole + "x"), DamagedError);
}

TEST(Words, CountsSpacesAndIdeographs) {
    EXPECT_EQ(countWords(""), 0);
    EXPECT_EQ(countWords("  one  two\nthree "), 3);
    EXPECT_EQ(countWords("图中有几个圆？"), 6);
    EXPECT_EQ(countWords("有 three 个"), 3);
    EXPECT_EQ(countWords("na\xc3\xafve caf\xc3\xa9"), 2);
    EXPECT_EQ(countWords("\xff\xfe broken"), 2);
    // Against the definition, with words and spaces at every place of the eight signs that are counted at once.
    for (unsigned bits = 0; bits < 1U << 17; bits += 3) {
        std::string text;
        std::int64_t words = 0;
        for (unsigned i = 0; i < 17; ++i) {
            const bool sign = (bits >> i & 1) != 0;
            if (sign && (text.empty() || text.back() <= ' ')) ++words;
            text += sign ? "x!~"[i % 3] : " \t\n\x01"[i % 4];
        }
        ASSERT_EQ(countWords(text), words) << text;
        ASSERT_EQ(countWords(text + "\u00e9"), words + (text.back() <= ' ' ? 1 : 0)) << text;
    }
}

TEST(Words, FindsWithoutRegardToCase) {
    EXPECT_TRUE(containsFolded("How MANY", foldCase("many")));
    EXPECT_TRUE(containsFolded("der ÄRGER", foldCase("ärger")));
    EXPECT_TRUE(containsFolded("Straße", foldCase("STRASSE")));
    EXPECT_TRUE(containsFolded("a\xcc\x88rger", foldCase("Ärger"))); // composed and decomposed are the same
    EXPECT_FALSE(containsFolded("red", foldCase("blue")));
    EXPECT_TRUE(containsFolded("broken \xff RED", foldCase("red")));
}

} // namespace
} // namespace egt::store
