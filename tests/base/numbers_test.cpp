// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/numbers.h"

#include <clocale>
#include <limits>

#include <gtest/gtest.h>

#include "base/clock.h"

namespace egt {
namespace {

TEST(Numbers, ReadBackTheSame) {
    for (const double value : {0.1, -1.0 / 3.0, 1e-300, 12345678.9, std::numeric_limits<double>::max()})
        EXPECT_EQ(parseNumber<double>(numberText(value)), value);
    EXPECT_EQ(fixedText(2.0 / 3.0, 3), "0.667");
    EXPECT_EQ(fixedText(-0.5, 0), "-0");
}

TEST(Numbers, TheWholeTextOrNothing) {
    EXPECT_EQ(parseNumber<int>("12"), 12);
    for (const char* text : {"", " 12", "12 ", "1,2", "0x10", "12a"})
        EXPECT_EQ(parseNumber<int>(text), std::nullopt);
    EXPECT_EQ(parseNumber<std::int8_t>("300"), std::nullopt);
}

TEST(Numbers, DoNotFollowTheLocale) {
    const std::string old = std::setlocale(LC_ALL, nullptr);
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) GTEST_SKIP() << "no German locale here";
    EXPECT_EQ(numberText(1.5), "1.5");
    EXPECT_EQ(parseNumber<double>("1.5"), 1.5);
    std::setlocale(LC_ALL, old.c_str());
}

TEST(Clock, WritesUtc) {
    EXPECT_EQ(isoUtc(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(isoUtc(1'795'444'327'999), "2026-11-23T14:32:07Z");
}

} // namespace
} // namespace egt
