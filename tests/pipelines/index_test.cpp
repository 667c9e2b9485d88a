// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/fixture.h"

namespace egt::test {
namespace {

class IndexPipeline : public PipelineTest {
protected:
    IndexResult index(std::int32_t batch = 500, int stop_at = 0) {
        CollectingRun run(900, stop_at);
        IndexResult out = must(pipelines::buildIndex({batch}, *project, run));
        progress = run.progress_events;
        return out;
    }
    std::vector<ProgressEvent> progress;
};

TEST_F(IndexPipeline, StoppedAnywhereItGoesOn) {
    import(world(60));
    const std::string question = must(project->pair(1)).question;
    const std::string word = question.substr(0, 3) + "*";
    const auto wanted = must(project->search(word));
    EXPECT_FALSE(wanted.empty()) << word;
    const std::int64_t pairs = must(project->info()).pairs;
    std::int64_t before = 0;
    for (int round = 0; round < 3; ++round) {
        const IndexResult part = index(7, 1); // one batch, then it is told to stop
        EXPECT_EQ(part.added, 7);
        EXPECT_EQ(part.pairs, before + 7);
        before = part.pairs;
        EXPECT_EQ(must(project->search(word)), wanted) << "the rest is read";
    }
    const IndexResult rest = index(7);
    EXPECT_EQ(rest.pairs, pairs);
    EXPECT_EQ(rest.added, pairs - before);
    EXPECT_EQ(progress.back().done, pairs);
    EXPECT_EQ(progress.back().total, pairs);
    EXPECT_EQ(must(project->search(word)), wanted);
    EXPECT_EQ(index().added, 0);
    EXPECT_TRUE(progress.empty()) << "nothing to do";
}

TEST_F(IndexPipeline, NewPairsAreAddedToIt) {
    import(write("a.jsonl", R"({"id": "1", "prompt": "red car", "chosen": "x", "rejected": "y"})"
                            "\n"));
    EXPECT_EQ(index().added, 1);
    import(write("b.jsonl", R"({"id": "2", "prompt": "blue car", "chosen": "x", "rejected": "y"})"
                            "\n"));
    EXPECT_EQ(index().added, 1);
    EXPECT_EQ(must(project->search("car")), (std::vector<PairId>{1, 2}));
}

} // namespace
} // namespace egt::test
