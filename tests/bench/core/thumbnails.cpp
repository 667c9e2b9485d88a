// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnail.h"

#include <cmath>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/numbers.h"
#include "bench.h"
#include "support/pictures.h"

namespace egt::bench {
namespace {

constexpr int kWidth = 256;
constexpr int kHeight = 144;

cv::Mat decodedWhole(const std::string& bytes) {
    const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
    cv::Mat small;
    cv::resize(cv::imdecode(packed, cv::IMREAD_COLOR), small, {kWidth, kHeight}, 0, 0, cv::INTER_AREA);
    return small;
}

double psnr(const RgbImage& ours, const cv::Mat& bgr) {
    double squares = 0;
    for (std::size_t i = 0; i < ours.bytes.size(); ++i)
        squares += std::pow(double(ours.bytes[i]) - double(bgr.data[i / 3 * 3 + 2 - i % 3]), 2);
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(ours.bytes.size()) / squares);
}

void thumbnails(Bench& bench) {
    const std::string photo = test::jpeg(test::picture(7, 1920, 1080), 85);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1); // per core
    const auto ours = thumbnailOfBytes(photo, "photo", kWidth);
    const double likeness = ours ? psnr(*ours, decodedWhole(photo)) : 0;
    bench.compare({.what = "thumbnail of 256 x 144 from a 1080p JPEG of " + std::to_string(photo.size() / 1000) + " KB",
                   .ours = {"decoded at a quarter, then averaged",
                            [&] {
                                const auto small = thumbnailOfBytes(photo, "photo", kWidth);
                                if (!small) std::abort();
                            }},
                   .baseline = {"OpenCV imdecode + INTER_AREA", [&] { decodedWhole(photo); }},
                   .bar = atLeast(2.5),
                   .units = 1,
                   .unit = "images"});
    bench.figure("likeness to the baseline's thumbnail", likeness, "dB PSNR", ">= 38", likeness >= 38);
    cv::setNumThreads(threads);
}

const Registration registration{"thumbnails", thumbnails};

} // namespace
} // namespace egt::bench
