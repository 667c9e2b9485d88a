// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/image.h"

#include <fstream>

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/files.h"
#include "images/gif.h"
#include "images/header.h"

namespace egt {
namespace {
namespace fs = std::filesystem;

tl::unexpected<Error> damaged(const std::string& name) {
    return fail("image.damaged",
                EGT_TEXT("engine", "The image %1 is damaged or of an unknown kind. Use PNG, JPEG, WebP, BMP or GIF."),
                {name}, name);
}

tl::unexpected<Error> missing(const fs::path& path) {
    return fail("image.missing", EGT_TEXT("engine", "The image %1 is not there or can't be read."), {path.string()},
                path.string());
}

Result<ImageHeader> checkedHeader(std::string_view bytes, const std::string& name) {
    const auto header = parseImageHeader(bytes);
    if (!header) return damaged(name);
    if (header->width > kMaxPixels / header->height)
        return fail(
            "image.too_large",
            EGT_TEXT("engine",
                     "The image %1 has %2 x %3 pixels; more than 100 megapixels are not read. Make it smaller."),
            {name, std::to_string(header->width), std::to_string(header->height)}, name);
    return *header;
}

ImageSize orientedSize(const ImageHeader& header) {
    ImageSize size{static_cast<std::int32_t>(header.width), static_cast<std::int32_t>(header.height)};
    if (header.turned()) std::swap(size.width, size.height);
    return size;
}

/// EXIF 2.32, tag Orientation: which turn or mirror makes the stored picture upright.
void makeUpright(cv::Mat& image, int orientation) {
    switch (orientation) {
    case 2:
        cv::flip(image, image, 1);
        break;
    case 3:
        cv::flip(image, image, -1);
        break;
    case 4:
        cv::flip(image, image, 0);
        break;
    case 5:
        cv::transpose(image, image);
        break;
    case 6:
        cv::transpose(image, image);
        cv::flip(image, image, 1);
        break;
    case 7:
        cv::transpose(image, image);
        cv::flip(image, image, -1);
        break;
    case 8:
        cv::transpose(image, image);
        cv::flip(image, image, 0);
        break;
    default:
        break;
    }
}

RgbImage toRgb(const cv::Mat& image) {
    RgbImage out;
    out.width = image.cols;
    out.height = image.rows;
    out.bytes.resize(static_cast<std::size_t>(image.cols) * static_cast<std::size_t>(image.rows) * 3);
    const int channels = image.channels();
    const std::size_t step = image.elemSize1(); // 2 for 16 bits, little-endian in memory: the high byte comes last
    std::uint8_t* to = out.bytes.data();
    for (int y = 0; y < image.rows; ++y) {
        const std::uint8_t* row = image.ptr<std::uint8_t>(y);
        for (int x = 0; x < image.cols; ++x) {
            const std::uint8_t* pixel = row + static_cast<std::size_t>(x) * image.elemSize();
            for (int k = 0; k < 3; ++k) {
                const int from = channels >= 3 ? 2 - k : 0; // BGR in OpenCV
                *to++ = pixel[static_cast<std::size_t>(from) * step + step - 1];
            }
        }
    }
    return out;
}

std::string firstBytes(const fs::path& path, std::size_t count, bool& opened) {
    std::ifstream in(path, std::ios::binary);
    std::error_code code;
    opened = static_cast<bool>(in) && fs::is_regular_file(path, code);
    std::string bytes;
    if (!opened) return bytes;
    bytes.resize(count);
    in.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

} // namespace

Result<RgbImage> decodeImageBytes(std::string_view bytes, const std::string& name) {
    EGT_ASSIGN(const ImageHeader header, checkedHeader(bytes, name));
    if (header.kind == ImageKind::gif) {
        auto image = decodeGif(bytes);
        if (!image) return damaged(name);
        return std::move(*image);
    }
    if (header.kind == ImageKind::jpeg && !jpegIsWhole(bytes)) return damaged(name);
    static const auto quiet [[maybe_unused]] = cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    try {
        const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
        cv::Mat image = cv::imdecode(packed, cv::IMREAD_UNCHANGED); // unchanged: it leaves turning to us, for all kinds
        if (image.empty() || image.depth() > CV_16U || image.cols != header.width || image.rows != header.height)
            return damaged(name);
        makeUpright(image, header.orientation);
        return toRgb(image);
    } catch (const std::exception&) { // cv::Exception, bad_alloc: the file is what is wrong
        return damaged(name);
    }
}

Result<RgbImage> decodeImage(const fs::path& path) {
    bool opened = false;
    // The head first: a picture that is too large is refused before its bytes are read.
    const std::string head = firstBytes(path, 1 << 16, opened);
    if (!opened) return missing(path);
    if (parseImageHeader(head)) EGT_TRY(checkedHeader(head, path.string()));
    const auto bytes = readFile(path);
    if (!bytes) return missing(path);
    return decodeImageBytes(*bytes, path.string());
}

Result<ImageSize> imageSizeOfBytes(std::string_view bytes, const std::string& name) {
    EGT_ASSIGN(const ImageHeader header, checkedHeader(bytes, name));
    return orientedSize(header);
}

Result<ImageSize> imageSize(const fs::path& path) {
    bool opened = false;
    std::string head = firstBytes(path, 1 << 16, opened);
    if (!opened) return missing(path);
    const auto header = parseImageHeader(head);
    // Colour profiles can push a JPEG's size far back, and WebP keeps its orientation behind the pixels.
    if (head.size() == 1 << 16 && (!header || header->kind == ImageKind::webp)) {
        auto whole = readFile(path);
        if (!whole) return missing(path);
        head = std::move(*whole);
    }
    return imageSizeOfBytes(head, path.string());
}

Result<std::string> encodePng(const RgbImage& image, int level) {
    try {
        const cv::Mat rgb(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<std::uint8_t> out;
        if (cv::imencode(".png", bgr, out, {cv::IMWRITE_PNG_COMPRESSION, level}))
            return std::string(out.begin(), out.end());
    } catch (const std::exception&) { // falls through to the sentence below
    }
    return fail("image.damaged", EGT_TEXT("engine", "A picture of %1 x %2 pixels can't be written as PNG."),
                {std::to_string(image.width), std::to_string(image.height)});
}

Result<void> writePng(const fs::path& path, const RgbImage& image) {
    EGT_ASSIGN(const std::string bytes, encodePng(image));
    return writeFileAtomically(path, bytes);
}

} // namespace egt
