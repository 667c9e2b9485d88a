// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize.h"

#include <cmath>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "base/random.h"
#include "bench.h"

namespace egt::bench {
namespace {

/// A 1080p frame with smooth parts, edges and noise.
RgbImage photo() {
    RgbImage image{1920, 1080, std::vector<std::uint8_t>(std::size_t{1920} * 1080 * 3)};
    Random random(7);
    for (std::size_t i = 0; i < image.bytes.size(); ++i) {
        const double wave = 120 + 90 * std::sin(static_cast<double>(i % 5760) / 300) + (i / 40000 % 2 == 0 ? 30 : -30);
        image.bytes[i] = static_cast<std::uint8_t>(wave + static_cast<double>(random.below(12)));
    }
    return image;
}

/// OpenCV's cubic takes 4 x 4 inputs an output and has no antialias: less work than ours; its area mean does antialias.
void against(Bench& bench, const RgbImage& image, ResizeLike like, int interpolation, const char* name) {
    constexpr int width = 1316; // what max_pixels = 1280 * 28 * 28 makes of 1080p
    constexpr int height = 728;
    const cv::Mat from(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
    bench.compare({.what = "1920 x 1080 to 1316 x 728, RGB bytes",
                   .ours = {like == ResizeLike::pillow ? "to the byte as Pillow" : "to the byte as torchvision",
                            [&] { resizeBicubic(image, width, height, like); }},
                   .baseline = {name,
                                [&] {
                                    cv::Mat to;
                                    cv::resize(from, to, {width, height}, 0, 0, interpolation);
                                }},
                   .units = 1,
                   .unit = "images"});
}

void resize(Bench& bench) {
    const RgbImage image = photo();
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1); // ours has one
    against(bench, image, ResizeLike::pillow, cv::INTER_CUBIC, "OpenCV INTER_CUBIC");
    against(bench, image, ResizeLike::pillow, cv::INTER_AREA, "OpenCV INTER_AREA");
    against(bench, image, ResizeLike::torchvision, cv::INTER_AREA, "OpenCV INTER_AREA");
    cv::setNumThreads(threads);
}

const Registration registration{"resize", resize};

} // namespace
} // namespace egt::bench
