// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/backoff.h"

#include <set>

#include <gtest/gtest.h>

namespace egt::remote {
namespace {

TEST(Backoff, DoublesWithJitterUpToItsLimit) {
    RetryOptions options;
    options.first_wait = 0.5;
    options.longest_wait = 6;
    const double whole[] = {0.5, 1, 2, 4, 6, 6};
    std::set<double> waits;
    for (std::int64_t request = 0; request < 100; ++request)
        for (int attempt = 1; attempt <= 6; ++attempt) {
            const double wait = backoffSeconds(options, request, attempt);
            EXPECT_GE(wait, whole[attempt - 1] / 2);
            EXPECT_LE(wait, whole[attempt - 1]);
            EXPECT_EQ(wait, backoffSeconds(options, request, attempt)) << "the same every time";
            waits.insert(wait);
        }
    EXPECT_EQ(waits.size(), 600U) << "no two come back together";
    options.seed = 2;
    EXPECT_NE(backoffSeconds(options, 0, 1), backoffSeconds(RetryOptions{}, 0, 1));
}

TEST(Backoff, ReadsRetryAfter) {
    EXPECT_EQ(retryAfterSeconds("7", 0), 7);
    EXPECT_EQ(retryAfterSeconds("0.5", 0), 0.5);
    // RFC 9110, 5.6.7: the example of an IMF-fixdate is 784111777 seconds after 1970.
    EXPECT_EQ(retryAfterSeconds("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'770), 7);
    EXPECT_EQ(retryAfterSeconds("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'999), 0) << "past";
    for (const char* nonsense : {"", "soon", "-3", "nan", "inf"})
        EXPECT_EQ(retryAfterSeconds(nonsense, 0), std::nullopt) << nonsense;
}

} // namespace
} // namespace egt::remote
