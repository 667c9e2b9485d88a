// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer against the pinned reference library, live: new texts at each run and the texts of the real sets.
#include <cstdlib>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "parity/reference_test.h"
#include "text/nfc.h"
#include "text/tokenizer.h"

namespace egt {
namespace {

using Ids = std::vector<std::int32_t>;

std::string readText(const std::filesystem::path& path) {
    auto text = readFile(path);
    EXPECT_TRUE(text) << path;
    return text ? *text : std::string();
}
std::string shown(const std::string& text) {
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}
std::string bytesOfHex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

class TokenizerParity : public test::ReferenceTest {
protected:
    static void SetUpTestSuite() {
        const char* data = std::getenv("EGT_REAL_DATA");
        ask(EGT_PARITY_TOKENIZER, {folder().path().string(), seed(), data ? data : ""});
    }
    static Json answers(const char* name) { return Json::parse(readText(folder() / name)); }
    static Tokenizer tokenizerOf(const Json& variant) {
        Json json = answers("tokenizer.json");
        for (const auto& [key, value] : variant["changes"].items())
            json[key] = value;
        if (variant.contains("model"))
            for (const auto& [key, value] : variant["model"].items())
                json["model"][key] = value;
        auto tokenizer = Tokenizer::parse(json.dump(), "tokenizer.json");
        EXPECT_TRUE(tokenizer) << tokenizer.error().message();
        return std::move(*tokenizer);
    }
};

TEST_F(TokenizerParity, GeneratedTexts) {
    const Json found = answers("ids.json");
    const auto texts = found["texts"].get<std::vector<std::string>>();
    EXPECT_EQ(texts.size(), 20000U);
    for (const Json& variant : found["variants"]) {
        const Tokenizer tokenizer = tokenizerOf(variant);
        for (std::size_t i = 0; i < variant["ids"].size(); ++i)
            ASSERT_EQ(tokenizer.encode(texts[i]), variant["ids"][i].get<Ids>())
                << variant["name"] << " " << shown(texts[i]);
    }
    const Tokenizer tokenizer = tokenizerOf(found["variants"][0]);
    for (const Json& item : found["broken"])
        ASSERT_EQ(tokenizer.encode(bytesOfHex(item["hex"])), item["ids"].get<Ids>()) << item["hex"];
    for (std::size_t i = 0; i < texts.size(); ++i)
        ASSERT_EQ(nfc(texts[i]), found["nfc"][i].get<std::string>()) << shown(texts[i]);
}

TEST_F(TokenizerParity, RealTexts) {
    const Json found = answers("real.json");
    const auto texts = found["texts"].get<std::vector<std::string>>();
    if (texts.empty()) GTEST_SKIP() << "EGT_REAL_DATA names no folder with real sets";
    const auto tokenizer = Tokenizer::load(folder() / "tokenizer.json");
    ASSERT_TRUE(tokenizer) << tokenizer.error().message();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Ids ids = tokenizer->encode(texts[i]);
        ASSERT_EQ(ids, found["ids"][i].get<Ids>()) << shown(texts[i]);
        ASSERT_EQ(tokenizer->decode(ids), nfc(texts[i])) << shown(texts[i]);
    }
}

TEST_F(TokenizerParity, UnicodeTablesAreThoseOfTheLibrary) {
    EXPECT_EQ(run(EGT_PARITY_UNICODE, {"--check", EGT_UNICODE_TABLES}), 0);
}

} // namespace
} // namespace egt
