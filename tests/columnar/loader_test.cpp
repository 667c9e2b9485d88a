// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <gtest/gtest.h>

#include "base/files.h"
#include "formats/columnar.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {

// Before any test that opens the real one.
TEST(ALoader, SaysWhatIsMissing) {
    const TempFolder folder;
    const std::string library = (folder / "libegt_arrow.so").string();
    const auto none = formats::columnarBackend(library);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "columnar.not_installed");
    EXPECT_NE(none.error().message().find(library), std::string::npos);

    ASSERT_TRUE(writeFileAtomically(library, "not a library"));
    ASSERT_TRUE(writeFileAtomically(folder / "egt_arrow.paths", (folder / "libarrow.so.2600").string() + "\n"));
    unsetenv("EGT_ARROW");
    const auto arrow = formats::columnarBackend(library);
    ASSERT_FALSE(arrow);
    EXPECT_EQ(arrow.error().code, "columnar.no_arrow");
    EXPECT_EQ(arrow.error().file, (folder / "libarrow.so.2600").string());

    setenv("EGT_ARROW", (folder / "elsewhere").c_str(), 1);
    EXPECT_EQ(formats::columnarBackend(library).error().file, (folder / "elsewhere" / "libarrow.so.2600").string());
    unsetenv("EGT_ARROW");

    ASSERT_TRUE(writeFileAtomically(folder / "egt_arrow.paths", ""));
    const auto broken = formats::columnarBackend(library);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, "columnar.no_arrow");
}

TEST(ALoader, OpensWhatWasBuilt) {
    const auto backend = formats::columnarBackend();
    ASSERT_TRUE(backend) << backend.error().message();
    EXPECT_EQ(*backend, formats::columnarBackend().value());
}

} // namespace
} // namespace egt::test
