// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/webp_frame.h"

#include "images/byte_order.h"

namespace egt {
namespace {

constexpr std::size_t kFrameHeader = 16; // place, size, duration and flags of an ANMF chunk

/// The payload of the first chunk of this kind from `at` on; nothing when it is cut or not there.
std::optional<std::string_view> payload(std::string_view bytes, std::size_t at, std::string_view kind) {
    while (at + 8 <= bytes.size()) {
        const std::size_t length = little32(bytes, at + 4);
        if (length > bytes.size() - at - 8) return std::nullopt;
        if (bytes.substr(at, 4) == kind) return bytes.substr(at + 8, length);
        at += 8 + length + (length & 1);
    }
    return std::nullopt;
}

std::string chunk(std::string_view kind, std::string_view data) {
    std::string out = std::string(kind) + little32Bytes(static_cast<std::uint32_t>(data.size())) + std::string(data);
    if (data.size() % 2 == 1) out += '\0';
    return out;
}

/// A lossy frame keeps its opacity in a chunk of its own, which only an extended file may have.
std::string extension(std::string_view frame) {
    return std::string("\x10\0\0\0", 4) + std::string(frame.substr(6, 6)); // flag "alpha"; width and height less one
}

} // namespace

std::optional<WebpFrame> firstWebpFrame(std::string_view bytes) {
    if (bytes.size() < 30) return std::nullopt;
    const auto frame = payload(bytes, 12, "ANMF");
    if (!frame || frame->size() < kFrameHeader) return std::nullopt;
    WebpFrame out;
    out.canvas_has_alpha = (byteAt(bytes, 20) & 0x10) != 0;
    out.left = std::int64_t{2} * little24(*frame, 0); // stored in steps of two pixels
    out.top = std::int64_t{2} * little24(*frame, 3);
    out.width = std::int64_t{little24(*frame, 6)} + 1;
    out.height = std::int64_t{little24(*frame, 9)} + 1;
    std::string chunks;
    const auto alpha = payload(*frame, kFrameHeader, "ALPH");
    const auto lossy = payload(*frame, kFrameHeader, "VP8 ");
    const auto lossless = payload(*frame, kFrameHeader, "VP8L");
    if (lossy) {
        if (alpha) chunks = chunk("VP8X", extension(*frame)) + chunk("ALPH", *alpha);
        chunks += chunk("VP8 ", *lossy);
    } else if (lossless) {
        chunks = chunk("VP8L", *lossless);
    } else {
        return std::nullopt;
    }
    out.file = "RIFF" + little32Bytes(static_cast<std::uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
    return out;
}

} // namespace egt
