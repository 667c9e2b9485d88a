// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/image.h"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/files.h"
#include "base/picture_file.h"
#include "images/gif.h"
#include "images/header.h"
#include "images/to_rgb.h"
#include "images/webp_frame.h"

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

/// All of it, unless it is larger than any image of kMaxPixels has a reason to be.
Result<std::string> fileBytes(const fs::path& path) {
    const auto stamp = pictureStamp(path);
    if (stamp && static_cast<std::uintmax_t>(stamp->bytes) > kMaxFileBytes)
        return fail("image.too_large",
                    EGT_TEXT("engine", "The image file %1 has %2 bytes; more than 1 GiB is not read. Make it smaller."),
                    {path.string(), std::to_string(stamp->bytes)}, path.string());
    auto bytes = readPicture(path);
    if (!bytes) return missing(path);
    return bytes;
}

/// OpenCV decodes into memory of its own; an empty matrix when it can't. IMREAD_UNCHANGED leaves turning to us.
cv::Mat decodeWithOpenCv(std::string_view bytes) {
    static const auto quiet [[maybe_unused]] = cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    const cv::Mat packed(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
    return cv::imdecode(packed, cv::IMREAD_UNCHANGED);
}

/// OpenCV 4.6 knows no animations: their first frame is decoded as a file of its own and laid on the canvas.
cv::Mat decodeAnimatedWebp(std::string_view bytes, const ImageHeader& header) {
    const auto frame = firstWebpFrame(bytes);
    if (!frame || frame->left + frame->width > header.width || frame->top + frame->height > header.height) return {};
    // The picture inside says its size once more, and memory is taken by that.
    const auto inner = parseImageHeader(frame->file);
    if (!inner || inner->width != frame->width || inner->height != frame->height) return {};
    cv::Mat part = decodeWithOpenCv(frame->file);
    if (part.depth() != CV_8U || part.channels() < 3 || part.cols != frame->width || part.rows != frame->height)
        return {};
    if (part.cols == header.width && part.rows == header.height) return part;
    if (frame->canvas_has_alpha && part.channels() == 3) cv::cvtColor(part, part, cv::COLOR_BGR2BGRA);
    cv::Mat canvas = cv::Mat::zeros(static_cast<int>(header.height), static_cast<int>(header.width), part.type());
    part.copyTo(canvas(cv::Rect(static_cast<int>(frame->left), static_cast<int>(frame->top), part.cols, part.rows)));
    return canvas;
}

/// Where nearly every header ends.
constexpr std::size_t kHeadBytes = 1 << 16;

Result<std::string> firstBytes(const fs::path& path) {
    auto head = readPicture(path, kHeadBytes);
    if (!head) return missing(path);
    return head;
}

} // namespace

Result<RgbImage> decodeImageBytes(std::string_view bytes, const std::string& name) {
    EGT_ASSIGN(const ImageHeader header, checkedHeader(bytes, name));
    try {
        if (header.kind == ImageKind::gif) {
            auto image =
                decodeGif(bytes, static_cast<std::int32_t>(header.width), static_cast<std::int32_t>(header.height));
            if (!image) return damaged(name);
            return std::move(*image);
        }
        if (!fileIsWhole(header, bytes) || !sizeIsPlausible(header, bytes)) return damaged(name);
        cv::Mat image = header.animated ? decodeAnimatedWebp(bytes, header) : decodeWithOpenCv(bytes);
        if (image.empty() || image.depth() > CV_16U || image.cols != header.width || image.rows != header.height)
            return damaged(name);
        makeUpright(image, header.orientation);
        return toRgb(image, header);
    } catch (const std::exception&) { // cv::Exception, bad_alloc: the file is what is wrong
        return damaged(name);
    }
}

Result<RgbImage> decodeImage(const fs::path& path) {
    // The head first: a picture that is too large is refused before its bytes are read.
    EGT_ASSIGN(const std::string head, firstBytes(path));
    if (parseImageHeader(head)) EGT_TRY(checkedHeader(head, path.string()));
    EGT_ASSIGN(const std::string bytes, fileBytes(path));
    return decodeImageBytes(bytes, path.string());
}

Result<ImageSize> imageSizeOfBytes(std::string_view bytes, const std::string& name) {
    EGT_ASSIGN(const ImageHeader header, checkedHeader(bytes, name));
    return orientedSize(header);
}

Result<ImageSize> imageSize(const fs::path& path) {
    EGT_ASSIGN(std::string head, firstBytes(path));
    const auto header = parseImageHeader(head);
    // Colour profiles can push a JPEG's size far back, comments a GIF's frame; WebP keeps its orientation behind the
    // pixels.
    const bool behind = !header || header->kind == ImageKind::webp || header->kind == ImageKind::gif;
    if (head.size() == kHeadBytes && behind) {
        EGT_ASSIGN(head, fileBytes(path));
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
