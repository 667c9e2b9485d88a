// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/to_rgb.h"

#include <array>

#include <opencv2/imgproc.hpp>

namespace egt {
namespace {

std::uint8_t overWhite(unsigned value, unsigned opacity) {
    return static_cast<std::uint8_t>((value * opacity + 255 * (255 - opacity) + 127) / 255);
}

/// The sample that a grey PNG's tRNS names, as the decoder widened it: below 8 bits to the whole range of a byte.
int clearSample(const ImageHeader& header) {
    if (!header.clear_grey) return -1;
    const int sample = *header.clear_grey;
    return header.bits < 8 ? sample * 255 / ((1 << header.bits) - 1) : sample;
}

void greyRow(const cv::Mat& image, int y, int clear, std::uint8_t* to) {
    const bool deep = image.depth() == CV_16U;
    for (int x = 0; x < image.cols; ++x, to += 3) {
        const int sample = deep ? image.at<std::uint16_t>(y, x) : image.at<std::uint8_t>(y, x);
        to[0] = to[1] = to[2] = static_cast<std::uint8_t>(sample == clear ? 255 : deep ? sample >> 8 : sample);
    }
}

template <class Sample> void colourRow(const cv::Mat& image, int y, bool alpha, std::uint8_t* to) {
    constexpr int shift = 8 * (sizeof(Sample) - 1);
    const int channels = image.channels();
    const Sample* from = image.ptr<Sample>(y);
    for (int x = 0; x < image.cols; ++x, from += channels, to += 3) {
        const unsigned opacity = channels == 4 && alpha ? static_cast<unsigned>(from[3] >> shift) : 255U;
        for (int k = 0; k < 3; ++k)
            to[k] = overWhite(static_cast<unsigned>(from[2 - k] >> shift), opacity);
    }
}

/// OpenCV only shifts the five or six bits up; all of the byte's range is meant. Source: Pillow's BGR;15 and BGR;16.
void widen(RgbImage& image, bool six_green_bits) {
    std::array<std::uint8_t, 256> five{};
    std::array<std::uint8_t, 256> six{};
    for (unsigned v = 0; v < 256; ++v) {
        five[v] = static_cast<std::uint8_t>((v >> 3) * 255 / 31);
        six[v] = static_cast<std::uint8_t>((v >> 2) * 255 / 63);
    }
    for (std::size_t i = 0; i < image.bytes.size(); ++i)
        image.bytes[i] = six_green_bits && i % 3 == 1 ? six[image.bytes[i]] : five[image.bytes[i]];
}

/// OpenCV mixes inks with products that it divides by 256 and rounds down: 0 to 2 brighter than Pillow's, which rounds
/// a division by 255. One less stands at most 1 from it; white and black are exact as they are.
void centreInks(RgbImage& image) {
    for (std::uint8_t& value : image.bytes)
        if (value != 0 && value != 255) --value;
}

} // namespace

RgbImage toRgb(const cv::Mat& image, const ImageHeader& header) {
    const std::size_t row = static_cast<std::size_t>(image.cols) * 3;
    RgbImage out{image.cols, image.rows, std::vector<std::uint8_t>(row * static_cast<std::size_t>(image.rows))};
    if (image.type() == CV_8UC3) { // nearly all: no arithmetic, only the order of the channels
        cv::Mat view(image.rows, image.cols, CV_8UC3, out.bytes.data());
        cv::cvtColor(image, view, cv::COLOR_BGR2RGB);
    }
    const int clear = clearSample(header);
    for (int y = 0; image.type() != CV_8UC3 && y < image.rows; ++y) {
        std::uint8_t* to = out.bytes.data() + static_cast<std::size_t>(y) * row;
        if (image.channels() < 3)
            greyRow(image, y, clear, to);
        else if (image.depth() == CV_16U)
            colourRow<std::uint16_t>(image, y, header.alpha, to);
        else
            colourRow<std::uint8_t>(image, y, header.alpha, to);
    }
    if (header.cmyk) centreInks(out);
    if (header.kind == ImageKind::bmp && header.bits == 16) widen(out, header.six_green_bits);
    return out;
}

void makeUpright(cv::Mat& image, int orientation) {
    // Orientations from 5 on have rows and columns swapped first; the table says which axes are mirrored then
    // (OpenCV: 0 top and bottom, 1 left and right, -1 both).
    constexpr std::array<int, 9> none_or_axis = {9, 9, 1, -1, 0, 9, 1, -1, 0};
    const auto o = static_cast<std::size_t>(orientation);
    if (o >= 5) cv::transpose(image, image);
    if (none_or_axis[o] != 9) cv::flip(image, image, none_or_axis[o]);
}

} // namespace egt
