// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/gif.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace egt {
namespace {

/// Bounds-checked little-endian reading; after a read past the end everything is zero and `good` is false.
struct Bytes {
    std::string_view data;
    std::size_t at = 0;
    bool good = true;
    std::uint32_t u8() {
        if (at >= data.size()) {
            good = false;
            return 0;
        }
        return static_cast<unsigned char>(data[at++]);
    }
    std::uint32_t u16() {
        const std::uint32_t low = u8();
        return low | u8() << 8;
    }
    std::string_view take(std::size_t n) {
        if (at + n > data.size()) {
            good = false;
            return {};
        }
        at += n;
        return data.substr(at - n, n);
    }
    /// A chain of sub-blocks as one string.
    std::string blocks() {
        std::string out;
        for (std::uint32_t n = u8(); n != 0 && good; n = u8())
            out += take(n);
        return out;
    }
};

/// LZW with codes that grow from `start_bits` + 1 to 12 bits. Stops at the end code; fewer indices than `wanted` = cut.
std::optional<std::string> unpack(std::string_view packed, std::uint32_t start_bits, std::size_t wanted) {
    if (start_bits < 1 || start_bits > 8) return std::nullopt;
    const std::uint32_t clear = 1U << start_bits;
    std::array<std::uint16_t, 4096> prefix{};
    std::array<char, 4096> last{};
    for (std::uint32_t i = 0; i < clear; ++i)
        last[i] = static_cast<char>(i);
    std::uint32_t next = clear + 2;
    std::uint32_t bits = start_bits + 1;
    std::uint32_t buffer = 0;
    std::uint32_t filled = 0;
    std::int32_t previous = -1;
    std::string out;
    std::string run;
    const auto expand = [&](std::uint32_t code) { // backwards, then turned round
        run.clear();
        while (code >= clear + 2) {
            run += last[code];
            code = prefix[code];
        }
        run += last[code];
    };
    for (const char c : packed) {
        buffer |= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << filled;
        filled += 8;
        while (filled >= bits) {
            const std::uint32_t code = buffer & ((1U << bits) - 1);
            buffer >>= bits;
            filled -= bits;
            if (code == clear) {
                next = clear + 2;
                bits = start_bits + 1;
                previous = -1;
                continue;
            }
            if (code == clear + 1) return out.size() >= wanted ? std::optional(std::move(out)) : std::nullopt;
            if (code > next || (code == next && previous < 0)) return std::nullopt;
            if (code == next) { // the code that is just being defined: previous run and its own first letter
                expand(static_cast<std::uint32_t>(previous));
                run.insert(run.begin(), run.back());
            } else {
                expand(code);
            }
            if (previous >= 0 && next < 4096) {
                prefix[next] = static_cast<std::uint16_t>(previous);
                last[next] = run.back();
                ++next;
                if (next == (1U << bits) && bits < 12) ++bits;
            }
            out.append(run.rbegin(), run.rend());
            previous = static_cast<std::int32_t>(code);
            if (out.size() >= wanted) return out;
        }
    }
    return std::nullopt;
}

/// The picture of the first frame: its place, palette and indices.
struct Frame {
    std::size_t left = 0, top = 0, width = 0, height = 0;
    bool interlaced = false;
    std::string_view palette; ///< empty: the index is the grey value
    std::int32_t transparent = -1;
    std::string indices;
};

/// From after an image separator to the end of its data. `palette` is the global one.
bool readFrame(Bytes& in, std::string_view palette, Frame& frame) {
    frame.left = in.u16();
    frame.top = in.u16();
    frame.width = in.u16();
    frame.height = in.u16();
    const std::uint32_t flags = in.u8();
    frame.interlaced = (flags & 0x40) != 0;
    frame.palette = (flags & 0x80) != 0 ? in.take(std::size_t{3} << ((flags & 7) + 1)) : palette;
    const std::uint32_t bits = in.u8();
    const std::string packed = in.blocks();
    // A code of 12 bits stands for fewer than 4,096 pixels: a larger claim is a lie that would cost memory.
    if (!in.good || frame.width * frame.height / 4096 > packed.size()) return false;
    auto indices = unpack(packed, bits, frame.width * frame.height);
    if (indices) frame.indices = std::move(*indices);
    return indices.has_value();
}

std::optional<Frame> firstFrame(std::string_view bytes) {
    Bytes in{bytes, 10};
    const std::uint32_t flags = in.u8();
    in.u16(); // background, which nobody uses; aspect ratio
    const std::string_view palette = (flags & 0x80) != 0 ? in.take(std::size_t{3} << ((flags & 7) + 1)) : "";
    Frame frame;
    while (in.good) {
        const std::uint32_t mark = in.u8();
        if (mark == 0x2C) return readFrame(in, palette, frame) ? std::optional(std::move(frame)) : std::nullopt;
        if (mark != 0x21) return std::nullopt;
        const std::uint32_t kind = in.u8();
        const std::string data = in.blocks();
        if (kind == 0xF9 && data.size() >= 4 && (data[0] & 1) != 0)
            frame.transparent = static_cast<unsigned char>(data[3]);
    }
    return std::nullopt;
}

using Colour = std::array<std::uint8_t, 3>;

/// What each index looks like. Beyond a short palette Pillow's own entries stand, a ramp of grey.
std::array<Colour, 256> colours(const Frame& frame) {
    std::array<Colour, 256> out{};
    for (std::size_t i = 0; i < 256; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            out[i][k] = static_cast<std::uint8_t>(3 * i + 2 < frame.palette.size() ? frame.palette[3 * i + k]
                                                                                   : static_cast<char>(i));
    if (frame.transparent >= 0) out[static_cast<std::size_t>(frame.transparent)] = {255, 255, 255};
    return out;
}

/// The frame's row that is stored as number `stored`: interlaced ones come in four passes.
std::vector<std::size_t> rowOrder(const Frame& frame) {
    constexpr std::array<std::array<std::size_t, 2>, 4> passes = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    std::vector<std::size_t> order;
    if (!frame.interlaced)
        for (std::size_t y = 0; y < frame.height; ++y)
            order.push_back(y);
    else
        for (const auto& [first, step] : passes)
            for (std::size_t y = first; y < frame.height; y += step)
                order.push_back(y);
    return order;
}

} // namespace

std::optional<RgbImage> decodeGif(std::string_view bytes, std::int32_t width, std::int32_t height) {
    const auto frame = firstFrame(bytes);
    if (!frame || frame->left + frame->width > static_cast<std::size_t>(width) ||
        frame->top + frame->height > static_cast<std::size_t>(height))
        return std::nullopt;
    const auto colour = colours(*frame);
    const auto canvas = static_cast<std::size_t>(width);
    const auto pixels = canvas * static_cast<std::size_t>(height);
    RgbImage image{width, height, {}};
    const Colour ground = colour[frame->transparent >= 0 ? static_cast<std::size_t>(frame->transparent) : 0];
    image.bytes.resize(pixels * 3);
    if (frame->width * frame->height < pixels)
        for (std::size_t i = 0; i < pixels * 3; ++i)
            image.bytes[i] = ground[i % 3];
    const char* index = frame->indices.data();
    for (const std::size_t y : rowOrder(*frame)) {
        std::uint8_t* to = image.bytes.data() + ((frame->top + y) * canvas + frame->left) * 3;
        for (std::size_t x = 0; x < frame->width; ++x, to += 3)
            std::ranges::copy(colour[static_cast<unsigned char>(*index++)], to);
    }
    return image;
}

} // namespace egt
