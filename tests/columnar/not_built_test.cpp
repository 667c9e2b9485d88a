// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

TEST(Columnar, NotBuilt) {
    GTEST_SKIP() << "Arrow C++ was not found when this was configured; ./dev setup installs it";
}
