// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace egt {
namespace {

namespace fs = std::filesystem;

TEST(Files, WritesAndReadsBytes) {
    const test::TempFolder folder;
    const std::string bytes("a\0b\xFF\n", 5);
    ASSERT_TRUE(writeFileAtomically(folder / "f", bytes));
    const auto read = readFile(folder / "f");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, bytes);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator{}), 1)
        << "nothing left aside";
}

TEST(Files, AReaderNeverSeesHalf) {
    const test::TempFolder folder;
    const std::string one(200'000, 'a');
    const std::string two(300'000, 'b');
    ASSERT_TRUE(writeFileAtomically(folder / "f", one));
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        while (!stop) {
            const auto read = readFile(folder / "f");
            if (!read || (*read != one && *read != two)) ++wrong;
        }
    });
    for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(writeFileAtomically(folder / "f", i % 2 == 0 ? two : one));
    stop = true;
    reader.join();
    EXPECT_EQ(wrong, 0);
}

TEST(Files, SaysWhatCannotBeReadOrWritten) {
    const test::TempFolder folder;
    const auto missing = readFile(folder / "no");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, "file.cannot_read");
    EXPECT_EQ(missing.error().file, (folder / "no").string());
    EXPECT_FALSE(readFile(folder.path())) << "a folder is not a file";
    const auto unwritten = writeFileAtomically(folder / "no" / "f", "x");
    ASSERT_FALSE(unwritten);
    EXPECT_EQ(unwritten.error().code, "file.cannot_write");
    EXPECT_EQ(writeError("f", ENOSPC).code, "file.disk_full");
}

TEST(Files, AFullDiskIsSaidAndLeavesTheOldFile) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "f", "old"));
    fs::create_symlink("/dev/full", folder / "f.part"); // where the new content is written first
    const auto full = writeFileAtomically(folder / "f", "new");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, "file.disk_full");
    EXPECT_EQ(readFile(folder / "f").value_or(""), "old");
}

TEST(Files, MakesFoldersWithTheirParents) {
    const test::TempFolder folder;
    EXPECT_TRUE(makeFolder(folder / "a" / "b"));
    EXPECT_TRUE(makeFolder(folder / "a" / "b")) << "again is fine";
    ASSERT_TRUE(writeFileAtomically(folder / "f", ""));
    EXPECT_FALSE(makeFolder(folder / "f" / "c"));
}

} // namespace
} // namespace egt
