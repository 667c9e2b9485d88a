// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "support/temp_folder.h"
#include "text/byte_alphabet.h"
#include "text/judge_prompt.h"

namespace egt {
namespace {

using testing::ElementsAre;
using Ids = std::vector<std::int32_t>;

const std::vector<std::string> marks = {"<judge>",    "<think>",          "</think>",       "<answer>",     "</answer>",
                                        "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"};

Tokenizer demo() {
    const std::string json = buildWordTokenizerJson(
        {"<think>top-left looks red 1</think><answer>1</answer><|im_end|>", "color at top-left ? A1: red A2: blue"},
        marks, 100);
    auto tokenizer = Tokenizer::parse(json, "tokenizer.json");
    EXPECT_TRUE(tokenizer) << tokenizer.error().message();
    return std::move(*tokenizer);
}

// 256 bytes and the merges h+e, l+l, he+ll, hell+o, in both spellings.
Json smallBpe(bool pairs) {
    Json vocab = Json::object();
    for (int b = 0; b < 256; ++b)
        vocab[byteCharacter(static_cast<unsigned char>(b))] = b;
    Json merges = Json::array();
    int next = 256;
    for (const auto& [a, b] :
         {std::pair{"h", "e"}, std::pair{"l", "l"}, std::pair{"he", "ll"}, std::pair{"hell", "o"}}) {
        vocab[std::string(a) + b] = next++;
        merges.push_back(pairs ? Json{a, b} : Json(std::string(a) + " " + b));
    }
    return {{"added_tokens",
             {{{"id", 260}, {"content", "<end>"}, {"special", true}},
              {{"id", 261}, {"content", "<end>>"}, {"special", false}, {"normalized", false}, {"lstrip", true}}}},
            {"normalizer", {{"type", "NFC"}}},
            {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}},
            {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", merges}}}};
}

TEST(Tokenizer, MergesByRankInBothSpellings) {
    for (const bool pairs : {false, true}) {
        const auto tokenizer = Tokenizer::parse(smallBpe(pairs).dump(), "t.json");
        ASSERT_TRUE(tokenizer) << tokenizer.error().message();
        EXPECT_THAT(tokenizer->encode("hello"), ElementsAre(259));
        EXPECT_THAT(tokenizer->encode("hellhe"), ElementsAre(258, 256));
        EXPECT_THAT(tokenizer->encode("lll"), ElementsAre(257, 'l'));                   // leftmost of equal rank first
        EXPECT_THAT(tokenizer->encode("hel lo"), ElementsAre(256, 'l', ' ', 'l', 'o')); // never across pre-tokens
    }
}

TEST(Tokenizer, AddedTokensAreFoundLongestFirst) {
    const auto tokenizer = Tokenizer::parse(smallBpe(false).dump(), "t.json");
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(tokenizer->encode("he<end>he"), ElementsAre(256, 260, 256));
    EXPECT_THAT(tokenizer->encode("he  <end>>he"), ElementsAre(256, 261, 256)); // lstrip takes the blanks
    EXPECT_TRUE(tokenizer->isSpecial(260));
    EXPECT_FALSE(tokenizer->isSpecial(261));
    EXPECT_FALSE(tokenizer->isSpecial(-1));
    EXPECT_EQ(tokenizer->size(), 262);
}

TEST(Tokenizer, NormalisesToNfc) {
    const auto tokenizer = Tokenizer::parse(smallBpe(false).dump(), "t.json");
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->encode("e\xCC\x81"), tokenizer->encode("\xC3\xA9"));
    EXPECT_THAT(tokenizer->encode("\xC3\xA9"), ElementsAre(0xC3, 0xA9));
}

TEST(Tokenizer, SpansAreBytesAndNeverCutACharacter) {
    const auto tokenizer = Tokenizer::parse(smallBpe(false).dump(), "t.json");
    ASSERT_TRUE(tokenizer);
    const auto decoded = tokenizer->decodeWithSpans({259, 0xE7, 0xBA, 0xA2, 260, 0xFF, 'a', 0xE7, 0xBA});
    EXPECT_EQ(decoded.text, "hello\xE7\xBA\xA2<end>\xEF\xBF\xBD"
                            "a\xEF\xBF\xBD");
    EXPECT_THAT(decoded.ends, ElementsAre(5, 5, 5, 8, 13, 16, 17, 17, 20));
}

TEST(Tokenizer, IllFormedBytesFollowTheUnicodeTable) {
    const auto tokenizer = Tokenizer::parse(smallBpe(false).dump(), "t.json");
    ASSERT_TRUE(tokenizer);
    // Unicode 15 table 3-8: 61 F1 80 80 E1 80 C2 62 -> a FFFD FFFD FFFD b
    const auto decoded = tokenizer->decodeWithSpans({0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62});
    EXPECT_EQ(decoded.text, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                            "b");
    EXPECT_THAT(decoded.ends, ElementsAre(1, 1, 1, 4, 4, 7, 10, 11));
}

TEST(Tokenizer, EveryByteComesBack) {
    const auto tokenizer = Tokenizer::parse(smallBpe(false).dump(), "t.json");
    ASSERT_TRUE(tokenizer);
    const std::string text = "He said: \xE7\xBA\xA2\xE8\x89\xB2 \xF0\x9F\x94\xB4\n\t 3.5%  ok<end>";
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
}

TEST(WordTokenizer, OneTokenAWord) {
    const Tokenizer tokenizer = demo();
    const Ids ids = tokenizer.encode("<think>top-left looks red 1</think><answer>1</answer><|im_end|>");
    EXPECT_EQ(ids.size(), 10U);
    EXPECT_EQ(ids[7], tokenizer.idOf("1"));
    EXPECT_EQ(tokenizer.idOf("<judge>"), ids[0] - 1);
    EXPECT_EQ(tokenizer.idOf("unknown word"), -1);
    EXPECT_EQ(tokenizer.encode("color at top-left ? A1: red A2: blue<judge>").size(), 9U);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode("never seen, still exact")), "never seen, still exact");
}

TEST(WordTokenizer, SameTextsSameFile) {
    EXPECT_EQ(buildWordTokenizerJson({"a b", "b cc"}, marks, 9), buildWordTokenizerJson({"a b", "b cc"}, marks, 9));
    const auto tokenizer = Tokenizer::parse(buildWordTokenizerJson({"xx yy yy"}, {"<m>"}, 1), "t");
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->size(), 258); // most frequent word only
    EXPECT_EQ(tokenizer->idOf(" yy"), 256);
}

TEST(Tokenizer, SaysWhichFieldIsWrong) {
    const auto field = [](const std::function<void(Json&)>& change) {
        Json json = smallBpe(false);
        change(json);
        const auto result = Tokenizer::parse(json.dump(), "t.json");
        return result ? std::string("accepted") : result.error().code + " " + result.error().field;
    };
    EXPECT_EQ(field([](Json& j) { j["model"]["type"] = "Unigram"; }), "judge.bad_tokenizer model.type");
    EXPECT_EQ(field([](Json& j) { j["model"]["vocab"] = 3; }), "judge.bad_tokenizer model.vocab");
    EXPECT_EQ(field([](Json& j) { j["model"]["merges"][0] = "zz qq"; }), "judge.bad_tokenizer model.merges");
    EXPECT_EQ(field([](Json& j) { j["model"]["byte_fallback"] = true; }), "judge.bad_tokenizer model.byte_fallback");
    EXPECT_EQ(field([](Json& j) { j["normalizer"]["type"] = "Lowercase"; }), "judge.bad_tokenizer normalizer");
    EXPECT_EQ(field([](Json& j) { j["pre_tokenizer"]["type"] = "Metaspace"; }), "judge.bad_tokenizer pre_tokenizer");
    EXPECT_EQ(field([](Json& j) { j["added_tokens"][1].erase("id"); }), "judge.bad_tokenizer added_tokens[1].id");
    EXPECT_EQ(field([](Json& j) {
                  j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "("}}}, {"behavior", "Isolated"}};
              }),
              "judge.bad_tokenizer pre_tokenizer.pattern.Regex");
    const test::TempFolder folder;
    EXPECT_EQ(Tokenizer::load(folder / "tokenizer.json").error().code, "judge.missing_file");
}

} // namespace
} // namespace egt
