// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <gtest/gtest.h>

#include "judge_fixture.h"

namespace egt::judge {
namespace {

TEST(Patchify, PixelsAreExactAndMergeGroupsContiguous) {
    const RgbImage image = test::noise(84, 56, 4);
    const PreprocessorConfig config;
    const ImagePatches patches = *patchify(image, config, "noise");
    EXPECT_EQ(patches.grid_h, 4);
    EXPECT_EQ(patches.grid_w, 6);
    EXPECT_EQ(patches.mergedTokens(2), 6);
    ASSERT_EQ(patches.pixels_PC.size(0), 24);
    ASSERT_EQ(patches.pixels_PC.size(1), 1176);
    // Patch 7 is the fourth of the second group: patch row 1, patch column 3.
    for (const auto& [c, t, y, x] : {std::array{0, 0, 0, 0}, std::array{2, 1, 13, 5}, std::array{1, 0, 7, 13}}) {
        const std::size_t at = ((14U + y) * 84U + 42U + x) * 3U + c;
        const double expected = (image.bytes[at] / 255.0 - config.image_mean[c]) / config.image_std[c];
        EXPECT_NEAR(patches.pixels_PC[7][((c * 2 + t) * 14 + y) * 14 + x].item<float>(), expected, 1e-6);
    }
}

TEST(Patchify, SizesAreMultiplesWithinTheLimits) {
    const auto grid = [](std::int32_t width, std::int32_t height, PreprocessorConfig config) {
        const ImagePatches patches = *patchify(test::noise(width, height, 1), config, "noise");
        return std::pair{patches.grid_w, patches.grid_h};
    };
    PreprocessorConfig config;
    EXPECT_EQ(grid(100, 60, config), std::pair(8, 4)); // 3.57 -> 4 and 2.14 -> 2 times 28
    EXPECT_EQ(grid(70, 98, config), std::pair(4, 8));  // 2.5 rounds to even 2, 3.5 to 4
    EXPECT_EQ(grid(28, 28, config), std::pair(4, 4));  // raised to min_pixels
    config.max_pixels = 28 * 28 * 4;
    EXPECT_EQ(grid(280, 140, config), std::pair(4, 2)); // cut to max_pixels: 2.83 x 1.41 tokens, floored
    const auto strip = patchify(test::noise(2010, 10, 1), PreprocessorConfig{}, "strip.png");
    ASSERT_FALSE(strip);
    EXPECT_EQ(strip.error().code, "image.too_long");
    EXPECT_EQ(strip.error().file, "strip.png");
}

} // namespace
} // namespace egt::judge
