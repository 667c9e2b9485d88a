// SPDX-License-Identifier: GPL-3.0-or-later
// Ids of the pinned reference library for texts that are hard for a tokenizer, under every setting that changes them.
#include <algorithm>

#include <gtest/gtest.h>

#include "golden.h"
#include "text/nfc.h"
#include "text/split_pattern.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace egt {
namespace {

using Ids = std::vector<std::int32_t>;

const Json& golden() {
    static const Json json = Json::parse(test::goldenText("ids.json"));
    return json;
}
std::vector<std::string> texts() {
    return golden()["texts"].get<std::vector<std::string>>();
}
Tokenizer tokenizerOf(const Json& variant) {
    auto tokenizer = Tokenizer::parse(test::goldenTokenizer(variant).dump(), "tokenizer.json");
    EXPECT_TRUE(tokenizer) << tokenizer.error().message();
    return std::move(*tokenizer);
}
std::string bytesOfHex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}
// For a failure that can be read whatever the characters are.
std::string shown(const std::string& text) {
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

TEST(TokenizerGolden, IdsOfEveryVariant) {
    ASSERT_GE(golden()["variants"].size(), 10U);
    for (const Json& variant : golden()["variants"]) {
        const Tokenizer tokenizer = tokenizerOf(variant);
        const auto all = texts();
        ASSERT_EQ(variant["ids"].size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            ASSERT_EQ(tokenizer.encode(all[i]), variant["ids"][i].get<Ids>())
                << variant["name"] << " " << shown(all[i]);
    }
}

TEST(TokenizerGolden, BrokenBytesAreReadAsReplacementCharacters) {
    const Tokenizer tokenizer = tokenizerOf(golden()["variants"][0]);
    for (const Json& item : golden()["broken"])
        EXPECT_EQ(tokenizer.encode(bytesOfHex(item["hex"])), item["ids"].get<Ids>()) << item["hex"];
}

TEST(TokenizerGolden, NfcOfTheReference) {
    const auto all = texts();
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_EQ(nfc(all[i]), golden()["nfc"][i].get<std::string>()) << shown(all[i]);
}

TEST(TokenizerGolden, SpansAreTheBytesOfTheTokens) {
    for (const Json& variant : golden()["variants"]) {
        const std::string name = variant["name"];
        if (name == "gpt2-prefix" || name == "removed" || name == "unknown") continue; // they do not keep the text
        const Tokenizer tokenizer = tokenizerOf(variant);
        for (const std::string& text : texts()) {
            const Tokenizer::Encoded encoded = tokenizer.encodeWithSpans(text);
            ASSERT_EQ(encoded.ids, tokenizer.encode(text));
            ASSERT_EQ(encoded.spans.size(), encoded.ids.size());
            std::uint32_t done = 0;
            for (const Tokenizer::Span& span : encoded.spans) {
                ASSERT_EQ(span.begin, done) << name << shown(text);
                done = span.end;
            }
            EXPECT_EQ(done, encoded.text.size());
        }
    }
}

TEST(TokenizerGolden, DecodingGivesTheNormalisedTextBack) {
    const Tokenizer tokenizer = tokenizerOf(golden()["variants"][0]);
    const Json added = Json::parse(test::goldenText("tokenizer.json"))["added_tokens"];
    const auto isPlain = [&](const std::string& text) { // without added tokens, which are not normalised with the rest
        return std::none_of(added.begin(), added.end(), [&](const Json& token) {
            return nfc(text).find(nfc(token["content"].get<std::string>())) != std::string::npos;
        });
    };
    int plain = 0;
    for (const std::string& text : texts()) {
        if (!isPlain(text)) continue;
        plain += 1;
        EXPECT_EQ(tokenizer.encodeWithSpans(text).text, nfc(text)) << shown(text);
        EXPECT_EQ(tokenizer.decode(tokenizer.encode(text)), nfc(text)) << shown(text);
    }
    EXPECT_GT(plain, 100);
}

TEST(SplitPattern, HandWrittenMatchersEqualTheExpressions) {
    for (const SplitFamily family : {SplitFamily::gpt2, SplitFamily::qwen2, SplitFamily::llama3}) {
        const auto expression =
            SplitPattern::regex(std::string(patternOf(family)), "", "", SplitPattern::Matcher::expression);
        const auto fastest = SplitPattern::regex(std::string(patternOf(family)), "", "");
        ASSERT_TRUE(expression) << expression.error().message();
        for (const std::string& text : texts()) {
            std::vector<std::string_view> a;
            std::vector<std::string_view> b;
            expression->split(text, false, a);
            fastest->split(text, false, b);
            ASSERT_EQ(a, b) << shown(text);
        }
    }
}

TEST(SplitPattern, SaysWhatItCannotMatchExactly) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(\p{Han}+)", "Han"},        {R"(^a)", "^"},           {R"(\bword)", "\\b"},
        {R"([a&&b])", "class inside"}, {R"((?i:ss))", "joined"}, {R"((?i:[a-z]))", "case"},
        {R"(a{2}+)", "braces"},        {R"((a)", "not closed"},  {R"(a))", "not open"},
        {R"(*a)", "repetition"},       {R"((?<n>a))", "group"},  {R"([b-a])", "upwards"},
        {R"(\x{110000})", "number"},   {"\\", "backslash"}};
    for (const auto& [pattern, what] : cases) {
        const auto result = SplitPattern::regex(pattern, "t.json", "pattern");
        ASSERT_FALSE(result) << pattern;
        EXPECT_NE(result.error().message().find(what), std::string::npos) << result.error().message();
    }
}

} // namespace
} // namespace egt
