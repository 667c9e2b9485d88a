// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnail.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace egt {

RgbImage thumbnail(const RgbImage& image, std::int32_t pixels) {
    const std::int32_t longer = std::max(image.width, image.height);
    if (longer <= pixels || pixels <= 0) return image;
    const double scale = static_cast<double>(pixels) / longer;
    RgbImage out;
    out.width = std::max(1, static_cast<std::int32_t>(std::lround(image.width * scale)));
    out.height = std::max(1, static_cast<std::int32_t>(std::lround(image.height * scale)));
    out.bytes.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    // The matrices are views: OpenCV reads and writes our own buffers.
    const cv::Mat from(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
    cv::Mat to(out.height, out.width, CV_8UC3, out.bytes.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    return out;
}

} // namespace egt
