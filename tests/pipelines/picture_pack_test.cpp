// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <sys/resource.h>

#include "base/hash.h"
#include "base/picture_file.h"
#include "formats/embedded_image.h"
#include "pipelines/choose_reader.h"
#include "pipelines/fixture.h"
#include "pipelines/picture_pack.h"
#include "pipelines/thumbnails.h"
#include "support/pictures.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

using pipelines::PicturePack;

class Packs : public PipelineTest {
protected:
    void SetUp() override {
        PipelineTest::SetUp();
        m_folder = temp / "p.egt";
    }
    std::string put(PicturePack& pack, const std::string& bytes) {
        return must(pack.put(contentHash(bytes), "bin", bytes));
    }
    std::string putAndRead(PicturePack& pack, const std::string& bytes) {
        const std::string path = put(pack, bytes);
        must(pack.sync());
        return must(readPicture(path));
    }
    /// A pair whose picture was put.
    void store(const std::string& path) {
        PairRecord pair;
        pair.question = path;
        pair.answer_a = "a";
        pair.answer_b = "b";
        pair.images = {{"picture", path, 1, 1}};
        pair.content_hash = pipelines::pairHash(pair, {path});
        std::vector<PairRecord> pairs{pair};
        ImportRecord record = must(project->beginImport({}));
        must(project->appendPairs(pairs, record));
    }
    [[nodiscard]] std::string packBytes(int number) const {
        return readFile(m_folder / "images" / (std::to_string(number) + ".pack")).value_or("none");
    }
    fs::path m_folder;
};

TEST_F(Packs, ArePicturesEndToEnd) {
    PicturePack pack(*project);
    const std::string a = put(pack, "first"), b = put(pack, "second");
    EXPECT_EQ(put(pack, "first"), a) << "stored once";
    EXPECT_EQ(a, (m_folder / "images" / "1.pack" / ("0-5-" + contentHash("first") + ".bin")).string());
    EXPECT_EQ(b, (m_folder / "images" / "1.pack" / ("5-6-" + contentHash("second") + ".bin")).string());
    must(pack.sync());
    EXPECT_EQ(packBytes(1), "firstsecond");
    EXPECT_EQ(must(readPicture(b)), "second");
}

TEST_F(Packs, HaveLargePicturesAsTheyCame) {
    PicturePack pack(*project, 5 << 20);
    std::vector<std::pair<std::string, std::string>> put; // path, bytes
    for (int i = 0; i < 20; ++i) {
        std::string bytes(static_cast<std::size_t>(300000 + 123457 * i), static_cast<char>('a' + i));
        const std::string path = this->put(pack, bytes);
        put.emplace_back(path, std::move(bytes));
        pack.keepRow();
        if (i % 7 == 3) must(pack.sync());
    }
    must(pack.sync());
    for (const auto& [path, bytes] : put)
        EXPECT_TRUE(must(readPicture(path)) == bytes) << path;
}

TEST_F(Packs, APictureOfTheHashOfAnEarlierImportIsKept) {
    const std::string hash = contentHash("one"); // as if it were that of "two" as well
    std::string a;
    {
        PicturePack pack(*project);
        a = must(pack.put(hash, "png", "one"));
        must(pack.sync());
        store(a);
    }
    PicturePack pack(*project);
    const std::string b = must(pack.put(hash, "png", "two"));
    must(pack.sync());
    EXPECT_EQ(must(readPicture(a)), "one");
    EXPECT_EQ(must(readPicture(b)), "two");
}

TEST_F(Packs, KnowThePicturesOfEarlierImports) {
    std::string first;
    {
        PicturePack pack(*project);
        first = put(pack, "first");
        pack.keepRow();
        must(pack.sync());
        store(first);
    }
    PicturePack pack(*project);
    EXPECT_EQ(put(pack, "first"), first);
    EXPECT_EQ(putAndRead(pack, "second"), "second");
    EXPECT_EQ(packBytes(1), "firstsecond");
}

TEST_F(Packs, GiveTheRoomOfADroppedRowToTheNext) {
    PicturePack pack(*project);
    put(pack, "kept");
    pack.keepRow();
    put(pack, "dropped and long");
    pack.dropRow();
    EXPECT_EQ(putAndRead(pack, "next"), "next");
    EXPECT_EQ(putAndRead(pack, "dropped and long"), "dropped and long") << "not taken for known";
    pack.keepRow();
    must(pack.sync());
    EXPECT_EQ(packBytes(1), "keptnextdropped and long");
}

TEST_F(Packs, LoseWhatNoPairNames) {
    {
        PicturePack pack(*project);
        store(put(pack, "named"));
        put(pack, "left over by a kill");
        must(pack.sync());
    }
    EXPECT_EQ(packBytes(1), "namedleft over by a kill");
    PicturePack pack(*project);
    EXPECT_EQ(putAndRead(pack, "next"), "next");
    EXPECT_EQ(packBytes(1), "namednext") << "not known, and not in the way";
    must(pack.cutUnnamed());
    EXPECT_EQ(packBytes(1), "named");
}

TEST_F(Packs, AreMendedWhenTheirPicturesComeAgain) {
    std::vector<std::string> paths;
    {
        PicturePack pack(*project);
        for (const char* bytes : {"first", "second", "third"})
            store(paths.emplace_back(put(pack, bytes)));
        must(pack.sync());
    }
    must(writeFileAtomically(m_folder / "images" / "1.pack", "firstSECOND"));
    PicturePack damaged(*project);
    EXPECT_EQ(put(damaged, "third"), paths[2]);
    EXPECT_EQ(put(damaged, "second"), paths[1]);
    EXPECT_EQ(packBytes(1), "firstsecondthird");
    fs::remove_all(m_folder / "images");
    PicturePack lost(*project);
    EXPECT_EQ(putAndRead(lost, "new"), "new") << "behind those that are named";
    EXPECT_EQ(put(lost, "first"), paths[0]);
    EXPECT_EQ(put(lost, "third"), paths[2]);
    EXPECT_EQ(put(lost, "second"), paths[1]);
    EXPECT_EQ(packBytes(1), "firstsecondthirdnew");
}

TEST_F(Packs, LeaveNothingWhereNothingIsNamed) {
    PicturePack pack(*project);
    put(pack, "of an import that failed");
    must(pack.cutUnnamed());
    EXPECT_EQ(packBytes(1), "none");
    EXPECT_EQ(putAndRead(pack, "again"), "again");
}

TEST_F(Packs, AreOfABoundedSize) {
    PicturePack pack(*project, 10);
    for (const char* bytes : {"12345678", "abc", "a picture larger than a pack", "xyz"}) {
        store(put(pack, bytes));
        pack.keepRow();
    }
    must(pack.sync());
    EXPECT_EQ(packBytes(1), "12345678");
    EXPECT_EQ(packBytes(2), "abc");
    EXPECT_EQ(packBytes(3), "a picture larger than a pack");
    EXPECT_EQ(packBytes(4), "xyz");
    PicturePack again(*project, 10);
    EXPECT_EQ(putAndRead(again, "more"), "more");
    EXPECT_EQ(packBytes(4), "xyzmore");
}

TEST_F(Packs, AFullDiskStopsTheImportAndLeavesWhatWasThere) {
    std::string rows;
    for (int i = 0; i < 40; ++i)
        rows += Json{{"prompt", "q" + std::to_string(i)},
                     {"chosen", "a"},
                     {"rejected", "b"},
                     {"images", {"data:image/png;base64," + formats::toBase64(jpeg(picture(i, 200, 200)))}}}
                    .dump() +
                "\n";
    const std::string file = write("d.jsonl", rows);
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{60000, limit.rlim_max}; // the database is larger already: what stops is the pack
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    CollectingRun run(70);
    ImportRequest request;
    request.file = file;
    const auto result = pipelines::importFile(request, *project, run);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    std::signal(SIGXFSZ, before);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "file.disk_full");
    std::uint64_t named = 0;
    must(project->eachPackPiece([&](PairId, const std::string& path) {
        EXPECT_TRUE(readPicture(path)) << path;
        named = std::max(named, packPiece(path)->offset + packPiece(path)->bytes);
    }));
    std::error_code code;
    const auto size = fs::file_size(m_folder / "images" / "1.pack", code);
    EXPECT_EQ(code ? 0 : size, named) << "nothing half is left";
    const ImportResult again = import(file);
    EXPECT_EQ(again.imported, 40);
    EXPECT_EQ(must(project->info()).pairs, 40);
    for (PairId id = 1; id <= 40; ++id)
        EXPECT_EQ(must(readPicture(must(project->pair(id)).images.at(0).path)),
                  jpeg(picture(static_cast<int>(id) - 1, 200, 200)));
}

/// Everything that looks at pictures, at one that lies in a pack.
class PackedPicture : public PipelineTest {
protected:
    void SetUp() override {
        PipelineTest::SetUp();
        const std::string url = "data:image/jpeg;base64," + formats::toBase64(photo);
        import(write("d.jsonl", Json{{"prompt", "q"},
                                     {"chosen", "a"},
                                     {"rejected", "b"},
                                     { "images",
                                       { url } }}
                                    .dump()));
        image = must(project->pair(1)).images.at(0);
        ASSERT_TRUE(packPiece(image.path));
    }
    std::string photo = jpeg(picture(5, 400, 300));
    ImageRef image;
};

TEST_F(PackedPicture, IsDecodedAndMeasured) {
    EXPECT_EQ(must(decodeImage(image.path)).bytes, must(decodeImageBytes(photo, "")).bytes);
    EXPECT_EQ(must(imageSize(image.path)).width, 400);
    EXPECT_EQ(image.width, 400);
    EXPECT_EQ(image.reference, "images/" + contentHash(photo) + ".jpg") << "no name of its own";
}

TEST_F(PackedPicture, HasAThumbnail) {
    const fs::path file = must(pipelines::Thumbnails(temp / "p.egt").make(image.path));
    EXPECT_EQ(must(decodeImage(file)).width, 256);
}

TEST_F(PackedPicture, IsVerified) {
    CollectingRun run(300);
    VerifyResult result = must(pipelines::verifyImages({}, *project, run));
    EXPECT_EQ(result.good, 1);
    EXPECT_EQ(result.checked, 1);
    EXPECT_EQ(must(pipelines::verifyImages({}, *project, run)).known, 1) << "looked at once";
    fs::resize_file(temp / "p.egt" / "images" / "1.pack", photo.size() - 1);
    EXPECT_EQ(must(pipelines::verifyImages({}, *project, run)).missing, 1);
}

TEST_F(PackedPicture, IsCopiedButNotLinked) {
    CollectingRun run(300);
    ExportRequest request;
    request.format = "jsonl";
    request.selection = "all";
    request.out = (temp / "out").string();
    request.images = ImageMode::link;
    const auto refused = pipelines::exportSelection(request, *project, run);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "export.packed_images");
    EXPECT_FALSE(fs::exists(request.out));
    request.images = ImageMode::copy;
    EXPECT_EQ(must(pipelines::exportSelection(request, *project, run)).rows, 1);
    EXPECT_EQ(must(readFile(fs::path(request.out) / "images" / (contentHash(photo) + ".jpg"))), photo);
}

TEST_F(PackedPicture, StaysWhenOthersAreRelocated) {
    const auto result = must(pipelines::previewRelocation({temp.path().string()}, *project));
    EXPECT_EQ(result.missing, 0);
}

} // namespace
} // namespace egt::test
