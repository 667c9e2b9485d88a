// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged tokenizer.json files: an error in one sentence or a tokenizer that works, never a crash, and no more memory
// than the file justifies. Fixed seeds; the sanitizer presets run the same.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"
#include "golden.h"
#include "support/resident_peak.h"
#include "text/byte_alphabet.h"
#include "text/tokenizer.h"

namespace egt {
namespace {

const std::string sample =
    "It's a <think> caf\xC3\xA9 <|im_end|>  \xE7\xBA\xA2 [LR] 12345 e\xCC\x81\n\n\xF0\x9F\x98\x80 word\xFF";

// A tokenizer.json of a few kB: the goldens' own without most of its vocabulary.
Json smallFile() {
    Json json = Json::parse(test::goldenText("tokenizer.json"));
    Json merges = Json::array();
    for (std::size_t i = 0; i < 40; ++i)
        merges.push_back(json["model"]["merges"][i]);
    Json vocab = Json::object();
    for (unsigned b = 0; b < 256; ++b)
        vocab[byteCharacter(static_cast<unsigned char>(b))] = b;
    std::int32_t next = 256;
    for (const Json& pair : merges)
        vocab[pair[0].get<std::string>() + pair[1].get<std::string>()] = next++;
    json["model"]["vocab"] = vocab;
    json["model"]["merges"] = merges;
    for (Json& token : json["added_tokens"])
        token["id"] = vocab.contains(token["content"]) ? vocab[token["content"].get<std::string>()] : Json(next++);
    return json;
}

// Either side of the promise; tells whether it was accepted.
bool holds(const std::string& text) {
    const auto tokenizer = Tokenizer::parse(text, "t.json");
    if (!tokenizer) {
        EXPECT_FALSE(tokenizer.error().message().empty());
        EXPECT_EQ(tokenizer.error().file, "t.json");
        return false;
    }
    const auto encoded = tokenizer->encodeWithSpans(sample);
    EXPECT_EQ(encoded.ids.size(), encoded.spans.size());
    for (const Tokenizer::Span& span : encoded.spans)
        EXPECT_TRUE(span.begin <= span.end && span.end <= encoded.text.size());
    (void)tokenizer->decode(encoded.ids);
    return true;
}

// Every place of a document, as JSON pointers.
void places(const Json& json, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
    out.push_back(at);
    if (json.is_object())
        for (const auto& [key, value] : json.items())
            places(value, at / key, out);
    if (json.is_array())
        for (std::size_t i = 0; i < json.size(); ++i)
            places(json[i], at / i, out);
}

TEST(TokenizerFuzz, TheFileItselfIsGood) {
    EXPECT_TRUE(holds(smallFile().dump()));
}

TEST(TokenizerFuzz, CutAnywhere) {
    const std::string text = smallFile().dump();
    for (std::size_t n = 0; n < text.size(); n += 1 + n / 20)
        EXPECT_FALSE(holds(text.substr(0, n))) << n;
}

TEST(TokenizerFuzz, BytesTurned) {
    const std::string text = smallFile().dump();
    Random random(11);
    for (int i = 0; i < 200; ++i) {
        std::string damaged = text;
        for (int n = 0; n <= i % 4; ++n)
            damaged[static_cast<std::size_t>(random.below(damaged.size()))] = static_cast<char>(random.below(256));
        holds(damaged);
    }
}

TEST(TokenizerFuzz, AnyValueAnywhere) {
    const Json good = smallFile();
    std::vector<Json::json_pointer> all;
    places(good, Json::json_pointer(), all);
    const std::vector<Json> values = {nullptr,
                                      true,
                                      -1,
                                      0,
                                      97,
                                      2147483647,
                                      4294967296,
                                      1e300,
                                      "",
                                      "Ġ",
                                      "x y",
                                      "(?i:(",
                                      "\\p{",
                                      Json::array(),
                                      Json::object(),
                                      Json::array({1, 2}),
                                      {{"type", "Sequence"}}};
    Random random(12);
    int accepted = 0;
    for (int i = 0; i < 600; ++i) {
        Json damaged = good;
        damaged[all[static_cast<std::size_t>(random.below(all.size()))]] =
            values[static_cast<std::size_t>(random.below(values.size()))];
        accepted += holds(damaged.dump());
    }
    EXPECT_GT(accepted, 0); // what the program does not use may hold anything
    EXPECT_LT(accepted, 600);
}

TEST(TokenizerFuzz, ContradictingMerges) {
    const auto with = [](const Json& extra_vocab, const Json& merges) {
        Json json = smallFile();
        json["added_tokens"] = Json::array();
        for (const auto& [token, id] : extra_vocab.items())
            json["model"]["vocab"][token] = id;
        for (const Json& merge : merges)
            json["model"]["merges"].push_back(merge);
        return json.dump();
    };
    EXPECT_TRUE(
        holds(with({{"", 900}}, Json::array({Json{"", "a"}, Json{"a", ""}, Json{"", ""}})))); // never meets a text
    EXPECT_FALSE(holds(with({{"zz", 97}}, Json::array({Json{"z", "z"}}))));                   // two tokens, one id
    EXPECT_FALSE(holds(with({}, Json::array({Json{"q", "z"}}))));
    EXPECT_TRUE(
        holds(with({{"qz", 900}, {"qzq", 901}, {"zq", 902}},
                   Json::array({Json{"qz", "q"}, Json{"q", "zq"}, Json{"z", "q"}, Json{"q", "z"}, Json{"q", "z"}}))));
}

TEST(TokenizerFuzz, GiantIdsAndDepthCostNothing) {
    const bool peaks = test::resident_peak_tells && test::resetResidentPeak();
    const std::int64_t before = test::residentPeak();
    Json json = smallFile();
    json["added_tokens"] = Json::array();
    json["model"]["vocab"]["giant"] = 2147483646;
    const auto tokenizer = Tokenizer::parse(json.dump(), "t.json");
    ASSERT_TRUE(tokenizer) << tokenizer.error().message();
    EXPECT_EQ(tokenizer->size(), 2147483647);
    EXPECT_EQ(tokenizer->decode({2147483646, 97, 1000000}), "gianta");
    json["model"]["vocab"]["giant"] = 18446744073709551615U;
    EXPECT_FALSE(holds(json.dump()));
    for (const char* field : {"pre_tokenizer", "normalizer"}) {
        std::string deep;
        const std::string list = field == std::string("normalizer") ? "normalizers" : "pretokenizers";
        for (int i = 0; i < 20000; ++i)
            deep += R"({"type":"Sequence",")" + list + "\":[";
        std::string text = smallFile().dump();
        const std::string key = std::string("\"") + field + "\":";
        text.insert(
            text.find(key) + key.size(), deep + "null" + [] {
                std::string close;
                for (int i = 0; i < 20000; ++i)
                    close += "]}";
                return close;
            }() + ",\"other\":");
        EXPECT_FALSE(holds(text));
    }
    EXPECT_FALSE(holds(std::string(100000, '[')));
    // 20,000 levels of JSON are some megabytes; an array by id would be tens of gigabytes.
    if (peaks) {
        EXPECT_LT(test::residentPeak() - before, 400'000'000);
    }
}

} // namespace
} // namespace egt
