// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <gtest/gtest.h>

namespace egt {
namespace {

TEST(JsonText, SaysTheLineOfAMistake) {
    const auto wrong = parseJson("{\n\"a\": 1,\n\"b\": }\n", "x.json");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "json.invalid");
    EXPECT_EQ(wrong.error().line, 3);
    EXPECT_EQ(wrong.error().file, "x.json");
    const auto large = parseJson("{\n\"a\":\n-1e400}", "x.json"); // beyond double's range
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, "json.invalid");
    EXPECT_EQ(large.error().line, 3);
    EXPECT_FALSE(parseJson(""));
    EXPECT_EQ(parseJson("[1]").value_or(Json()), Json::array({1}));
}

TEST(JsonText, NeverThrowsOnBrokenUtf8) {
    const Json json = std::string("a\xFFz");
    EXPECT_EQ(dumpJson(json), "\"a\xEF\xBF\xBDz\"");
}

TEST(JsonText, ErrorsComeBackEqual) {
    const Error error{"a.b", "text %1", {"x", "y"}, "file", 7, "field"};
    EXPECT_EQ(Json::parse(dumpJson(Json(error))).get<Error>(), error);
}

} // namespace
} // namespace egt
