// SPDX-License-Identifier: GPL-3.0-or-later
// Images against stored answers of Pillow 13, torch 2.11 and transformers 5.23 (tests/parity/images_reference.py).
#include <cstdlib>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/hash.h"
#include "image_goldens.h"
#include "images/patches.h"

namespace egt {
namespace {

const test::ImageGoldens& goldens() {
    static const test::ImageGoldens loaded(EGT_IMAGE_GOLDENS);
    return loaded;
}

TEST(ImageGoldens, EveryKindOfFile) {
    goldens().checkDecoding();
}
TEST(ImageGoldens, SmartResize) {
    goldens().checkSizes();
}
TEST(ImageGoldens, ResizedToTheByte) {
    goldens().checkResizing();
}
TEST(ImageGoldens, Patches) {
    goldens().checkPatches();
}
TEST(ImageGoldens, NormalisedToTheBit) {
    goldens().checkLevels();
}

std::string hashOf(const RgbImage& image) {
    return sha256Hex({reinterpret_cast<const char*>(image.bytes.data()), image.bytes.size()});
}

TEST(ImageGoldens, RealPhotosDecodeAndResizeToTheByte) {
    const char* data = std::getenv("EGT_REAL_DATA");
    if (data == nullptr || *data == '\0') GTEST_SKIP() << "EGT_REAL_DATA is not set";
    const auto stored = readFile(std::filesystem::path(EGT_IMAGE_GOLDENS) / "photos.json");
    ASSERT_TRUE(stored);
    const Json photos = Json::parse(*stored);
    EXPECT_EQ(photos.size(), 31U);
    for (const Json& photo : photos) {
        const auto path = std::filesystem::path(data) / "photos" / photo["file"].get<std::string>();
        ASSERT_EQ(sha256File(path).value_or(""), photo["sha256"]) << path;
        const auto image = decodeImage(path);
        ASSERT_TRUE(image) << path;
        EXPECT_EQ(hashOf(*image), photo["decoded"]) << path;
        for (const Json& resized : photo["resized"]) {
            PreprocessorConfig config;
            config.min_pixels = resized["min_pixels"];
            config.max_pixels = resized["max_pixels"];
            const auto pillow = resizeForJudge(*image, config, path.string());
            config.resize_like = ResizeLike::torchvision;
            const auto torch = resizeForJudge(*image, config, path.string());
            ASSERT_TRUE(pillow && torch) << path;
            EXPECT_EQ(Json({pillow->width, pillow->height}), Json({resized["width"], resized["height"]})) << path;
            EXPECT_EQ(hashOf(*pillow), resized["pillow"]) << path;
            EXPECT_EQ(hashOf(*torch), resized["torch"]) << path;
        }
    }
}

} // namespace
} // namespace egt
