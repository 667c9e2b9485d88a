// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/fixture.h"
#include "pipelines/suffix_index.h"
#include "support/pictures.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class Relocate : public PipelineTest {
protected:
    void put(const std::string& name, const std::string& bytes) {
        must(makeFolder((temp / name).parent_path()));
        must(writeFileAtomically(temp / name, bytes));
    }
    void importRows(const std::vector<std::string>& images, const std::string& folder = {}) {
        std::string rows;
        for (std::size_t i = 0; i < images.size(); ++i)
            rows += Json{{"prompt", "q" + std::to_string(i)}, {"chosen", "a"}, {"rejected", "b"}, {"image", images[i]}}
                        .dump() +
                    "\n";
        must(makeFolder(temp / "data"));
        must(writeFileAtomically(temp / "data" / "d.jsonl", rows));
        import((temp / "data" / "d.jsonl").string(), 0, folder.empty() ? std::string() : (temp / folder).string());
    }
    RelocateResult relocate(const std::string& folder) {
        CollectingRun run(900);
        return must(pipelines::relocateImages({(temp / folder).string()}, *project, run));
    }
    RelocateResult preview(const std::string& folder) {
        return must(pipelines::previewRelocation({(temp / folder).string()}, *project));
    }
    std::string pathOf(PairId pair, std::size_t image = 0) {
        const std::string path = must(project->pair(pair)).images.at(image).path;
        return path.empty() ? path : fs::relative(path, temp.path()).string();
    }
};

TEST_F(Relocate, FindsByTheEndOfThePath) {
    importRows({"set/img/1.png", "set/img/2.png", "set/other/1.png", "set/none.png"});
    EXPECT_EQ(must(project->info()).missing_images, 4);
    put("found/deep/img/1.png", png(1));
    put("found/deep/img/2.png", png(2));
    put("found/deep/other/1.png", png(3));
    const RelocateResult planned = preview("found");
    EXPECT_EQ(planned.missing, 4);
    EXPECT_EQ(planned.found, 3);
    EXPECT_EQ(planned.pairs, 3);
    EXPECT_EQ(planned.examples.size(), 3U);
    EXPECT_EQ(must(project->info()).missing_images, 4) << "a preview changes nothing";
    EXPECT_EQ(relocate("found"), planned);
    EXPECT_EQ(must(project->info()).missing_images, 1);
    EXPECT_EQ(pathOf(1), "found/deep/img/1.png");
    EXPECT_EQ(pathOf(3), "found/deep/other/1.png");
    EXPECT_EQ(must(project->pair(1)).images[0].reference, "set/img/1.png") << "as the data set wrote it";
    EXPECT_EQ(must(project->pair(1)).images[0].width, 40);
    EXPECT_EQ(relocate("found").pairs, 0) << "once";
    // The same rows again, now with their pictures: the very same pairs.
    put("data/set/img/1.png", png(1));
    importRows({"set/img/1.png"});
    EXPECT_EQ(must(project->info()).pairs, 4);
}

TEST_F(Relocate, WhatFitsTwiceIsNotTaken) {
    importRows({"a/1.png", "b/1.png", "c/2.png", "d/3.png"});
    put("one/x/2.png", png(1));
    put("one/y/2.png", png(2));
    put("one/1.png", png(3)); // fits a/1.png and b/1.png alike
    put("one/3.png", png(4));
    const RelocateResult result = relocate("one");
    EXPECT_EQ(result.found, 1);
    EXPECT_EQ(result.ambiguous, 3);
    EXPECT_EQ(pathOf(1), "");
    EXPECT_EQ(pathOf(4), "one/3.png");
}

TEST_F(Relocate, FilesThatMovedAreTakenOnlyWithTheirContent) {
    put("photos/1.png", png(1));
    put("photos/2.png", png(2));
    put("photos/3.png", png(3));
    importRows({"1.png", "2.png", "3.png"}, "photos");
    fs::rename(temp / "photos", temp / "moved");
    put("moved/2.png", png(9)); // of the same name, but another picture
    const RelocateResult result = relocate("moved");
    EXPECT_EQ(result.missing, 3);
    EXPECT_EQ(result.found, 2);
    EXPECT_EQ(result.different, 1);
    EXPECT_EQ(pathOf(1), "moved/1.png");
    EXPECT_EQ(pathOf(2), "photos/2.png") << "as it was";
    EXPECT_EQ(pathOf(3), "moved/3.png");
    EXPECT_EQ(must(project->info()).pairs, 3);
    put("data/1.png", png(1));
    importRows({"1.png"});
    EXPECT_EQ(must(project->info()).pairs, 3) << "its content is still known";
}

TEST_F(Relocate, AFilmIsAFolderOfFrames) {
    importRows({"video/77"});
    put("films/video/77/2.png", png(2));
    put("films/video/77/1.png", png(1));
    EXPECT_EQ(relocate("films").found, 1);
    const PairRecord pair = must(project->pair(1));
    ASSERT_EQ(pair.images.size(), 2U);
    EXPECT_EQ(pair.images[0].reference, "video/77/1.png");
    EXPECT_EQ(pathOf(1, 1), "films/video/77/2.png");
    EXPECT_EQ(must(project->info()).missing_images, 0);
}

TEST_F(Relocate, LinksAreNotFollowed) {
    importRows({"a/1.png"});
    put("outside/1.png", png(1));
    must(makeFolder(temp / "links"));
    fs::create_symlink(temp / "outside" / "1.png", temp / "links" / "1.png");
    fs::create_directory_symlink(temp / "outside", temp / "links" / "a");
    EXPECT_EQ(relocate("links").found, 0);
}

TEST_F(Relocate, SaysThatTheFolderIsNotThere) {
    const auto result = pipelines::previewRelocation({(temp / "none").string()}, *project);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "import.no_image_folder");
}

TEST(SuffixIndexTest, TheLongestEndWins) {
    const TempFolder temp;
    must(makeFolder(temp / "x" / "a"));
    must(makeFolder(temp / "y" / "b" / "a"));
    for (const char* name : {"x/a/1.png", "y/b/a/1.png", "1.png"})
        must(writeFileAtomically(temp / name, ""));
    FreeRun control;
    const pipelines::SuffixIndex index(temp.path(), control);
    EXPECT_EQ(index.find("c/b/a/1.png").path, temp / "y/b/a/1.png");
    EXPECT_EQ(index.find("c/b/a/1.png").parts, 3U);
    EXPECT_FALSE(index.find("a/1.png").only) << "two end so";
    EXPECT_TRUE(index.find("q/1.png").path.empty() || !index.find("q/1.png").only);
    EXPECT_TRUE(index.find("2.png").path.empty());
    EXPECT_TRUE(index.find("").path.empty());
}

} // namespace
} // namespace egt::test
