// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_archive.h"

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/hash.h"
#include "support/archive_file.h"
#include "support/pictures.h"
#include "support/temp_folder.h"

namespace egt::pipelines {
namespace {

using namespace egt::test;
namespace fs = std::filesystem;

class Archive : public testing::Test {
protected:
    Result<ImageArchive> unpack(const std::vector<ArchiveMember>& members, ArchiveKind kind = ArchiveKind::zip,
                                const ArchiveLimits& limits = {}) {
        writeArchive(file(), members, kind);
        return ImageArchive::unpack(file(), project, free, {}, limits);
    }
    [[nodiscard]] fs::path file() const { return temp / "images.archive"; }
    /// Everything in the temporary folder but the archive.
    [[nodiscard]] std::vector<std::string> written() const {
        std::vector<std::string> out;
        for (const auto& entry : fs::recursive_directory_iterator(temp.path()))
            if (entry.is_regular_file() && entry.path() != file())
                out.push_back(fs::relative(entry.path(), temp.path()).string());
        std::sort(out.begin(), out.end());
        return out;
    }
    void expectUntouched(const Result<ImageArchive>& result, const std::string& code) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << result.error().message();
        EXPECT_TRUE(written().empty()) << testing::PrintToString(written());
    }

    TempFolder temp;
    fs::path project = temp / "p.egt";
    FreeRun free;
};

TEST_F(Archive, EveryKindIsUnpackedByContent) {
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::stored_zip, ArchiveKind::tar, ArchiveKind::tar_gz}) {
        const auto archive = unpack({{"set/a.png", png(1)},
                                     {"set/deep/b.jpg", jpeg(picture(2))},
                                     {"set/again.png", png(1)},
                                     {"set/notes.txt", "no picture, and longer than a header of one"},
                                     {"set/noname", png(3)},
                                     {"set/empty.txt", ""}},
                                    kind);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_EQ(archive->pictures(), 4);
        const ImageArchive::Member* a = archive->find("set/a.png");
        ASSERT_NE(a, nullptr);
        EXPECT_EQ(a->identity, "bytes:" + contentHash(png(1))) << "as a file of a folder has it";
        EXPECT_EQ(a->path, (project / "images" / (sha256Hex(png(1)) + ".png")).string());
        EXPECT_EQ(readFile(a->path).value_or(""), png(1));
        EXPECT_EQ(a->width, 40);
        EXPECT_EQ(archive->find("set/again.png")->path, a->path) << "one content, one file";
        EXPECT_EQ(archive->find("deep/b.jpg"), archive->find("set/deep/b.jpg")) << "a folder around all";
        EXPECT_NE(archive->find("set/noname"), nullptr) << "told by its content";
        EXPECT_EQ(archive->find("set/notes.txt"), nullptr);
        EXPECT_EQ(archive->find("other/a.png"), nullptr) << "the folder is not the one that is asked for";
        EXPECT_EQ(written().size(), 3U);
        const auto frames = archive->folder("set");
        ASSERT_EQ(frames.size(), 3U);
        EXPECT_EQ(frames[0].first, "a.png");
    }
}

TEST_F(Archive, AnEndOfAPathThatFitsTwiceFitsNot) {
    const auto archive = unpack({{"x/train/1.png", png(1)}, {"y/train/1.png", png(2)}, {"x/val/1.png", png(3)}});
    ASSERT_TRUE(archive);
    EXPECT_EQ(archive->find("train/1.png"), nullptr);
    EXPECT_NE(archive->find("val/1.png"), nullptr);
    EXPECT_NE(archive->find("y/train/1.png"), nullptr);
}

TEST_F(Archive, NamesAreUtf8WhateverTheLocale) {
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar}) {
        const auto archive = unpack({{"图像/é ü.png", png(1)}}, kind);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_NE(archive->find("图像/é ü.png"), nullptr);
    }
}

TEST_F(Archive, NamesThatLeadOutAreLeftAlone) {
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar}) {
        const auto archive = unpack({{"../../evil.png", png(1)},
                                     {"/tmp/egt-evil.png", png(2)},
                                     {"a/../../evil.png", png(3)},
                                     {"a/../fine.png", png(4)}},
                                    kind);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_EQ(archive->outside(), 3);
        EXPECT_EQ(archive->pictures(), 1);
        EXPECT_NE(archive->find("fine.png"), nullptr);
        EXPECT_FALSE(fs::exists("/tmp/egt-evil.png"));
        EXPECT_THAT(written(), testing::ElementsAre("p.egt/images/" + sha256Hex(png(4)) + ".png"));
    }
    EXPECT_EQ(memberPath("C:\\x.png"), std::nullopt);
    EXPECT_EQ(memberPath("..\\x.png"), std::nullopt);
    EXPECT_EQ(memberPath(".."), std::nullopt);
    EXPECT_EQ(memberPath("a\\b.png"), "a/b.png");
    EXPECT_EQ(memberPath("./a//b.png"), "a/b.png");
}

TEST_F(Archive, LinksAreLeftAlone) {
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar}) {
        const auto archive = unpack({{"a.png", "", "/etc/passwd"}, {"b.png", png(1)}, {"c.png", "", "b.png"}}, kind);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_EQ(archive->links(), 2);
        EXPECT_EQ(archive->find("a.png"), nullptr);
        EXPECT_EQ(archive->pictures(), 1);
    }
}

TEST_F(Archive, EncryptedPicturesAreCounted) {
    const auto archive = unpack({{"a.png", png(1)}, {"notes.txt", "secret words"}}, ArchiveKind::encrypted_zip);
    ASSERT_TRUE(archive) << archive.error().message();
    EXPECT_EQ(archive->encrypted(), 1);
    EXPECT_EQ(archive->pictures(), 0);
    ASSERT_NE(archive->find("a.png"), nullptr);
    EXPECT_THAT(archive->find("a.png")->problem, testing::HasSubstr("encrypted"));
}

// Wherever it is cut: either all pictures are there (only the list at the end of a zip is lost), or it is refused
// whole.
TEST_F(Archive, CutOffAnywhereItIsWholeOrRefused) {
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::stored_zip, ArchiveKind::tar, ArchiveKind::tar_gz}) {
        writeArchive(file(), {{"a.png", png(1)}, {"b.png", png(2)}, {"c.png", png(3)}}, kind);
        const std::string whole = readFile(file()).value_or("");
        int refused = 0;
        for (std::size_t part = 0; part < 40; ++part) {
            ASSERT_TRUE(writeFileAtomically(file(), whole.substr(0, whole.size() * part / 40)));
            const auto archive = ImageArchive::unpack(file(), project, free);
            if (!archive) {
                ++refused;
                EXPECT_THAT(archive.error().code, testing::AnyOf("archive.damaged", "archive.unknown"));
                EXPECT_TRUE(written().empty()) << "nothing is left of it";
            } else {
                // A tar that ends between two members is a shorter tar.
                EXPECT_TRUE(archive->pictures() == 3 || kind == ArchiveKind::tar) << part;
                archive->removeAllBut({});
            }
        }
        EXPECT_GT(refused, 8);
    }
}

TEST_F(Archive, ADamagedMemberIsNotTaken) {
    writeArchive(file(), {{"a.png", png(1)}, {"b.png", png(2)}}, ArchiveKind::stored_zip);
    std::string bytes = readFile(file()).value_or("");
    const std::size_t at = bytes.find(png(1)) + 60;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    ASSERT_TRUE(writeFileAtomically(file(), bytes));
    const auto archive = ImageArchive::unpack(file(), project, free);
    if (!archive) { // some versions of the library give up at a wrong checksum
        EXPECT_EQ(archive.error().code, "archive.damaged");
        return;
    }
    EXPECT_TRUE(archive->find("a.png")->path.empty());
    EXPECT_FALSE(archive->find("b.png")->path.empty());
}

TEST_F(Archive, ABombIsRefused) {
    ArchiveLimits limits;
    limits.spare_bytes = 1 << 20;
    const std::string zeros(std::size_t{24} << 20, '\0'); // packs to 24 KB
    for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar_gz})
        expectUntouched(unpack({{"a.png", png(1)}, {"b.bmp", zeros}}, kind, limits), "archive.bomb");
    // Behind gzip even what is no picture has to be unpacked to get past it.
    expectUntouched(unpack({{"a.txt", zeros}}, ArchiveKind::tar_gz, limits), "archive.bomb");
    limits.spare_bytes = std::uint64_t{1} << 30;
    limits.member_bytes = 1 << 20;
    const auto archive = unpack({{"a.png", png(1)}, {"b.bmp", zeros}}, ArchiveKind::zip, limits);
    ASSERT_TRUE(archive) << archive.error().message();
    EXPECT_THAT(archive->find("b.bmp")->problem, testing::HasSubstr("larger"));
    EXPECT_EQ(archive->pictures(), 1);
}

TEST_F(Archive, OtherFilesAreRefused) {
    for (const std::string& bytes : {std::string(), std::string("not an archive at all, just text\n"), png(1)}) {
        ASSERT_TRUE(writeFileAtomically(file(), bytes));
        expectUntouched(ImageArchive::unpack(file(), project, free), "archive.unknown");
    }
    expectUntouched(ImageArchive::unpack(temp / "none.zip", project, free), "archive.unknown");
}

TEST_F(Archive, ATooLargeOrDamagedPictureSaysSo) {
    const auto archive = unpack({{"huge.png", hugePng(65000, 65000)}, {"bad.png", "not a picture, whatever its name"}});
    ASSERT_TRUE(archive);
    EXPECT_THAT(archive->find("huge.png")->problem, testing::HasSubstr("100 megapixels"));
    EXPECT_THAT(archive->find("bad.png")->problem, testing::HasSubstr("damaged"));
    EXPECT_EQ(archive->find("huge.png")->width, 0);
}

class StopAt final : public Control {
public:
    explicit StopAt(int polls) : m_left(polls) {}
    StopKind checkpoint() override { return --m_left <= 0 ? StopKind::save : StopKind::none; }

private:
    int m_left;
};

TEST_F(Archive, StopsWhenToldTo) {
    writeArchive(file(), {{"a.png", png(1)}, {"b.png", png(2)}, {"c.png", png(3)}});
    StopAt control(2);
    const auto archive = ImageArchive::unpack(file(), project, control);
    ASSERT_TRUE(archive);
    EXPECT_TRUE(archive->stopped());
    EXPECT_EQ(archive->pictures(), 1);
}

TEST_F(Archive, WhatNobodyAskedForIsRemovedAgain) {
    ASSERT_TRUE(unpack({{"old.png", png(9)}})); // of an earlier import
    const auto archive = unpack({{"a.png", png(1)}, {"b.png", png(2)}, {"old.png", png(9)}});
    ASSERT_TRUE(archive);
    archive->removeAllBut({archive->find("a.png")->path});
    EXPECT_TRUE(fs::exists(archive->find("a.png")->path));
    EXPECT_FALSE(fs::exists(archive->find("b.png")->path));
    EXPECT_TRUE(fs::exists(archive->find("old.png")->path)) << "it was there before";
}

TEST_F(Archive, AFullDiskIsSaid) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
    fs::create_directories(project / "images");
    const fs::path kept = project / "images" / (sha256Hex(png(2)) + ".png");
    fs::create_symlink("/dev/full", kept.string() + ".part");
    const auto archive = unpack({{"a.png", png(1)}, {"b.png", png(2)}});
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().code, "file.disk_full");
    EXPECT_TRUE(written().empty()) << testing::PrintToString(written());
}

} // namespace
} // namespace egt::pipelines
