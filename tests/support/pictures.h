// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <string>

#include <opencv2/imgcodecs.hpp>

#include "base/random.h"
#include "images/image.h"

namespace egt::test {

/// A picture of its own for every number: smooth waves, edges and some noise.
inline RgbImage picture(int number, std::int32_t width = 40, std::int32_t height = 30) {
    RgbImage image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3)};
    Random random(static_cast<std::uint64_t>(number) + 1);
    const double fx = random.uniform(2, 9), fy = random.uniform(2, 9), edge = random.uniform(0.2, 0.8);
    std::size_t at = 0;
    for (std::int32_t y = 0; y < height; ++y)
        for (std::int32_t x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double u = double(x) / width, v = double(y) / height;
                const double wave = 60 * std::sin(fx * u + c) + 50 * std::cos(fy * v - c);
                const double value = 128 + wave + (u + v > 2 * edge ? 20 : -20) + double(random.below(5));
                image.bytes[at++] = static_cast<std::uint8_t>(std::min(255.0, std::max(0.0, value)));
            }
    return image;
}
inline std::string png(int number, std::int32_t width = 40, std::int32_t height = 30) {
    return encodePng(picture(number, width, height)).value();
}
inline std::string jpeg(const RgbImage& image, int quality = 90) {
    cv::Mat bgr(image.height, image.width, CV_8UC3);
    for (std::size_t i = 0; i < image.bytes.size(); i += 3)
        for (std::size_t c = 0; c < 3; ++c)
            bgr.data[i + c] = image.bytes[i + 2 - c];
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return {bytes.begin(), bytes.end()};
}
/// The header of a PNG of this size, and little more.
inline std::string hugePng(std::uint32_t width, std::uint32_t height) {
    std::string bytes = png(1);
    for (int i = 0; i < 4; ++i) {
        bytes[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
        bytes[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
    }
    return bytes;
}

} // namespace egt::test
