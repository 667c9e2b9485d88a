// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnail.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "images/to_rgb.h"

namespace egt {
namespace {

ImageSize fitted(ImageSize size, std::int32_t pixels) {
    const std::int32_t longer = std::max(size.width, size.height);
    if (longer <= pixels || pixels <= 0) return size;
    const double scale = static_cast<double>(pixels) / longer;
    return {std::max(1, static_cast<std::int32_t>(std::lround(size.width * scale))),
            std::max(1, static_cast<std::int32_t>(std::lround(size.height * scale)))};
}

RgbImage averaged(const RgbImage& image, ImageSize size) {
    RgbImage out{size.width, size.height, {}};
    out.bytes.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    // The matrices are views: OpenCV reads and writes our own buffers.
    const cv::Mat from(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
    cv::Mat to(out.height, out.width, CV_8UC3, out.bytes.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    return out;
}

/// The largest divisor that leaves at least the thumbnail.
int divisorFor(const ImageHeader& header, std::int32_t pixels) {
    const std::int64_t longer = std::max(header.width, header.height);
    for (const int divisor : {8, 4, 2})
        if (longer / divisor >= pixels) return divisor;
    return 1;
}

int flagsFor(int divisor) {
    const int reduced = divisor == 8   ? cv::IMREAD_REDUCED_COLOR_8
                        : divisor == 4 ? cv::IMREAD_REDUCED_COLOR_4
                                       : cv::IMREAD_REDUCED_COLOR_2;
    return reduced | cv::IMREAD_IGNORE_ORIENTATION;
}

/// Nothing when the decoder gives up or gives something else.
std::optional<RgbImage> reducedJpeg(std::string_view bytes, const ImageHeader& header, int divisor) {
    const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
    cv::Mat image = cv::imdecode(packed, flagsFor(divisor));
    const auto part = [&](std::int64_t whole) { return static_cast<int>((whole + divisor - 1) / divisor); };
    if (image.type() != CV_8UC3 || image.cols != part(header.width) || image.rows != part(header.height))
        return std::nullopt;
    makeUpright(image, header.orientation);
    return toRgb(image, header);
}

} // namespace

RgbImage thumbnail(const RgbImage& image, std::int32_t pixels) {
    const ImageSize size = fitted({image.width, image.height}, pixels);
    return size.width == image.width && size.height == image.height ? image : averaged(image, size);
}

Result<RgbImage> thumbnailOfBytes(std::string_view bytes, const std::string& name, std::int32_t pixels) {
    const auto header = parseImageHeader(bytes);
    const int divisor = header && header->kind == ImageKind::jpeg && pixels > 0 ? divisorFor(*header, pixels) : 1;
    if (divisor > 1 && fileIsWhole(*header, bytes) && sizeIsPlausible(*header, bytes)) {
        EGT_ASSIGN(const ImageSize whole, imageSizeOfBytes(bytes, name)); // refuses what is too large
        try {
            if (const auto image = reducedJpeg(bytes, *header, divisor)) return averaged(*image, fitted(whole, pixels));
        } catch (const std::exception&) { // the whole decoder below says what is wrong
        }
    }
    EGT_ASSIGN(const RgbImage image, decodeImageBytes(bytes, name));
    return thumbnail(image, pixels);
}

Result<std::string> encodeJpeg(const RgbImage& image, int quality) {
    try {
        const cv::Mat rgb(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<std::uint8_t> out;
        if (cv::imencode(".jpg", bgr, out, {cv::IMWRITE_JPEG_QUALITY, quality}))
            return std::string(out.begin(), out.end());
    } catch (const std::exception&) { // falls through to the sentence below
    }
    return fail("image.damaged", EGT_TEXT("engine", "A picture of %1 x %2 pixels can't be written as JPEG."),
                {std::to_string(image.width), std::to_string(image.height)});
}

} // namespace egt
