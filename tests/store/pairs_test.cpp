// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

namespace egt::test {
namespace {

class Pairs : public testing::Test {
protected:
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
};

TEST_F(Pairs, ComeBackEqual) {
    const std::vector<PairRecord> added = addPairs(*project, 1, 9);
    for (const PairRecord& pair : added)
        EXPECT_EQ(must(project->pair(pair.id)), pair);
    EXPECT_EQ(must(project->pairs({3, 1, 9})), (std::vector<PairRecord>{added[2], added[0], added[8]}));
    EXPECT_EQ(must(project->allPairs()), (std::vector<PairId>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_EQ(codeOf(project->pair(77)), "store.no_pair");
    EXPECT_EQ(codeOf(project->pairs({1, 77})), "store.no_pair");
}

TEST_F(Pairs, TextWithNulAndOddBytesComesBackEqual) {
    ImportRecord import = must(project->beginImport(sampleImport()));
    std::vector<PairRecord> pairs = samplePairs(1, 1);
    pairs[0].question = std::string("a\0b\xff", 4);
    must(project->appendPairs(pairs, import));
    EXPECT_EQ(must(project->pair(1)).question, pairs[0].question);
}

TEST_F(Pairs, TheSameContentIsAddedOnce) {
    const std::vector<PairRecord> first = addPairs(*project, 1, 6);
    ImportRecord import = must(project->beginImport(sampleImport("other")));
    std::vector<PairRecord> again = samplePairs(4, 6); // 4, 5, 6 are there
    const Project::Appended result = must(project->appendPairs(again, import));
    EXPECT_EQ(result.already, 3);
    EXPECT_EQ(result.imported, 3);
    EXPECT_EQ(import.imported, 3);
    EXPECT_EQ(import.already, 3);
    EXPECT_EQ(again[0].id, first[3].id);
    EXPECT_EQ(must(project->allPairs()).size(), 9U);
    std::vector<PairRecord> twins = {samplePair(40), samplePair(40)}; // also inside one call
    EXPECT_EQ(must(project->appendPairs(twins, import)).already, 1);
    EXPECT_EQ(twins[0].id, twins[1].id);
}

TEST_F(Pairs, AnImportGoesOnWhereItWasCommitted) {
    ImportRecord import = must(project->beginImport(sampleImport()));
    std::vector<PairRecord> pairs = samplePairs(1, 3);
    import.lines_done = 4;
    import.rejected = 1;
    must(project->appendPairs(pairs, import));
    const ImportRecord again = must(project->beginImport(sampleImport()));
    EXPECT_EQ(again.id, import.id);
    EXPECT_EQ(again.lines_done, 4);
    EXPECT_EQ(again.rejected, 1);
    EXPECT_EQ(again.imported, 3);
    must(project->finishImport(import));
    EXPECT_TRUE(import.complete);
    const ImportRecord fresh = must(project->beginImport(sampleImport()));
    EXPECT_NE(fresh.id, import.id);
    EXPECT_EQ(fresh.lines_done, 0);
    ImportRecord other = sampleImport();
    other.format = "trl";
    EXPECT_NE(must(project->beginImport(other)).id, fresh.id);
}

TEST_F(Pairs, AreFoundByText) {
    std::vector<PairRecord> pairs = samplePairs(1, 3);
    pairs[1].answer_b = "Ein GRÜNER Kreis";
    pairs[2].source_id = "Set-42";
    ImportRecord import = must(project->beginImport(sampleImport()));
    must(project->appendPairs(pairs, import));
    EXPECT_EQ(must(project->search("grüner")), std::vector<PairId>{2});
    EXPECT_EQ(must(project->search("set-42")), std::vector<PairId>{3});
    EXPECT_EQ(must(project->search("HOW MANY")).size(), 3U);
    EXPECT_EQ(must(project->search("picture 2")), std::vector<PairId>{2});
    EXPECT_TRUE(must(project->search("nothing like it")).empty());
    EXPECT_EQ(must(project->search("")).size(), 3U);
}

TEST_F(Pairs, SplitsAndSelections) {
    addPairs(*project, 1, 10);
    EXPECT_EQ(must(project->pairsOfSplit("heldout")), (std::vector<PairId>{5, 10}));
    EXPECT_EQ(must(project->pairsOfSplit("train")).size(), 8U);
    EXPECT_EQ(must(project->selectionPairs("heldout")), (std::vector<PairId>{5, 10}));
    EXPECT_EQ(must(project->selectionPairs("all")).size(), 10U);
    const SelectionRecord saved = must(project->saveSelection("easy ones", R"({"where":"x"})", {7, 2, 2, 9}));
    EXPECT_EQ(saved.pairs, 3);
    EXPECT_EQ(must(project->selectionPairs("easy ones")), (std::vector<PairId>{2, 7, 9}));
    const SelectionRecord replaced = must(project->saveSelection("easy ones", "{}", {1}));
    EXPECT_EQ(replaced.id, saved.id);
    EXPECT_EQ(must(project->selections()), std::vector<SelectionRecord>{replaced});
    EXPECT_EQ(must(project->selectionPairs("easy ones")), std::vector<PairId>{1});
    EXPECT_EQ(codeOf(project->saveSelection("x", "{}", {11})), "store.no_pair");
    must(project->removeSelection("easy ones"));
    EXPECT_EQ(codeOf(project->selectionPairs("easy ones")), "selection.unknown");
    EXPECT_EQ(codeOf(project->removeSelection("easy ones")), "selection.unknown");
}

TEST_F(Pairs, SelectionNamesAreChecked) {
    addPairs(*project, 1, 2);
    for (const char* name : {"", " x", "x ", "all", "ALL", "Heldout", "a/b", "a\nb"})
        EXPECT_EQ(codeOf(project->saveSelection(name, "{}", {1})), "selection.bad_name") << name;
    EXPECT_EQ(codeOf(project->saveSelection(std::string(101, 'x'), "{}", {1})), "selection.bad_name");
    must(project->saveSelection("低熵 70 %", "{}", {1}));
}

TEST_F(Pairs, InfoCounts) {
    addPairs(*project, 1, 8);
    ProjectInfo info = must(project->info());
    EXPECT_EQ(info.pairs, 8);
    EXPECT_EQ(info.images, 6);
    EXPECT_EQ(info.missing_images, 2);
    addPairs(*project, 9, 4); // counted on from what is known
    info = must(project->info());
    EXPECT_EQ(info.pairs, 12);
    EXPECT_EQ(info.images, 9);
    EXPECT_EQ(info.missing_images, 3);
    must(project->addReview(decision(1, Decision::left)));
    must(project->addReview(decision(2, Decision::skip)));
    must(project->addReview(decision(3, Decision::flip)));
    must(project->undoReview("ann"));
    must(project->setFlags(FlagRule::uncertain, 0,
                           {{1, FlagRule::uncertain, 0, 1, 1}, {2, FlagRule::uncertain, 0, 1, 1}}));
    must(project->setFlags(FlagRule::contradicted, 0, {{1, FlagRule::contradicted, 0, 1, 1}}));
    info = must(project->info());
    EXPECT_EQ(info.reviewed, 1);
    EXPECT_EQ(info.flagged, 2);
    EXPECT_EQ(info.scored, 0);
    project.reset();
    project = must(Project::open(temp / "p.egt", true));
    info = must(project->info());
    EXPECT_EQ(info.images, 9);
    EXPECT_EQ(info.missing_images, 3);
    EXPECT_TRUE(info.read_only);
}

TEST(OwnPictures, MoveWithTheProject) {
    TempFolder temp;
    auto project = must(Project::create(temp / "a.egt"));
    std::vector<PairRecord> pairs{samplePair(1)};
    pairs[0].images = {{"in", (temp / "a.egt" / "images" / "x.png").string(), 4, 3}, {"out", "/elsewhere/y.png", 4, 3}};
    ImportRecord import = must(project->beginImport(sampleImport()));
    must(project->appendPairs(pairs, import));
    EXPECT_EQ(must(project->pair(1)).images, pairs[0].images);
    must(project->storeImageChecks({{pairs[0].images[0].path, 10, 20, 4, 3, ~std::uint64_t{0}, "abc", ""}}));
    project.reset();
    std::filesystem::rename(temp / "a.egt", temp / "b.egt");
    project = must(Project::open(temp / "b.egt", false));
    const std::string moved = (temp / "b.egt" / "images" / "x.png").string();
    EXPECT_EQ(must(project->pair(1)).images[0].path, moved);
    EXPECT_EQ(must(project->pair(1)).images[1].path, "/elsewhere/y.png");
    const auto files = must(project->imageFiles());
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[1].path, moved);
    EXPECT_EQ(files[1].references, 1);
    const auto checks = must(project->imageChecks());
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0], (Project::ImageCheck{moved, 10, 20, 4, 3, ~std::uint64_t{0}, "abc", ""}));
}

} // namespace
} // namespace egt::test
