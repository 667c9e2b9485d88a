// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/loader.h"

#include <atomic>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/random.h"
#include "images/patches.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

class Loader : public testing::Test {
protected:
    /// PNG files of different sizes and colours.
    std::vector<std::filesystem::path> pictures(int count, std::int32_t side) {
        Random random(5);
        std::vector<std::filesystem::path> out;
        for (int i = 0; i < count; ++i) {
            const auto width = side + static_cast<std::int32_t>(random.below(40));
            RgbImage image{width, side, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * side * 3)};
            for (std::uint8_t& byte : image.bytes)
                byte = static_cast<std::uint8_t>(random.below(256));
            out.push_back(m_folder / ("p" + std::to_string(i) + ".png"));
            EXPECT_TRUE(writePng(out.back(), image));
        }
        return out;
    }
    RgbImage expected(const std::filesystem::path& path) const {
        auto image = decodeImage(path);
        return *resizeForJudge(std::move(*image), m_config, "");
    }
    test::TempFolder m_folder;
    PreprocessorConfig m_config;
};

TEST_F(Loader, ComesBackInOrderAndEqual) {
    const auto paths = pictures(24, 60);
    for (const int threads : {1, 2, 5}) {
        ImageLoader loader(m_config, {threads, 1 << 28});
        for (const auto& path : paths)
            loader.add(path);
        for (const auto& path : paths) {
            const auto loaded = loader.next();
            ASSERT_TRUE(loaded && *loaded) << path;
            EXPECT_EQ((*loaded)->image.bytes, expected(path).bytes) << path;
            EXPECT_EQ((*loaded)->decoded.width, imageSize(path)->width);
        }
        EXPECT_FALSE(loader.next());
    }
}

TEST_F(Loader, BadImagesAreErrorsInTheirPlace) {
    const auto paths = pictures(3, 40);
    ASSERT_TRUE(writeFileAtomically(m_folder / "text.png", "no picture"));
    RgbImage wide{3000, 2, std::vector<std::uint8_t>(std::size_t{3000} * 2 * 3)};
    ASSERT_TRUE(writePng(m_folder / "wide.png", wide));
    ImageLoader loader(m_config, {3, 1 << 28});
    loader.add(paths[0]);
    loader.add(m_folder / "none.png");
    loader.add(paths[1]);
    loader.add(m_folder / "text.png");
    loader.add(m_folder / "wide.png");
    loader.add(paths[2]);
    EXPECT_TRUE(*loader.next());
    EXPECT_EQ(loader.next()->error().code, "image.missing");
    EXPECT_TRUE(*loader.next());
    EXPECT_EQ(loader.next()->error().code, "image.damaged");
    const auto too_long = loader.next();
    EXPECT_EQ(too_long->error().code, "image.too_long");
    EXPECT_EQ(too_long->error().file, (m_folder / "wide.png").string());
    EXPECT_TRUE(*loader.next());
}

TEST_F(Loader, StaysWithinItsBudget) {
    const auto paths = pictures(30, 200);
    const std::int64_t largest = std::int64_t{6} * (239 * 200 + 252 * 196); // decoded and resized, twice three bytes
    ImageLoader tight(m_config, {4, 3 * largest});
    for (const auto& path : paths)
        tight.add(path);
    for (std::size_t i = 0; i < paths.size(); ++i)
        EXPECT_TRUE(*tight.next());
    // One image may go ahead beyond the budget: the one that is waited for.
    EXPECT_LE(tight.peakBytes(), 4 * largest);
    EXPECT_GT(tight.peakBytes(), largest);

    ImageLoader hopeless(m_config, {4, 1}); // each alone, yet all of them
    for (const auto& path : paths)
        hopeless.add(path);
    for (std::size_t i = 0; i < paths.size(); ++i)
        EXPECT_TRUE(*hopeless.next());
    EXPECT_LE(hopeless.peakBytes(), largest);
}

TEST_F(Loader, CancelWakesAndTheDestructorWaits) {
    const auto paths = pictures(20, 120);
    for (int round = 0; round < 8; ++round) { // ends at different moments
        ImageLoader loader(m_config, {3, 1 << 20});
        for (const auto& path : paths)
            loader.add(path);
        for (int i = 0; i < round; ++i)
            loader.next();
        std::thread other([&] { loader.cancel(); });
        while (loader.next()) {
        }
        other.join();
        EXPECT_FALSE(loader.next());
    }
    const ImageLoader unused(m_config, {2, 1 << 20});
}

TEST_F(Loader, AddsWhileReading) {
    const auto paths = pictures(10, 50);
    ImageLoader loader(m_config, {2, 1 << 28});
    std::atomic<int> added = 0;
    std::thread producer([&] {
        for (int i = 0; i < 50; ++i) {
            loader.add(paths[static_cast<std::size_t>(i % 10)]);
            ++added;
        }
    });
    int seen = 0;
    while (seen < 50) {
        if (seen >= added) {
            std::this_thread::yield();
            continue;
        }
        const auto loaded = loader.next();
        ASSERT_TRUE(loaded && *loaded);
        EXPECT_EQ((*loaded)->decoded.width, imageSize(paths[static_cast<std::size_t>(seen % 10)])->width);
        ++seen;
    }
    producer.join();
}

} // namespace
} // namespace egt
