// SPDX-License-Identifier: GPL-3.0-or-later
// Death and interruption in the middle of an import, then the same command again.
#include <chrono>
#include <csignal>
#include <thread>

#include "cli/program.h"
#include "store/project.h"

namespace egt::test {
namespace {

using namespace std::chrono_literals;

class Interrupt : public CliTest {
protected:
    static constexpr int kRows = 20'000;

    /// Starts the import and waits until some of it is committed, but not all.
    std::int64_t untilSomeAreIn(Program& program) const {
        for (int i = 0; i < 10'000 && program.running(); ++i) {
            const auto reader = Project::open(project, true);
            const auto info = reader ? (*reader)->info() : Result<ProjectInfo>(fail(reader.error()));
            if (info && info->pairs > 0) return info->pairs;
            std::this_thread::sleep_for(1ms);
        }
        return 0;
    }
    void expectWhole(const Json& import, std::int64_t before) const {
        EXPECT_EQ(import["imported"].get<std::int64_t>(), kRows) << "the run's own count, both attempts together";
        EXPECT_EQ(import["rejected"], 0);
        EXPECT_EQ(import["already"], 0);
        EXPECT_EQ(import["missing_images"], kRows);
        const Json info = done({"info", project});
        EXPECT_EQ(info["pairs"], kRows);
        EXPECT_GT(before, 0);
        ASSERT_EQ(info["runs"].size(), 1U) << "the second attempt continued the first";
        EXPECT_EQ(info["runs"][0]["state"], "done");
        EXPECT_EQ(done({"import", project, path("pairs.jsonl")})["already"], kRows);
    }
};

TEST_F(Interrupt, KilledInTheMiddleItContinues) {
    const std::string file = writePairs(kRows);
    std::int64_t before = 0;
    {
        Program first({"import", project, file, "--no-index"});
        before = untilSomeAreIn(first);
        first.signal(SIGKILL);
        const Finished ended = first.wait();
        if (ended.exit == 0) GTEST_SKIP() << "too fast to kill here";
        EXPECT_EQ(ended.exit, 128 + SIGKILL);
    }
    EXPECT_EQ(done({"info", project})["pairs"].get<std::int64_t>() % 500, 0) << "whole transactions only";
    expectWhole(done({"import", project, file, "--no-index"}), before);
}

TEST_F(Interrupt, InterruptedItSavesAndSays130) {
    const std::string file = writePairs(kRows);
    std::int64_t before = 0;
    {
        Program first({"import", project, file, "--no-index", "--json"});
        before = untilSomeAreIn(first);
        first.signal(SIGINT);
        const Finished ended = first.wait();
        if (ended.exit == 0) GTEST_SKIP() << "too fast to interrupt here";
        EXPECT_EQ(ended.exit, 130);
        EXPECT_EQ(ended.json()["error"]["code"], "job.stopped");
    }
    EXPECT_EQ(done({"runs", project})["runs"][0]["state"], "stopped");
    expectWhole(done({"import", project, file, "--no-index"}), before);
}

TEST_F(Interrupt, ALookThatIsInterruptedTellsWhatItSaw) {
    const std::string file = writePairs(150'000);
    Program look({"inspect", file, "--no-images", "--json"});
    std::this_thread::sleep_for(250ms); // long enough to have begun, too short for all of it
    look.signal(SIGINT);
    const Finished ended = look.wait();
    if (ended.exit == 0) GTEST_SKIP() << "too fast to interrupt here";
    ASSERT_EQ(ended.exit, 130);
    if (ended.out.empty()) GTEST_SKIP() << "too slow to have begun here";
    const Json seen = ended.json();
    EXPECT_FALSE(seen["whole"].get<bool>());
    EXPECT_LT(seen["rows"].get<std::int64_t>(), 150'000);
    EXPECT_EQ(seen["rows"], seen["pairs"].get<std::int64_t>() + seen["rejected"].get<std::int64_t>());
}

} // namespace
} // namespace egt::test
