// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace egt {
namespace {

TEST(ErrorMessage, FillsTheTemplate) {
    const auto text = [](const char* t, std::vector<std::string> args) {
        return Error{"c", t, std::move(args), {}, 0, {}}.message();
    };
    EXPECT_EQ(text("%1 of %2", {"3", "4"}), "3 of 4");
    EXPECT_EQ(text("%2, then %1", {"a", "b"}), "b, then a");
    EXPECT_EQ(text("100 % of %1", {"it"}), "100 % of it");
    EXPECT_EQ(text("%1", {"%2"}), "%2") << "arguments are not templates";
    EXPECT_EQ(text("%1 %2", {"a"}), "a ");
    EXPECT_EQ(text("%", {}), "%");
}

Result<std::unique_ptr<int>> half(int n) {
    if (n % 2 != 0) return fail("odd", "%1 is odd.", {std::to_string(n)}, "f", 3, "n");
    return std::make_unique<int>(n / 2);
}
Result<int> quarter(int n) {
    EGT_ASSIGN(const auto once, half(n));
    EGT_ASSIGN(const auto twice, half(*once));
    return *twice;
}
Result<void> even(int n) {
    EGT_TRY(half(n));
    return {};
}

TEST(ResultMacros, PassValuesAndErrorsOn) {
    EXPECT_EQ(quarter(12).value_or(0), 3);
    const auto wrong = quarter(6);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error(), (Error{"odd", "%1 is odd.", {"3"}, "f", 3, "n"}));
    EXPECT_TRUE(even(2));
    EXPECT_FALSE(even(3));
}

} // namespace
} // namespace egt
