// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/gif.h"

#include <array>

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

} // namespace

std::optional<RgbImage> decodeGif(std::string_view bytes) {
    Bytes in{bytes, 6};
    RgbImage image;
    image.width = static_cast<std::int32_t>(in.u16());
    image.height = static_cast<std::int32_t>(in.u16());
    const std::uint32_t flags = in.u8();
    const std::uint32_t background = in.u8();
    in.u8();
    std::string_view palette;
    if ((flags & 0x80) != 0) palette = in.take(std::size_t{3} << ((flags & 7) + 1));
    if (!in.good || image.width == 0 || image.height == 0) return std::nullopt;
    const auto paint = [&](std::size_t pixel, std::size_t index, std::string_view colours) {
        for (std::size_t k = 0; k < 3; ++k)
            image.bytes[pixel * 3 + k] =
                index * 3 + k < colours.size() ? static_cast<std::uint8_t>(colours[index * 3 + k]) : std::uint8_t{0};
    };
    const auto pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    image.bytes.resize(pixels * 3);
    for (std::size_t i = 0; i < pixels; ++i)
        paint(i, background, palette);

    std::int32_t transparent = -1;
    while (in.good) {
        const std::uint32_t mark = in.u8();
        if (mark == 0x21) {
            const std::uint32_t kind = in.u8();
            const std::string data = in.blocks();
            if (kind == 0xF9 && data.size() >= 4 && (data[0] & 1) != 0)
                transparent = static_cast<unsigned char>(data[3]);
            continue;
        }
        if (mark != 0x2C) return std::nullopt;
        const std::size_t left = in.u16(), top = in.u16(), width = in.u16(), height = in.u16();
        const std::uint32_t local = in.u8();
        const std::string_view colours = (local & 0x80) != 0 ? in.take(std::size_t{3} << ((local & 7) + 1)) : palette;
        const std::uint32_t bits = in.u8();
        const auto indices = unpack(in.blocks(), bits, width * height);
        if (!indices) return std::nullopt;
        std::size_t at = 0;
        const auto row = [&](std::size_t y) {
            for (std::size_t x = 0; x < width; ++x, ++at) {
                const auto index = static_cast<unsigned char>((*indices)[at]);
                if (index == transparent || left + x >= static_cast<std::size_t>(image.width) ||
                    top + y >= static_cast<std::size_t>(image.height))
                    continue;
                paint((top + y) * static_cast<std::size_t>(image.width) + left + x, index, colours);
            }
        };
        if ((local & 0x40) == 0) {
            for (std::size_t y = 0; y < height; ++y)
                row(y);
        } else { // interlaced: four passes
            constexpr std::array<std::array<std::size_t, 2>, 4> passes = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
            for (const auto& [first, step] : passes)
                for (std::size_t y = first; y < height; y += step)
                    row(y);
        }
        return image;
    }
    return std::nullopt;
}

} // namespace egt
