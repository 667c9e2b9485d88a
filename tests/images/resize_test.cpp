// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "images/resize_kernel.h"

namespace egt {
namespace {

std::vector<std::uint8_t> noise(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::uint8_t> out(count);
    for (std::uint8_t& byte : out)
        byte = static_cast<std::uint8_t>(random.below(256));
    return out;
}

TEST(Resize, ConstantStaysConstantAndSameSizeIsUntouched) {
    const RgbImage flat{9, 7, std::vector<std::uint8_t>(9 * 7 * 3, 201)};
    for (const auto& [w, h] : {std::pair{3, 2}, std::pair{20, 30}, std::pair{9, 30}, std::pair{300, 7}})
        for (const ResizeLike like : {ResizeLike::pillow, ResizeLike::torchvision})
            for (const std::uint8_t value : resizeBicubic(flat, w, h, like).bytes)
                EXPECT_EQ(value, 201);
    const RgbImage image{9, 7, noise(9 * 7 * 3, 1)};
    EXPECT_EQ(resizeBicubic(image, 9, 7).bytes, image.bytes);
}

// Doubling [0, 100] with Keys' kernel, worked by hand. Outputs stand at -0.25, 0.25, 0.75, 1.25; places outside are cut
// and the weights made to sum to 1. At 0.25: w(0.25) = 0.8671875, w(0.75) = 0.2265625; 100 * .2265625 / 1.09375 = 20.7.
TEST(Resize, FollowsTheKernel) {
    const RgbImage image{2, 1, {0, 0, 0, 100, 100, 100}};
    const RgbImage out = resizeBicubic(image, 4, 1);
    EXPECT_EQ(out.bytes[3], 21);
    EXPECT_EQ(out.bytes[6], 79);
    EXPECT_EQ(out.bytes[0], 0); // w(1.25) is negative: clipped
    EXPECT_EQ(out.bytes[9], 109);
}

TEST(Resize, LargeReductionsDoNotOverflow) {
    const RgbImage white{30000, 2, std::vector<std::uint8_t>(std::size_t{30000} * 2 * 3, 255)};
    for (const std::uint8_t value : resizeBicubic(white, 28, 28).bytes)
        EXPECT_EQ(value, 255);
}

// The wide kernels against the plain one: lengths around their widths, odd and even counts of taps.
TEST(Resize, EveryKernelGivesTheSameBytes) {
    const auto source = noise(std::size_t{400} * 200, 2);
    for (const Blend wide : {blendAvx2(), blendAvx512(), fastestBlend()}) {
        if (wide == nullptr) continue; // the processor lacks it
        for (const ResizeLike like : {ResizeLike::pillow, ResizeLike::torchvision})
            for (const std::int32_t out : {1, 3, 40, 77, 150, 399}) {
                const AxisTaps taps(200, out, like);
                for (const std::size_t count : {1U, 31U, 32U, 33U, 63U, 64U, 65U, 200U, 400U})
                    for (std::size_t place = 0; place < static_cast<std::size_t>(out); place += 1 + place / 3) {
                        std::vector<std::uint8_t> ours(count);
                        std::vector<std::uint8_t> plain(count);
                        const std::uint8_t* first = source.data() + static_cast<std::size_t>(taps[place].first) * 400;
                        wide(first, 400, taps[place], count, ours.data());
                        blendPortable(first, 400, taps[place], count, plain.data());
                        ASSERT_EQ(ours, plain) << out << " " << count << " " << place;
                    }
            }
    }
}

TEST(Resize, TransposesTiles) {
    const auto in = noise(256, 3);
    std::vector<std::uint8_t> out(256);
    std::array<const std::uint8_t*, 16> from;
    std::array<std::uint8_t*, 16> to;
    for (std::size_t i = 0; i < 16; ++i) {
        from[i] = in.data() + 16 * i;
        to[i] = out.data() + 16 * i;
    }
    transpose16(from.data(), to.data());
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < 16; ++j)
            EXPECT_EQ(out[16 * j + i], in[16 * i + j]);
}

} // namespace
} // namespace egt
