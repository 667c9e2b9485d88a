// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/embedded_image.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace egt::formats {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values() {
    std::array<std::int8_t, 256> out{};
    out.fill(-1);
    for (std::size_t i = 0; i < kDigits.size(); ++i)
        out[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
    return out;
}

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

std::string_view imageExtension(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "jpg";
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "png";
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "gif";
    if (bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return "webp";
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return "tif";
    // "BM" alone begins many texts; the size of the header that follows is one of a few.
    if (bytes.size() >= 26 && bytes.starts_with("BM"sv) && bytes[15] == 0 && bytes[16] == 0 && bytes[17] == 0)
        return "bmp";
    return {};
}

std::string toBase64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) -> std::uint32_t {
            return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U;
        };
        const std::uint32_t three = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
        for (int shift = 18; shift >= 0; shift -= 6)
            out += kDigits[three >> shift & 63];
    }
    const std::size_t rest = bytes.size() % 3;
    if (rest > 0) out.replace(out.size() - (3 - rest), 3 - rest, 3 - rest, '=');
    return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
    static constexpr auto kValues = values();
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int filled = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isBlank(c)) continue;
        if (c == '=') { // nothing but padding may follow
            const auto rest = text.substr(i);
            if (std::any_of(rest.begin(), rest.end(), [](char r) { return r != '=' && !isBlank(r); }))
                return std::nullopt;
            break;
        }
        const std::int8_t value = kValues[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        filled += 6;
        if (filled < 8) continue;
        filled -= 8;
        out += static_cast<char>(bits >> filled & 0xFF);
    }
    if (filled == 6) return std::nullopt; // one digit alone is no byte
    return out;
}

std::optional<std::string> bytesOfDataUrl(std::string_view url) {
    if (!url.starts_with("data:")) return std::nullopt;
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos || !url.substr(0, comma).ends_with(";base64")) return std::nullopt;
    return fromBase64(url.substr(comma + 1));
}

} // namespace egt::formats
