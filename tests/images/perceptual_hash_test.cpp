// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/perceptual_hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "base/random.h"
#include "images/resize.h"
#include "images/thumbnail.h"

namespace egt {
namespace {

/// A picture of blobs, soft and less soft ones: photos have structure at every scale.
RgbImage blobs(std::uint64_t seed, std::int32_t width, std::int32_t height) {
    Random random(seed);
    struct Blob {
        double x, y, size, value;
    };
    std::vector<Blob> all(40);
    for (Blob& blob : all)
        blob = {random.uniform(), random.uniform(), random.uniform(0.02, 0.2), random.uniform(-110, 110)};
    RgbImage out{width, height, {}};
    for (std::int32_t y = 0; y < height; ++y)
        for (std::int32_t x = 0; x < width; ++x) {
            double value = 128;
            for (const Blob& blob : all) {
                const double dx = (x + 0.5) / width - blob.x;
                const double dy = (y + 0.5) / height - blob.y;
                value += blob.value * std::exp(-(dx * dx + dy * dy) / (blob.size * blob.size));
            }
            const auto byte = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            out.bytes.insert(out.bytes.end(), {byte, byte, byte});
        }
    return out;
}

template <class Change> RgbImage changed(RgbImage image, Change&& change) {
    for (std::uint8_t& byte : image.bytes)
        byte = static_cast<std::uint8_t>(std::clamp(change(static_cast<double>(byte)), 0.0, 255.0));
    return image;
}

// The transform written as the formula of the paper says, in double, on a picture that needs no reduction.
std::uint64_t byFormula(const RgbImage& image) {
    std::array<double, 64> low{};
    for (std::size_t v = 0; v < 8; ++v)
        for (std::size_t u = 0; u < 8; ++u)
            for (std::size_t y = 0; y < 32; ++y)
                for (std::size_t x = 0; x < 32; ++x)
                    low[v * 8 + u] += image.bytes[(y * 32 + x) * 3] *
                                      std::cos(std::numbers::pi * static_cast<double>((2 * x + 1) * u) / 64) *
                                      std::cos(std::numbers::pi * static_cast<double>((2 * y + 1) * v) / 64);
    auto sorted = low;
    std::sort(sorted.begin(), sorted.end());
    const double median = (sorted[31] + sorted[32]) / 2;
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < 64; ++i)
        if (low[i] > median) hash |= std::uint64_t{1} << i;
    return hash;
}

TEST(PerceptualHash, IsTheTransformOfTheFormula) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const RgbImage image = blobs(seed, 32, 32);
        EXPECT_LE(hashDistance(perceptualHash(image), byFormula(image)), 2)
            << "bits at the median may fall to either side";
    }
}

// One cosine along x with two half waves over the width: only the mean and that frequency are not zero, so of the 64
// just these can lie above the median of zero.
TEST(PerceptualHash, ByHand) {
    RgbImage wave{32, 32, {}};
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x) {
            const auto byte =
                static_cast<std::uint8_t>(std::lround(128 + 100 * std::cos(std::numbers::pi * (2 * x + 1) * 2 / 64)));
            wave.bytes.insert(wave.bytes.end(), {byte, byte, byte});
        }
    EXPECT_EQ(perceptualHash(wave) & 0b111U, 0b101U);
    EXPECT_EQ(perceptualHash(RgbImage{40, 30, std::vector<std::uint8_t>(40 * 30 * 3, 200)}), 1U) << "only a mean";
    EXPECT_EQ(perceptualHash(RgbImage{}), 0U);
    EXPECT_EQ(hashDistance(0, ~std::uint64_t{0}), 64);
}

TEST(PerceptualHash, StaysNearForTheSamePictureAndFarForAnother) {
    int nearest_other = 64;
    std::vector<std::uint64_t> before;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        const RgbImage image = blobs(seed, 200, 150);
        const std::uint64_t hash = perceptualHash(image);
        EXPECT_LE(hashDistance(hash, perceptualHash(thumbnail(image, 90))), 4) << seed;
        EXPECT_LE(hashDistance(hash, perceptualHash(resizeBicubic(image, 400, 305))), 4) << seed;
        EXPECT_LE(hashDistance(hash, perceptualHash(changed(image, [](double v) { return v * 0.9 + 8; }))), 4) << seed;
        Random random(seed);
        EXPECT_LE(hashDistance(hash, perceptualHash(changed(image, [&](double v) { return v + random.normal() * 4; }))),
                  6);
        for (const std::uint64_t other : before)
            nearest_other = std::min(nearest_other, hashDistance(hash, other));
        before.push_back(hash);
    }
    EXPECT_GT(nearest_other, 6) << "what counts as alike by default";
}

TEST(PerceptualHash, TakesPicturesOfAnyShape) {
    for (const auto& [w, h] : {std::pair{1, 1}, std::pair{1, 500}, std::pair{3000, 2}, std::pair{31, 33}})
        EXPECT_EQ(perceptualHash(RgbImage{w, h, std::vector<std::uint8_t>(static_cast<std::size_t>(w * h) * 3, 9)}),
                  1U);
}

} // namespace
} // namespace egt
