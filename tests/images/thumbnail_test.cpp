// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnail.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "support/pictures.h"

namespace egt::test {
namespace {

/// What a thumbnail is measured against: everything decoded, then averaged by area.
RgbImage whole(const std::string& bytes, std::int32_t width, std::int32_t height) {
    const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
    const cv::Mat full = cv::imdecode(packed, cv::IMREAD_COLOR);
    cv::Mat small;
    cv::resize(full, small, {width, height}, 0, 0, cv::INTER_AREA);
    cv::cvtColor(small, small, cv::COLOR_BGR2RGB);
    return {width, height, {small.data, small.data + small.total() * 3}};
}

/// Peak signal-to-noise ratio in dB.
double psnr(const RgbImage& a, const RgbImage& b) {
    double squares = 0;
    for (std::size_t i = 0; i < a.bytes.size(); ++i)
        squares += std::pow(double(a.bytes[i]) - double(b.bytes[i]), 2);
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.bytes.size()) / squares);
}

struct Shape {
    std::int32_t width, height, small_width, small_height;
};
class ReducedJpeg : public testing::TestWithParam<Shape> {};

// 38 dB: the difference is below what a JPEG of quality 90 does to a picture.
TEST_P(ReducedJpeg, LooksAsIfAllHadBeenDecoded) {
    const Shape s = GetParam();
    for (const int quality : {95, 75}) {
        const std::string bytes = jpeg(picture(s.width, s.width, s.height), quality);
        const auto small = thumbnailOfBytes(bytes, "x", 256);
        ASSERT_TRUE(small) << small.error().message();
        ASSERT_EQ(small->width, s.small_width);
        ASSERT_EQ(small->height, s.small_height);
        EXPECT_GT(psnr(*small, whole(bytes, s.small_width, s.small_height)), 38) << s.width << "x" << s.height;
    }
}
INSTANTIATE_TEST_SUITE_P(Sizes, ReducedJpeg,
                         testing::Values(Shape{1920, 1080, 256, 144}, Shape{1081, 1921, 144, 256},
                                         Shape{513, 300, 256, 150}, Shape{2049, 64, 256, 8},
                                         Shape{1027, 1027, 256, 256}, Shape{4000, 3000, 256, 192}));

TEST(Thumbnail, SmallPicturesStayAsTheyAre) {
    for (const std::string& bytes : {png(1, 200, 100), jpeg(picture(1, 200, 100))}) {
        const auto small = thumbnailOfBytes(bytes, "x", 256);
        ASSERT_TRUE(small);
        EXPECT_EQ(small->bytes, decodeImageBytes(bytes, "x")->bytes);
    }
}

TEST(Thumbnail, GreyAndTurnedJpegsAreUpright) {
    cv::Mat grey(600, 1200, CV_8UC1);
    for (int y = 0; y < grey.rows; ++y)
        grey.row(y).setTo(y * 255 / grey.rows); // darker above
    std::vector<std::uint8_t> packed;
    cv::imencode(".jpg", grey, packed);
    std::string bytes(packed.begin(), packed.end());
    auto small = thumbnailOfBytes(bytes, "x", 256);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->width, 256);
    EXPECT_LT(small->bytes[0], 20);
    // EXIF 2.32 4.6.2: orientation 3 is turned by 180 degrees, 6 by 90.
    const auto turned = [&](char orientation) {
        std::string tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
        tiff += orientation;
        const std::string segment = std::string("Exif\0\0", 6) + tiff + std::string(6, '\0');
        return bytes.substr(0, 2) + "\xFF\xE1" + '\0' + static_cast<char>(segment.size() + 2) + segment +
               bytes.substr(2);
    };
    small = thumbnailOfBytes(turned(3), "x", 256);
    ASSERT_TRUE(small);
    EXPECT_GT(small->bytes[0], 235);
    small = thumbnailOfBytes(turned(6), "x", 256);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->height, 256);
    EXPECT_EQ(small->width, 128);
    EXPECT_GT(small->bytes[0], 235) << "the lower edge came to the left";
}

TEST(Thumbnail, BadFilesAreRefusedAsByTheDecoder) {
    const std::string photo = jpeg(picture(2, 1920, 1080));
    EXPECT_EQ(thumbnailOfBytes(photo.substr(0, photo.size() / 2), "x", 256).error().code, "image.damaged");
    EXPECT_EQ(thumbnailOfBytes("", "x", 256).error().code, "image.damaged");
    EXPECT_EQ(thumbnailOfBytes(hugePng(65000, 65000), "x", 256).error().code, "image.too_large");
    // A JPEG that claims 65,000 x 65,000: the frame header's height and width stand five bytes behind its mark.
    std::string huge = photo;
    const std::size_t frame = huge.find("\xFF\xC0");
    ASSERT_NE(frame, std::string::npos);
    for (const std::size_t at : {frame + 5, frame + 7}) {
        huge[at] = static_cast<char>(65000 >> 8);
        huge[at + 1] = static_cast<char>(65000 & 0xFF);
    }
    EXPECT_EQ(thumbnailOfBytes(huge, "x", 256).error().code, "image.too_large");
}

TEST(Thumbnail, ComesBackFromItsJpeg) {
    const RgbImage small = picture(3, 256, 144);
    const auto bytes = encodeJpeg(small, 95);
    ASSERT_TRUE(bytes);
    EXPECT_GT(psnr(*decodeImageBytes(*bytes, "x"), small), 30);
    EXPECT_FALSE(encodeJpeg({0, 0, {}}));
}

} // namespace
} // namespace egt::test
