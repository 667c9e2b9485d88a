// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize.h"

#include <algorithm>
#include <array>

#include "images/resize_kernel.h"
#include "images/resize_taps.h"

namespace egt {
namespace {

constexpr std::size_t kStrip = 64; ///< rows that are transposed together

RgbImage blank(std::int32_t width, std::int32_t height) {
    return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3)};
}

RgbImage resizeRows(const RgbImage& in, std::int32_t height, ResizeLike like, Blend blend) {
    const AxisTaps taps(in.height, height, like);
    RgbImage out = blank(in.width, height);
    const std::size_t row = static_cast<std::size_t>(in.width) * 3;
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        const PlaceTaps place = taps[y];
        blend(in.bytes.data() + static_cast<std::size_t>(place.first) * row, row, place, row,
              out.bytes.data() + y * row);
    }
    return out;
}

/// Columns of bytes become rows of kStrip bytes: out[x * kStrip + r] = rows[r][x]. All rows are `length` bytes.
void lay(const std::array<const std::uint8_t*, kStrip>& rows, std::size_t length, std::uint8_t* out) {
    std::array<const std::uint8_t*, 16> from;
    std::array<std::uint8_t*, 16> to;
    for (std::size_t r = 0; r < kStrip; r += 16) {
        std::size_t x = 0;
        for (; x + 16 <= length; x += 16) {
            for (std::size_t i = 0; i < 16; ++i) {
                from[i] = rows[r + i] + x;
                to[i] = out + (x + i) * kStrip + r;
            }
            transpose16(from.data(), to.data());
        }
        for (; x < length; ++x)
            for (std::size_t i = 0; i < 16; ++i)
                out[x * kStrip + r + i] = rows[r + i][x];
    }
}

/// And back: rows[r][x] = in[x * kStrip + r] for the first `count` rows.
void raise(const std::uint8_t* in, std::size_t length, const std::array<std::uint8_t*, kStrip>& rows,
           std::size_t count) {
    std::array<const std::uint8_t*, 16> from;
    std::array<std::uint8_t*, 16> to;
    std::array<std::uint8_t, 16> spare; // takes what belongs to no row
    for (std::size_t r = 0; r < count; r += 16) {
        std::size_t x = 0;
        for (; x + 16 <= length; x += 16) {
            for (std::size_t i = 0; i < 16; ++i) {
                from[i] = in + (x + i) * kStrip + r;
                to[i] = r + i < count ? rows[r + i] + x : spare.data();
            }
            transpose16(from.data(), to.data());
        }
        for (; x < length; ++x)
            for (std::size_t i = r; i < std::min(r + 16, count); ++i)
                rows[i][x] = in[x * kStrip + i];
    }
}

/// A strip of rows is transposed, so that its pixels are rows of 3 * kStrip bytes, blended as rows are, and turned
/// back.
RgbImage resizeColumns(const RgbImage& in, std::int32_t width, ResizeLike like, Blend blend) {
    constexpr std::size_t pixel = 3 * kStrip;
    const AxisTaps taps(in.width, width, like);
    RgbImage out = blank(width, in.height);
    const std::size_t in_row = static_cast<std::size_t>(in.width) * 3;
    const std::size_t out_row = static_cast<std::size_t>(width) * 3;
    std::vector<std::uint8_t> before(in_row * kStrip);
    std::vector<std::uint8_t> after(out_row * kStrip);
    const auto height = static_cast<std::size_t>(in.height);
    for (std::size_t y = 0; y < height; y += kStrip) {
        const std::size_t count = std::min(kStrip, height - y);
        std::array<const std::uint8_t*, kStrip> from;
        std::array<std::uint8_t*, kStrip> to{};
        for (std::size_t r = 0; r < kStrip; ++r) {
            from[r] = in.bytes.data() + (y + std::min(r, count - 1)) * in_row;
            if (r < count) to[r] = out.bytes.data() + (y + r) * out_row;
        }
        lay(from, in_row, before.data());
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
            const PlaceTaps place = taps[x];
            blend(before.data() + static_cast<std::size_t>(place.first) * pixel, pixel, place, pixel,
                  after.data() + x * pixel);
        }
        raise(after.data(), out_row, to, count);
    }
    return out;
}

/// Pillow's choice since version 13: rows first where the height loses more than twice what the width loses.
bool rowsFirst(const RgbImage& image, std::int32_t width, std::int32_t height, ResizeLike like) {
    return like == ResizeLike::pillow && height < image.height &&
           std::int64_t{2} * (image.width - width) < image.height - height;
}

} // namespace

RgbImage resizeBicubic(const RgbImage& image, std::int32_t width, std::int32_t height, ResizeLike like) {
    const Blend blend = fastestBlend();
    if (width == image.width && height == image.height) return image;
    if (width == image.width) return resizeRows(image, height, like, blend);
    if (height == image.height) return resizeColumns(image, width, like, blend);
    if (rowsFirst(image, width, height, like))
        return resizeColumns(resizeRows(image, height, like, blend), width, like, blend);
    return resizeRows(resizeColumns(image, width, like, blend), height, like, blend);
}

} // namespace egt
