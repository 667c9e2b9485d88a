// SPDX-License-Identifier: GPL-3.0-or-later
// Processes that are killed or run out of space in the middle: what was acknowledged is there, nothing else is harmed.
#include <csignal>
#include <cstring>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples.h"

namespace egt::test {
namespace {

/// Runs `work(acknowledge)` in a child; kills it with SIGKILL after `acks` acknowledgements were seen. Returns how
/// many.
template <class Work> int killAfter(int acks, Work&& work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        work([&] {
            const char byte = 1;
            if (::write(ends[1], &byte, 1) != 1) ::_exit(3);
        });
        ::_exit(0);
    }
    ::close(ends[1]);
    int seen = 0;
    char byte = 0;
    while (::read(ends[0], &byte, 1) == 1)
        if (++seen == acks) ::kill(child, SIGKILL);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended before it was killed";
    return seen;
}

TEST(Durability, PairsThatWereAcknowledgedSurviveKill) {
    const TempFolder temp;
    must(Project::create(temp / "p.egt")).reset();
    constexpr int kBatch = 20;
    const int seen = killAfter(7, [&](auto acknowledge) {
        const auto project = must(Project::open(temp / "p.egt", false));
        ImportRecord import = must(project->beginImport(sampleImport()));
        for (int batch = 0; batch < 100000; ++batch) {
            std::vector<PairRecord> pairs = samplePairs(batch * kBatch, kBatch);
            import.lines_done += kBatch;
            must(project->appendPairs(pairs, import));
            acknowledge();
        }
    });
    const auto project = must(Project::open(temp / "p.egt", false));
    ImportRecord import = must(project->beginImport(sampleImport()));
    const auto pairs = static_cast<std::int64_t>(must(project->allPairs()).size());
    EXPECT_GE(pairs, seen * kBatch);
    EXPECT_EQ(pairs % kBatch, 0) << "a batch is there whole or not at all";
    EXPECT_EQ(import.lines_done, pairs) << "the import goes on exactly where the pairs end";
    EXPECT_EQ(import.imported, pairs);
    std::vector<PairRecord> again = samplePairs(0, static_cast<int>(pairs) + 1);
    EXPECT_EQ(must(project->appendPairs(again, import)).already, pairs) << "their content is known";
}

TEST(Durability, ReviewsThatWereAcknowledgedSurviveKill) {
    const TempFolder temp;
    addPairs(*must(Project::create(temp / "p.egt")), 1, 50);
    const int seen = killAfter(25, [&](auto acknowledge) {
        const auto project = must(Project::open(temp / "p.egt", false));
        for (int i = 0; i < 100000; ++i) {
            must(project->addReview(decision(1 + i % 50, Decision::left)));
            acknowledge();
        }
    });
    const auto project = must(Project::open(temp / "p.egt", false));
    const std::vector<ReviewRecord> reviews = must(project->allReviews());
    EXPECT_GE(reviews.size(), static_cast<std::size_t>(seen));
    for (std::size_t i = 0; i < reviews.size(); ++i)
        EXPECT_EQ(reviews[i].pair, static_cast<PairId>(1 + i % 50));
    must(project->addReview(decision(3, Decision::right)));
}

TEST(Durability, AFullDiskLosesNothing) {
    const TempFolder temp;
    addPairs(*must(Project::create(temp / "p.egt")), 1, 50);
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const auto project = must(Project::open(temp / "p.egt", false));
        const rlimit limit{512 * 1024, 512 * 1024};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(2);
        ImportRecord import = must(project->beginImport(sampleImport("big")));
        for (int batch = 0; batch < 1000; ++batch) {
            std::vector<PairRecord> pairs = samplePairs(100 + batch * 50, 50);
            const auto result = project->appendPairs(pairs, import);
            if (result) continue;
            const bool consistent = codeOf(result) == "file.disk_full" && pairs[0].id == 0 &&
                                    import.imported == batch * 50 &&
                                    must(project->allPairs()).size() == static_cast<std::size_t>(50 + batch * 50) &&
                                    must(project->columns(0))->rows == 50 + batch * 50;
            ::_exit(consistent && batch > 0 ? 0 : 1);
        }
        ::_exit(4);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    const auto project = must(Project::open(temp / "p.egt", false));
    EXPECT_GT(must(project->allPairs()).size(), 50U);
    must(project->addReview(decision(1, Decision::left)));
}

} // namespace
} // namespace egt::test
