// SPDX-License-Identifier: GPL-3.0-or-later
// Where the pictures of an import come from: folders, archives, the rows themselves.
#include "pipelines/fixture.h"
#include "pipelines/image_finder.h"
#include "support/archive_file.h"
#include "support/pictures.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class ImageImport : public PipelineTest {
protected:
    static std::string row(int number, const std::string& image) {
        return Json{{"id", "x" + std::to_string(number)},
                    {"prompt", "question " + std::to_string(number)},
                    {"chosen", "a"},
                    {"rejected", "b"},
                    {"image", image}}
                   .dump() +
               "\n";
    }
    void writeBytes(const std::string& name, const std::string& bytes) {
        must(makeFolder((temp / name).parent_path()));
        must(writeFileAtomically(temp / name, bytes));
    }
    std::vector<std::string> kept() {
        std::vector<std::string> out;
        if (!fs::exists(temp / "p.egt" / "images")) return out;
        for (const auto& entry : fs::directory_iterator(temp / "p.egt" / "images"))
            out.push_back(entry.path().filename().string());
        return out;
    }
    ImageRef firstImage(PairId pair) { return must(project->pair(pair)).images.at(0); }
};

TEST_F(ImageImport, AnArchiveAndAFolderMeanTheSame) {
    writeBytes("photos/a.png", png(1));
    writeBytes("photos/sub/b.png", png(2));
    const std::string file = write("d.jsonl", row(1, "a.png") + row(2, "sub/b.png") + row(3, "none.png"));
    EXPECT_EQ(import(file, 0, (temp / "photos").string()).missing_images, 1);
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar_gz}) {
        writeArchive(temp / "photos.pack", {{"photos/a.png", png(1)}, {"photos/sub/b.png", png(2)}, {"c.png", png(3)}},
                     kind);
        const ImportResult again = import(file, 0, (temp / "photos.pack").string());
        EXPECT_EQ(again.imported, 0) << "the same pictures, the same pairs";
        EXPECT_EQ(again.already, 3);
    }
}

TEST_F(ImageImport, UnpacksWhatThePairsNameAndTravelsWithTheProject) {
    writeArchive(temp / "photos.zip", {{"a.png", png(1)},
                                       {"b.png", png(2)},
                                       {"video/7/2.png", png(4)},
                                       {"video/7/1.png", png(3)},
                                       {"huge.png", hugePng(65000, 65000)}});
    const std::string file =
        write("d.jsonl", row(1, "a.png") + row(2, "video/7") + row(3, "../a.png") + row(4, "huge.png"));
    const ImportResult result = import(file, 0, (temp / "photos.zip").string());
    EXPECT_EQ(result.imported, 4);
    EXPECT_EQ(result.missing_images, 1);
    EXPECT_EQ(kept().size(), 4U) << "b.png was named by nobody";
    const PairRecord video = must(project->pair(2));
    ASSERT_EQ(video.images.size(), 2U);
    EXPECT_EQ(video.images[0].reference, "video/7/1.png");
    EXPECT_EQ(must(readFile(video.images[1].path)), png(4));
    const auto missing = jsonLines(project->runFolder(101) / "missing_images.jsonl");
    ASSERT_EQ(missing.size(), 2U);
    EXPECT_THAT(missing[0]["reason"].get<std::string>(), testing::HasSubstr("outside"));
    EXPECT_THAT(missing[1]["reason"].get<std::string>(), testing::HasSubstr("megapixels"));
    // Carried to another place, the pictures are found there.
    project.reset();
    fs::rename(temp / "p.egt", temp / "elsewhere.egt");
    project = must(Project::open(temp / "elsewhere.egt", false));
    EXPECT_TRUE(firstImage(1).path.starts_with((temp / "elsewhere.egt" / "images").string())) << firstImage(1).path;
    EXPECT_EQ(must(readFile(firstImage(1).path)), png(1));
}

TEST_F(ImageImport, ABadArchiveImportsNothing) {
    const std::string file = write("d.jsonl", row(1, "a.png"));
    writeArchive(temp / "photos.zip", {{"a.png", png(1)}, {"b.png", png(2)}}, ArchiveKind::stored_zip);
    const std::string whole = must(readFile(temp / "photos.zip"));
    must(writeFileAtomically(temp / "photos.zip", whole.substr(0, whole.size() / 2)));
    CollectingRun run(7);
    ImportRequest request;
    request.file = file;
    request.image_folder = (temp / "photos.zip").string();
    const auto result = pipelines::importFile(request, *project, run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "archive.damaged") << result.error().message();
    EXPECT_EQ(must(project->info()).pairs, 0);
    EXPECT_TRUE(kept().empty());
    must(writeFileAtomically(temp / "photos.zip", whole));
    EXPECT_EQ(import(file, 0, (temp / "photos.zip").string()).imported, 1) << "and then it works";
}

TEST_F(ImageImport, GoesOnAfterAStopWhileUnpacking) {
    writeArchive(temp / "photos.zip", {{"a.png", png(1)}, {"b.png", png(2)}, {"c.png", png(3)}});
    const std::string file = write("d.jsonl", row(1, "a.png") + row(2, "b.png") + row(3, "c.png"));
    EXPECT_EQ(import(file, 4, (temp / "photos.zip").string()).imported, 0);
    const ImportResult result = import(file, 0, (temp / "photos.zip").string());
    EXPECT_EQ(result.imported, 3);
    EXPECT_EQ(result.missing_images, 0);
}

TEST_F(ImageImport, LinksThatLeadOutAreNotFollowed) {
    writeBytes("outside/secret.png", png(1));
    writeBytes("photos/real.png", png(2));
    writeBytes("photos/film/1.png", png(3));
    fs::create_symlink(temp / "outside" / "secret.png", temp / "photos" / "link.png");
    fs::create_symlink(temp / "outside", temp / "photos" / "folder");
    fs::create_symlink("real.png", temp / "photos" / "inner.png");
    fs::create_symlink(temp / "outside" / "secret.png", temp / "photos" / "film" / "0.png");
    must(makeFolder(temp / "data"));
    const std::string rows = row(1, "link.png") + row(2, "folder/secret.png") + row(3, "inner.png") + row(4, "folder") +
                             row(5, "film") + row(6, "/etc/passwd") + row(7, "../outside/secret.png");
    must(writeFileAtomically(temp / "data" / "d.jsonl", rows));
    const ImportResult result = import((temp / "data" / "d.jsonl").string(), 0, (temp / "photos").string());
    EXPECT_EQ(result.imported, 7);
    EXPECT_EQ(result.missing_images, 5);
    EXPECT_EQ(firstImage(1).path, "");
    EXPECT_EQ(firstImage(2).path, "");
    EXPECT_NE(firstImage(3).path, "") << "a link within the folder is fine";
    EXPECT_EQ(firstImage(4).path, "");
    ASSERT_EQ(must(project->pair(5)).images.size(), 1U) << "the frame that leads out is not among them";
    EXPECT_TRUE(firstImage(5).path.ends_with("film/1.png"));
}

TEST_F(ImageImport, TheNamedFolderMayItselfBeALink) {
    writeBytes("disk/photos/a.png", png(1));
    fs::create_directory_symlink(temp / "disk" / "photos", temp / "photos");
    EXPECT_EQ(import(write("d.jsonl", row(1, "a.png")), 0, (temp / "photos").string()).missing_images, 0);
}

} // namespace
} // namespace egt::test
