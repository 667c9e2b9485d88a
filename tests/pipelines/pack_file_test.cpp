// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <thread>

#include "base/files.h"
#include "base/random.h"
#include "pipelines/fixture.h"
#include "pipelines/pack_file.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

using pipelines::PackFile;

std::string noise(Random& random, std::size_t bytes) {
    std::string out(bytes, '\0');
    for (char& c : out)
        c = static_cast<char>(random.next());
    return out;
}

class PackFiles : public testing::Test {
protected:
    TempFolder temp;
    fs::path path = temp / "1.pack";
    Random random{21};
};

TEST_F(PackFiles, HaveWhatWasWrittenWhereverItBeginsAndHoweverLargeItIs) {
    for (const std::size_t begin : {std::size_t{0}, std::size_t{1}, PackFile::kBlock, 3 * PackFile::kBlock + 77}) {
        fs::remove(path);
        std::string expected = noise(random, begin);
        must(writeFileAtomically(path, expected));
        const auto file = must(PackFile::open(path, false));
        while (expected.size() < begin + 3 * PackFile::kBuffers * PackFile::kBuffer) {
            const std::size_t largest = random.below(8) == 0 ? 2 * PackFile::kBuffer : 100000;
            const std::string piece = noise(random, random.below(largest));
            must(file->write(expected.size(), piece));
            expected += piece;
            if (random.below(20) != 0) continue;
            must(file->sync());
            ASSERT_TRUE(must(readFile(path)) == expected) << "after a sync at " << expected.size();
        }
        must(file->sync());
        EXPECT_TRUE(must(readFile(path)) == expected) << "begun at " << begin;
    }
}

TEST_F(PackFiles, HaveTheLastOfWhatWasWrittenToOnePlace) {
    const auto file = must(PackFile::open(path, true));
    std::string expected;
    for (int i = 0; i < 300; ++i) {
        if (random.below(4) == 0 && !expected.empty()) // near the end, or buffers back
            expected.resize(expected.size() -
                            std::min<std::size_t>(expected.size(), random.below(3 * PackFile::kBuffer)));
        const std::string piece = noise(random, random.below(150000));
        must(file->write(expected.size(), piece));
        expected += piece;
    }
    must(file->sync());
    std::string there = must(readFile(path));
    ASSERT_GE(there.size(), expected.size());
    there.resize(expected.size());
    EXPECT_TRUE(there == expected);
}

TEST_F(PackFiles, AreSyncedWhileTheyGrow) {
    const auto file = must(PackFile::open(path, true));
    const std::string piece = noise(random, 81234);
    constexpr std::size_t pieces = 300;
    std::atomic<std::size_t> written = 0;
    std::thread writer([&] {
        for (std::size_t i = 0; i < pieces; ++i) {
            must(file->write(i * piece.size(), piece));
            written = i + 1;
        }
    });
    for (std::size_t seen = 0; seen < pieces;) {
        seen = written;
        must(file->sync());
        const std::string there = must(readFile(path));
        ASSERT_GE(there.size(), seen * piece.size());
        ASSERT_TRUE(seen == 0 || there.compare((seen - 1) * piece.size(), piece.size(), piece) == 0) << seen;
    }
    writer.join();
}

TEST_F(PackFiles, KeepSayingThatTheDiskIsFull) {
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{PackFile::kBuffer + 1000, limit.rlim_max}; // within a block
    const auto file = must(PackFile::open(path, true));
    const std::string bytes = noise(random, PackFile::kBuffer);
    must(file->write(0, bytes));
    must(file->sync());
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<void> last;
    for (std::size_t i = 1; last && i < 100; ++i) // the thread that writes is a few buffers behind
        last = file->write(i * bytes.size(), bytes);
    const Result<void> synced = file->sync();
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    std::signal(SIGXFSZ, before);
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, "file.disk_full");
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().code, "file.disk_full");
    EXPECT_FALSE(file->sync()) << "with room again too: what was lost stays lost";
    EXPECT_TRUE(must(readFile(path)).starts_with(bytes));
}

TEST_F(PackFiles, AreMadeOnce) {
    must(PackFile::open(path, true));
    EXPECT_TRUE(PackFile::open(path, false));
    const auto again = PackFile::open(path, true);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "file.cannot_write");
    EXPECT_FALSE(PackFile::open(temp / "no folder" / "1.pack", true));
}

} // namespace
} // namespace egt::test
