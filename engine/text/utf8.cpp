// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/utf8.h"

#include <algorithm>
#include <cstdlib>

#include <utf8proc.h>

namespace egt {
namespace {

unsigned byteAt(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

// Length of the sequence and the allowed range of its second byte (Unicode 15, table 3-7).
struct Lead {
    std::size_t length;
    unsigned low, high;
};
Lead lead(unsigned c) {
    if (c < 0x80) return {1, 0, 0};
    if (c >= 0xC2 && c <= 0xDF) return {2, 0x80, 0xBF};
    if (c == 0xE0) return {3, 0xA0, 0xBF};
    if (c == 0xED) return {3, 0x80, 0x9F};
    if (c >= 0xE1 && c <= 0xEF) return {3, 0x80, 0xBF};
    if (c == 0xF0) return {4, 0x90, 0xBF};
    if (c >= 0xF1 && c <= 0xF3) return {4, 0x80, 0xBF};
    if (c == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

} // namespace

Utf8Step utf8Step(std::string_view text) {
    const Lead first = lead(byteAt(text, 0));
    if (first.length == 0) return {1, false};
    for (std::size_t i = 1; i < first.length; ++i) {
        if (i >= text.size()) return {i, false};
        const unsigned low = i == 1 ? first.low : 0x80;
        const unsigned high = i == 1 ? first.high : 0xBF;
        if (byteAt(text, i) < low || byteAt(text, i) > high) return {i, false};
    }
    return {first.length, true};
}

std::string cleanUtf8(std::string_view bytes, std::vector<std::uint32_t>* ends) {
    std::string out;
    out.reserve(bytes.size());
    std::size_t next_end = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const Utf8Step step = utf8Step(bytes.substr(at));
        for (; ends && next_end < ends->size() && (*ends)[next_end] < at + step.bytes; ++next_end)
            (*ends)[next_end] = static_cast<std::uint32_t>(out.size());
        if (step.valid)
            out.append(bytes.substr(at, step.bytes));
        else
            out.append("\xEF\xBF\xBD");
        at += step.bytes;
    }
    for (; ends && next_end < ends->size(); ++next_end)
        (*ends)[next_end] = static_cast<std::uint32_t>(out.size());
    return out;
}

std::string nfc(std::string_view text) {
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return std::string(text);
    utf8proc_uint8_t* mapped = nullptr;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &mapped, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (length < 0) return std::string(text); // only ill-formed input fails, and callers clean it first
    std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
    std::free(mapped);
    return out;
}

} // namespace egt
