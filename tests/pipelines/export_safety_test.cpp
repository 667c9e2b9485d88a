// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk and a kill at any moment leave the old export or the new one, never half of one.
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "export_fixture.h"
#include "formats/columnar.h"

namespace egt::test {
namespace {

class Safety : public Export {
protected:
    Error failing(const ExportRequest& r) {
        CollectingRun run(300);
        const auto result = pipelines::exportSelection(r, *project, run);
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }
};

TEST_F(Safety, AFullDiskLeavesNothingHalf) {
    import(world(300));
    const ExportRequest old = request("trl", "old");
    write(old);
    const auto before = treeOf(old.out);
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    for (const auto& writer : formats::writers())
        if (!writer->layout().table || formats::columnarBackend())       // without Arrow there are no tables
            for (const rlim_t bytes : {0UL, 100UL, 5'000UL, 60'000UL}) { // within images, data, companions, manifest
                ExportRequest r = request(writer->name(), "new");
                const rlimit small{bytes, limit.rlim_max};
                ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
                const Error fresh = failing(r);
                ExportRequest over = old;
                over.replace = true;
                over.format = writer->name();
                over.images = r.images;
                const Error replaced = failing(over);
                ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
                EXPECT_TRUE(fresh.code == "file.cannot_write" || fresh.code == "file.disk_full") << fresh.message();
                EXPECT_EQ(replaced.code, fresh.code);
                EXPECT_FALSE(std::filesystem::exists(temp / "new"));
                EXPECT_FALSE(std::filesystem::exists(temp / "new.part"));
                EXPECT_FALSE(std::filesystem::exists(temp / "old.part"));
                EXPECT_EQ(treeOf(old.out), before);
            }
    ::signal(SIGXFSZ, handler);
}

TEST_F(Safety, ReplacesOnlyWhatExportsWrote) {
    import(world(5));
    ExportRequest r = request("trl", "out");
    write(r);
    EXPECT_EQ(failing(r).code, "export.exists");
    r.replace = true;
    r.format = "llama_factory";
    write(r);
    expectWhole(r.out);
    EXPECT_FALSE(std::filesystem::exists(temp / "out" / "train.jsonl"));
    EXPECT_FALSE(std::filesystem::exists(temp / "out.part"));
    std::filesystem::create_directories(temp / "out" / "saves");
    std::ofstream(temp / "out" / "saves" / "checkpoint") << "days of work";
    const auto before = treeOf(r.out);
    const Error error = failing(r);
    EXPECT_EQ(error.code, "export.exists");
    EXPECT_EQ(error.file, (temp / "out" / "saves" / "checkpoint").string());
    EXPECT_EQ(treeOf(r.out), before);
    r.out = (temp / "mine").string();
    std::filesystem::create_directories(r.out);
    std::ofstream(temp / "mine" / "notes.txt") << "not an export";
    EXPECT_EQ(failing(r).code, "export.exists");
}

TEST_F(Safety, AKillLeavesTheOldExportOrTheNew) {
    import(world(120));
    ExportRequest r = request("trl", "out");
    r.replace = true;
    write(r);
    const double began = steadySeconds();
    r.format = "llama_factory";
    write(r);
    const double seconds = steadySeconds() - began;
    project.reset(); // the child opens it for itself
    Random random(1);
    for (int round = 0; round < 25; ++round) {
        r.format = round % 2 == 0 ? "trl" : "ms_swift";
        const pid_t child = ::fork();
        if (child == 0) {
            const auto own = Project::open(temp / "p.egt", false);
            CollectingRun run(400);
            ::_exit(own && pipelines::exportSelection(r, **own, run) ? 0 : 1);
        }
        ::usleep(static_cast<useconds_t>(random.uniform() * 1.5 * seconds * 1e6));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        expectWhole(r.out);
    }
    project = must(Project::open(temp / "p.egt", false));
    write(r); // what the kills left in the way is cleared
    expectWhole(r.out);
    EXPECT_FALSE(std::filesystem::exists(temp / "out.part"));
    EXPECT_EQ(treeOf(r.out).count(".egt-export"), 0U);
}

} // namespace
} // namespace egt::test
