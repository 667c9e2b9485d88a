// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/perceptual_hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace egt {
namespace {

constexpr std::size_t kSide = 32;
constexpr std::size_t kLow = 8; ///< frequencies of each direction

using Grey = std::array<float, kSide * kSide>;

Grey reduced(const RgbImage& image) {
    Grey out{};
    const cv::Mat rgb(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::Mat real;
    grey.convertTo(real, CV_32F);
    cv::Mat to(kSide, kSide, CV_32F, out.data());
    cv::resize(real, to, to.size(), 0, 0, cv::INTER_AREA);
    return out;
}

/// cos(pi (2 x + 1) u / 2 N), the basis of DCT-II.
constexpr auto kScale = std::numbers::pi / (2 * static_cast<double>(kSide));
std::array<std::array<float, kSide>, kLow> basis() {
    std::array<std::array<float, kSide>, kLow> out{};
    for (std::size_t u = 0; u < kLow; ++u)
        for (std::size_t x = 0; x < kSide; ++x)
            out[u][x] = static_cast<float>(std::cos(kScale * static_cast<double>((2 * x + 1) * u)));
    return out;
}

} // namespace

std::uint64_t perceptualHash(const RgbImage& image) {
    if (image.width <= 0 || image.height <= 0) return 0;
    static const auto cosines = basis();
    const Grey grey = reduced(image);
    std::array<float, kSide * kLow> rows{}; // of each line its lowest frequencies
    for (std::size_t y = 0; y < kSide; ++y)
        for (std::size_t u = 0; u < kLow; ++u)
            for (std::size_t x = 0; x < kSide; ++x)
                rows[y * kLow + u] += grey[y * kSide + x] * cosines[u][x];
    std::array<float, kLow * kLow> low{};
    for (std::size_t v = 0; v < kLow; ++v)
        for (std::size_t u = 0; u < kLow; ++u)
            for (std::size_t y = 0; y < kSide; ++y)
                low[v * kLow + u] += rows[y * kLow + u] * cosines[v][y];
    // What is nothing but rounding is nothing: an even picture must not have a hash of noise.
    for (float& value : low)
        if (std::abs(value) < 1e-2F) value = 0;
    auto sorted = low;
    std::sort(sorted.begin(), sorted.end());
    const float median = (sorted[31] + sorted[32]) / 2;
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < low.size(); ++i)
        if (low[i] > median) hash |= std::uint64_t{1} << i;
    return hash;
}

} // namespace egt
