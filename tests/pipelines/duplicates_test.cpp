// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "curation/filter.h"
#include "images/image.h"
#include "pipelines/fixture.h"

namespace egt::test {
namespace {

/// A picture of one square: the same place is the same picture, in any size.
RgbImage square(std::int32_t size, double x, double y) {
    RgbImage out{size, size,
                 std::vector<std::uint8_t>(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3, 230)};
    for (std::int32_t row = 0; row < size; ++row)
        for (std::int32_t column = 0; column < size; ++column)
            if (std::abs((column + 0.5) / size - x) < 0.18 && std::abs((row + 0.5) / size - y) < 0.18)
                for (std::size_t c = 0; c < 3; ++c)
                    out.bytes[(static_cast<std::size_t>(row) * static_cast<std::size_t>(size) +
                               static_cast<std::size_t>(column)) *
                                  3 +
                              c] = 20;
    return out;
}

class DuplicatesPipeline : public PipelineTest {
protected:
    DuplicatesPipeline() {
        must(writePng(temp / "left.png", square(64, 0.25, 0.3)));
        must(writePng(temp / "left-small.png", square(40, 0.25, 0.3)));
        must(writePng(temp / "right.png", square(64, 0.75, 0.6)));
        const std::string question = "How many dark squares can be seen in this picture of a bright wall";
        std::string rows;
        const auto add = [&](const std::string& id, const std::string& text, const std::string& a, const std::string& b,
                             const std::string& image) {
            rows +=
                dumpJson(Json{{"id", id}, {"prompt", text}, {"chosen", a}, {"rejected", b}, {"image", image}}) + "\n";
        };
        add("1", question + " today?", "There is one of them.", "There are two of them.", "left.png");
        add("2", question + " today!", "There are two of them.", "There is one of them.", "left-small.png"); // like 1
        add("3", question + " today?", "There is one of them.", "There are two of them.", "right.png");
        add("4", "What is the colour of the wall?", "It is white, I think.", "It is blue, I think.", "left.png");
        add("5", "What is the colour of the wall?", "It is white, I think.", "It is blue, I think.", "gone.png");
        add("6", "What is the colour of the wall", "It is white; I think.", "It is blue, I think.",
            "gone.png"); // like 5
        import(write("pairs.jsonl", rows));
    }
    DuplicatesResult find(const DuplicatesRequest& request = {}, int stop_at = 0) {
        CollectingRun run(901, stop_at);
        DuplicatesResult out = must(pipelines::findDuplicates(request, *project, run));
        notes = run.notes;
        return out;
    }
    std::vector<std::vector<PairId>> groups() {
        std::vector<std::vector<PairId>> out;
        for (const DuplicateGroup& group : must(project->duplicates()).groups)
            out.push_back(group.pairs);
        return out;
    }
    std::vector<PairId> where(const std::string& filter) {
        return must(curation::filterPairs(*must(project->columns(0)), filter));
    }
};
using Groups = std::vector<std::vector<PairId>>;

TEST_F(DuplicatesPipeline, TextAndPicturesDecideTogether) {
    must(project->columns(0)); // in memory before: the job's change must reach it
    const DuplicatesResult found = find();
    EXPECT_EQ(found.pairs, 6);
    EXPECT_EQ(found.groups, 2);
    EXPECT_EQ(found.duplicates, 2);
    EXPECT_EQ(found.unreadable, 2);
    EXPECT_EQ(groups(), (Groups{{1, 2}, {5, 6}}));
    EXPECT_EQ(notes.size(), 1U);
    EXPECT_EQ(where("duplicate"), (std::vector<PairId>{2, 6}));
    EXPECT_EQ(where("not duplicate"), (std::vector<PairId>{1, 3, 4, 5}));
    EXPECT_EQ(where("duplicate_group is not missing"), (std::vector<PairId>{1, 2, 5, 6}));
    EXPECT_EQ(where("duplicate_group == 5"), (std::vector<PairId>{5, 6}));
    project.reset();
    project = must(Project::open(temp / "p.egt", false));
    EXPECT_EQ(where("duplicate"), (std::vector<PairId>{2, 6})) << "read from the file";
}

TEST_F(DuplicatesPipeline, PicturesCanBeLeftOut) {
    DuplicatesRequest request;
    request.images = false;
    EXPECT_EQ(find(request).groups, 2);
    EXPECT_EQ(groups(), (Groups{{1, 2, 3}, {4, 5, 6}}));
    EXPECT_FALSE(must(project->duplicates()).request.images);
}

TEST_F(DuplicatesPipeline, TheThresholdCounts) {
    DuplicatesRequest strict;
    strict.threshold = 1;
    EXPECT_EQ(find(strict).groups, 2) << "they differ in punctuation and order alone";
    import(write("more.jsonl", dumpJson(Json{{"id", "7"},
                                             {"prompt", "What is the colour of the old wall?"},
                                             {"chosen", "It is white, I think."},
                                             {"rejected", "It is blue, I think."},
                                             { "image",
                                               "gone.png" }}) +
                                   "\n"));
    EXPECT_EQ(must(project->duplicates()).newer, 1) << "nobody has compared it yet";
    EXPECT_EQ(find(strict).groups, 2);
    DuplicatesRequest loose;
    loose.threshold = 0.5; // 3 + 3 - 1 + ... of the triples: 10 of 13
    find(loose);
    EXPECT_EQ(groups(), (Groups{{1, 2}, {5, 6, 7}}));
    EXPECT_EQ(must(project->duplicates()).newer, 0);
}

TEST_F(DuplicatesPipeline, HashesOfPicturesAreKeptAndRenewed) {
    EXPECT_EQ(find({}, 5).groups, 0) << "stopped before the end";
    EXPECT_FALSE(must(project->duplicates()).made);
    const auto known = must(project->pictureHashes());
    EXPECT_FALSE(known.empty());
    EXPECT_EQ(find().groups, 2);
    EXPECT_EQ(must(project->pictureHashes()).size(), 3U);
    const std::string small = (temp / "left-small.png").string();
    must(writePng(small, square(44, 0.75, 0.6))); // another picture under the same name
    EXPECT_EQ(find().groups, 2);
    EXPECT_EQ(groups(), (Groups{{2, 3}, {5, 6}})) << "it is the one of pair 3 now";
}

TEST_F(DuplicatesPipeline, AFileThatIsNoPictureIsComparedByItsReference) {
    must(writeFileAtomically(temp / "left-small.png", "no picture"));
    const DuplicatesResult found = find();
    EXPECT_EQ(found.unreadable, 3);
    EXPECT_EQ(groups(), (Groups{{5, 6}}));
}

} // namespace
} // namespace egt::test
