// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <opencv2/imgcodecs.hpp>

#include "base/files.h"
#include "images/header.h"
#include "images/image.h"
#include "images/thumbnail.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

/// Four different colours, so that every turn and mirror can be told.
RgbImage corners(std::int32_t width, std::int32_t height) {
    RgbImage image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3))};
    for (std::int32_t y = 0; y < height; ++y)
        for (std::int32_t x = 0; x < width; ++x) {
            auto* p = &image.bytes[static_cast<std::size_t>((y * width + x) * 3)];
            p[0] = x < width / 2 ? 250 : 10;
            p[1] = y < height / 2 ? 240 : 20;
            p[2] = 77;
        }
    return image;
}

std::array<int, 3> pixel(const RgbImage& image, std::int32_t x, std::int32_t y) {
    const auto* p = &image.bytes[static_cast<std::size_t>((y * image.width + x) * 3)];
    return {p[0], p[1], p[2]};
}

std::string encoded(const char* kind, const cv::Mat& image, const std::vector<int>& options = {}) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(kind, image, bytes, options);
    return {bytes.begin(), bytes.end()};
}

cv::Mat toBgr(const RgbImage& image) {
    cv::Mat out(image.height, image.width, CV_8UC3);
    for (std::int32_t y = 0; y < image.height; ++y)
        for (std::int32_t x = 0; x < image.width; ++x) {
            const auto p = pixel(image, x, y);
            out.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(p[2]), static_cast<std::uint8_t>(p[1]),
                                       static_cast<std::uint8_t>(p[0])};
        }
    return out;
}

/// A TIFF block with nothing but the orientation, big-endian.
std::string orientationBlock(int orientation) {
    std::string tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
    tiff += static_cast<char>(orientation);
    return tiff + std::string(6, '\0');
}

std::string jpegWithOrientation(const std::string& jpeg, int orientation) {
    std::string segment = std::string("Exif\0\0", 6) + orientationBlock(orientation);
    const std::size_t length = segment.size() + 2;
    std::string mark = "\xFF\xE1";
    mark += static_cast<char>(length >> 8);
    mark += static_cast<char>(length & 0xFF);
    return jpeg.substr(0, 2) + mark + segment + jpeg.substr(2);
}

TEST(Image, PngComesBackEqualInRgbOrder) {
    const test::TempFolder folder;
    const RgbImage image = corners(7, 5);
    ASSERT_TRUE(writePng(folder / "a.png", image));
    const auto back = decodeImage(folder / "a.png");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->width, 7);
    EXPECT_EQ(back->height, 5);
    EXPECT_EQ(back->bytes, image.bytes);
    EXPECT_EQ(imageSize(folder / "a.png")->width, 7);
}

TEST(Image, EveryKindTellsItsSizeFromTheHeader) {
    const cv::Mat image = toBgr(corners(31, 18));
    for (const char* kind : {".png", ".jpg", ".webp", ".bmp"}) {
        const std::string bytes = encoded(kind, image);
        const auto size = imageSizeOfBytes(bytes, kind);
        ASSERT_TRUE(size) << kind;
        EXPECT_EQ(size->width, 31) << kind;
        EXPECT_EQ(size->height, 18) << kind;
        EXPECT_TRUE(decodeImageBytes(bytes, kind)) << kind;
    }
    const std::string lossless = encoded(".webp", image, {cv::IMWRITE_WEBP_QUALITY, 101});
    EXPECT_EQ(imageSizeOfBytes(lossless, "lossless")->height, 18);
    EXPECT_EQ(decodeImageBytes(lossless, "lossless")->bytes, corners(31, 18).bytes);
}

TEST(Image, OrientationTagIsApplied) {
    const std::string plain = encoded(".jpg", toBgr(corners(32, 16)), {cv::IMWRITE_JPEG_QUALITY, 100});
    const auto stored = decodeImageBytes(plain, "plain");
    ASSERT_TRUE(stored);
    // Where the stored top-left corner (2, 2) must be found afterwards: EXIF 2.32, tag Orientation.
    struct Case {
        int orientation;
        std::int32_t width, x, y;
    };
    const std::vector<Case> cases = {{1, 32, 2, 2}, {2, 32, 29, 2}, {3, 32, 29, 13}, {4, 32, 2, 13},
                                     {5, 16, 2, 2}, {6, 16, 13, 2}, {7, 16, 13, 29}, {8, 16, 2, 29}};
    for (const Case& c : cases) {
        const std::string turned = jpegWithOrientation(plain, c.orientation);
        const auto image = decodeImageBytes(turned, "turned");
        ASSERT_TRUE(image);
        EXPECT_EQ(image->width, c.width) << c.orientation;
        EXPECT_EQ(imageSizeOfBytes(turned, "turned")->width, c.width);
        EXPECT_EQ(pixel(*image, c.x, c.y), pixel(*stored, 2, 2)) << c.orientation;
        // The right neighbour in the stored picture tells a turn from a mirror: its far corner must differ.
        EXPECT_NE(pixel(*image, image->width - 1 - c.x, image->height - 1 - c.y), pixel(*stored, 2, 2))
            << c.orientation;
    }
}

TEST(Image, GreySixteenBitsAndAlphaBecomeRgb) {
    cv::Mat grey(2, 3, CV_8UC1, cv::Scalar(90));
    const auto from_grey = decodeImageBytes(encoded(".png", grey), "grey");
    ASSERT_TRUE(from_grey);
    EXPECT_EQ(pixel(*from_grey, 2, 1), (std::array<int, 3>{90, 90, 90}));

    cv::Mat deep(2, 2, CV_16UC3, cv::Scalar(0x0102, 0x7FFF, 0xFFFF)); // BGR
    const auto from_deep = decodeImageBytes(encoded(".png", deep), "deep");
    ASSERT_TRUE(from_deep);
    EXPECT_EQ(pixel(*from_deep, 0, 0), (std::array<int, 3>{255, 127, 1}));

    // Laid over white, rounded to the nearest: 255 - (255 - value) * alpha / 255.
    cv::Mat glass(2, 2, CV_8UC4, cv::Scalar(10, 20, 30, 128));
    const auto from_glass = decodeImageBytes(encoded(".png", glass), "glass");
    ASSERT_TRUE(from_glass);
    EXPECT_EQ(pixel(*from_glass, 1, 1), (std::array<int, 3>{142, 137, 132}));
}

TEST(Image, FirstFrameOfGif) {
    // 2 x 2, four colours of a global palette; the LZW codes were packed by hand: clear 4, 0 1 2 3, end 5.
    const std::string gif("GIF89a\x02\0\x02\0\x81\0\0\xFF\0\0\0\xFF\0\0\0\xFF\xFF\xFF\xFF"
                          ",\0\0\0\0\x02\0\x02\0\0\x02\x03\x44\x34\x05\0;",
                          42);
    const auto image = decodeImageBytes(gif, "gif");
    ASSERT_TRUE(image);
    EXPECT_EQ(pixel(*image, 0, 0), (std::array<int, 3>{255, 0, 0}));
    EXPECT_EQ(pixel(*image, 1, 0), (std::array<int, 3>{0, 255, 0}));
    EXPECT_EQ(pixel(*image, 0, 1), (std::array<int, 3>{0, 0, 255}));
    EXPECT_EQ(pixel(*image, 1, 1), (std::array<int, 3>{255, 255, 255}));
    EXPECT_EQ(decodeImageBytes(std::string_view(gif).substr(0, 38), "cut").error().code, "image.damaged");
}

TEST(Image, DamagedFilesAreNamed) {
    const test::TempFolder folder;
    const cv::Mat image = toBgr(corners(64, 64));
    const std::vector<std::string> kinds = {".png", ".jpg", ".webp", ".bmp"};
    for (const std::string& kind : kinds) {
        const std::string whole = encoded(kind.c_str(), image);
        const auto path = folder / ("cut" + kind);
        ASSERT_TRUE(writeFileAtomically(path, whole.substr(0, whole.size() * 2 / 3)));
        const auto result = decodeImage(path);
        ASSERT_FALSE(result) << kind;
        EXPECT_EQ(result.error().code, "image.damaged");
        EXPECT_EQ(result.error().file, path.string());
    }
    ASSERT_TRUE(writeFileAtomically(folder / "empty.png", ""));
    EXPECT_EQ(decodeImage(folder / "empty.png").error().code, "image.damaged");
    ASSERT_TRUE(writeFileAtomically(folder / "text.png", "not a picture at all"));
    EXPECT_EQ(imageSize(folder / "text.png").error().code, "image.damaged");
    EXPECT_EQ(decodeImage(folder / "none.png").error().code, "image.missing");
    EXPECT_EQ(imageSize(folder.path()).error().code, "image.missing");
}

TEST(Image, HugeIsRefusedFromTheHeader) {
    std::string png = encoded(".png", toBgr(corners(4, 4)));
    png.replace(16, 8, std::string("\0\0\xC3\x50\0\0\xC3\x50", 8)); // says 50,000 x 50,000
    const auto result = decodeImageBytes(png, "huge.png");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "image.too_large");
    EXPECT_THAT(result.error().message(), testing::HasSubstr("50000 x 50000"));
}

TEST(Image, HeaderOfAnyPrefixNeverReadsOutside) {
    const cv::Mat image = toBgr(corners(9, 9));
    const std::vector<std::string> kinds = {".png", ".jpg", ".webp", ".bmp"};
    for (const std::string& kind : kinds) {
        const std::string whole =
            kind == ".jpg" ? jpegWithOrientation(encoded(".jpg", image), 6) : encoded(kind.c_str(), image);
        for (std::size_t n = 0; n < whole.size(); ++n) {
            const std::string prefix = whole.substr(0, n); // its own allocation: a sanitizer sees one byte too far
            const auto header = parseImageHeader(prefix);
            if (header) {
                EXPECT_EQ(header->width, 9);
            }
        }
    }
}

TEST(Thumbnail, LongerSideFits) {
    const RgbImage small = thumbnail(corners(640, 100), 64);
    EXPECT_EQ(small.width, 64);
    EXPECT_EQ(small.height, 10);
    EXPECT_EQ(pixel(small, 1, 1), (std::array<int, 3>{250, 240, 77}));
    EXPECT_EQ(pixel(small, 62, 8), (std::array<int, 3>{10, 20, 77}));
    EXPECT_EQ(thumbnail(corners(3, 2), 64).width, 3);
    EXPECT_EQ(thumbnail(corners(2, 4000), 64).width, 1);
}

} // namespace
} // namespace egt
