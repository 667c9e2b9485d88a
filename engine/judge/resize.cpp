// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace egt::judge {
namespace {

constexpr int fixed_bits = 22;

double keys(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
    return 0;
}

/// For each output place: the first input place and the fixed-point weights from there on.
struct Taps {
    std::vector<std::int32_t> first;
    std::vector<std::vector<std::int32_t>> weights;
};

Taps tapsOf(std::int32_t in, std::int32_t out) {
    Taps taps;
    const double scale = static_cast<double>(in) / out;
    const double stretch = std::max(scale, 1.0);
    const double support = 2.0 * stretch;
    for (std::int32_t i = 0; i < out; ++i) {
        const double center = (i + 0.5) * scale;
        const int from = std::max(static_cast<int>(center - support + 0.5), 0);
        const int to = std::min(static_cast<int>(center + support + 0.5), in);
        std::vector<double> exact;
        double total = 0;
        for (int x = from; x < to; ++x) {
            exact.push_back(keys((x - center + 0.5) / stretch));
            total += exact.back();
        }
        std::vector<std::int32_t> fixed;
        for (const double w : exact) {
            const double scaled = w / total * (1 << fixed_bits);
            fixed.push_back(static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
        }
        taps.first.push_back(from);
        taps.weights.push_back(std::move(fixed));
    }
    return taps;
}

std::uint8_t rounded(std::int64_t sum) {
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(sum >> fixed_bits, 0, 255));
}

/// One pass along x (stride 3 bytes) or y (stride one row).
RgbImage pass(const RgbImage& in, std::int32_t width, std::int32_t height, bool along_x) {
    const Taps taps = along_x ? tapsOf(in.width, width) : tapsOf(in.height, height);
    RgbImage out{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3)};
    const std::size_t stride = along_x ? 3 : static_cast<std::size_t>(in.width) * 3;
    std::uint8_t* target = out.bytes.data();
    for (std::int32_t y = 0; y < height; ++y)
        for (std::int32_t x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>(along_x ? x : y);
            const auto row = static_cast<std::size_t>(along_x ? y : taps.first[at]);
            const auto column = static_cast<std::size_t>(along_x ? taps.first[at] : x);
            const std::uint8_t* source = in.bytes.data() + (row * static_cast<std::size_t>(in.width) + column) * 3;
            std::int64_t sum[3] = {1 << (fixed_bits - 1), 1 << (fixed_bits - 1), 1 << (fixed_bits - 1)};
            for (const std::int32_t w : taps.weights[at]) {
                for (int c = 0; c < 3; ++c)
                    sum[c] += std::int64_t{w} * source[c];
                source += stride;
            }
            for (const std::int64_t s : sum)
                *target++ = rounded(s);
        }
    return out;
}

} // namespace

RgbImage resizeBicubic(const RgbImage& image, std::int32_t width, std::int32_t height) {
    RgbImage out = width == image.width ? image : pass(image, width, image.height, true);
    return height == out.height ? out : pass(out, width, height, false);
}

} // namespace egt::judge
