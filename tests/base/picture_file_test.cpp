// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/picture_file.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

const std::string kHash = "0123456789abcdef0123456789abcdef";

TEST(PackPiece, IsAllInItsPath) {
    const std::string path = "/data/study.egt/images/12.pack/104857600-82341-" + kHash + ".jpg";
    const auto piece = packPiece(path);
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->pack, "/data/study.egt/images/12.pack");
    EXPECT_EQ(piece->offset, 104857600U);
    EXPECT_EQ(piece->bytes, 82341U);
    EXPECT_EQ(piece->hash, kHash);
    EXPECT_EQ(piece->extension, "jpg");
    EXPECT_EQ(piecePath(*piece), path);
    EXPECT_TRUE(packPiece("1.pack/0-1-" + kHash + ".png")) << "a relative one";
}

TEST(PackPiece, AnythingElseIsAFile) {
    for (const std::string& path :
         {std::string(), std::string("a.jpg"), "/0-1-" + kHash + ".jpg", "/images/0-1-" + kHash + ".jpg",
          "/x.pack/0-1-" + kHash + ".jpg", "/.pack/0-1-" + kHash + ".jpg", "/1.pack/0-" + kHash + ".jpg",
          "/1.pack/-1-1-" + kHash + ".jpg", "/1.pack/0-+1-" + kHash + ".jpg", "/1.pack/0-1-" + kHash,
          "/1.pack/0-1-" + kHash.substr(1) + ".jpg", "/1.pack/0-1-" + kHash.substr(1) + "g.jpg",
          "/1.pack/99999999999999999999-1-" + kHash + ".jpg", "/1.pack/9223372036854775807-1-" + kHash + ".jpg",
          "/1.pack/0-1-" + kHash + ".jpg/more"})
        EXPECT_FALSE(packPiece(path)) << path;
}

class PictureFile : public testing::Test {
protected:
    std::string piece(std::uint64_t offset, std::uint64_t bytes) {
        return piecePath({temp / "1.pack", offset, bytes, kHash, "png"});
    }
    TempFolder temp;
};

TEST_F(PictureFile, ReadsAPieceAndNoMore) {
    ASSERT_TRUE(writeFileAtomically(temp / "1.pack", "aaabbbbcc"));
    EXPECT_EQ(readPicture(piece(3, 4)).value_or("?"), "bbbb");
    EXPECT_EQ(readPicture(piece(3, 4), 2).value_or("?"), "bb");
    EXPECT_EQ(readPicture(piece(7, 2)).value_or("?"), "cc");
    EXPECT_EQ(readPicture(piece(9, 0)).value_or("?"), "");
    EXPECT_EQ(pictureStamp(piece(3, 4)), (PictureStamp{4, 0}));
    EXPECT_TRUE(pictureIsThere(piece(7, 2)));
}

TEST_F(PictureFile, APackThatEndsTooEarlyHasNotThePiece) {
    ASSERT_TRUE(writeFileAtomically(temp / "1.pack", "aaabbbbcc"));
    EXPECT_FALSE(pictureIsThere(piece(7, 3)));
    EXPECT_FALSE(pictureStamp(piece(10, 0)));
    EXPECT_EQ(readPicture(piece(7, 3)).error().code, "file.cannot_read");
    fs::remove(temp / "1.pack");
    EXPECT_FALSE(pictureIsThere(piece(0, 1)));
    EXPECT_EQ(readPicture(piece(0, 1)).error().code, "file.cannot_read");
}

TEST_F(PictureFile, ReadsAFileOfItsOwn) {
    ASSERT_TRUE(writeFileAtomically(temp / "a.png", "picture"));
    EXPECT_EQ(readPicture(temp / "a.png").value_or("?"), "picture");
    EXPECT_EQ(readPicture(temp / "a.png", 3).value_or("?"), "pic");
    const auto stamp = pictureStamp(temp / "a.png");
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->bytes, 7);
    const auto later = fs::file_time_type(std::chrono::nanoseconds(stamp->modified)) - fs::file_time_type::clock::now();
    EXPECT_LT(std::chrono::abs(later), std::chrono::minutes(1));
    EXPECT_FALSE(pictureIsThere(temp / "b.png"));
    EXPECT_FALSE(pictureIsThere(temp / ""));
    EXPECT_FALSE(pictureIsThere(""));
    ASSERT_EQ(::mkfifo((temp / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(readPicture(temp / "pipe")) << "it would wait for a writer";
}

} // namespace
} // namespace egt::test
