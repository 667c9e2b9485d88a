// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/utf8.h"

#include <cstring>

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

bool isUtf8(std::string_view bytes) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    for (std::size_t at = 0; at < bytes.size();) {
        std::uint64_t eight = 0;
        if (at + sizeof eight <= bytes.size()) std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if (at + sizeof eight <= bytes.size() && (eight & high_bits) == 0) {
            at += sizeof eight;
            continue;
        }
        const Utf8Step step = utf8Step(bytes.substr(at));
        if (!step.valid) return false;
        at += step.bytes;
    }
    return true;
}

void appendUtf8(std::string& out, char32_t code) {
    const auto tail = [&](unsigned shift) { out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU))); };
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0U | code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | code >> 12U));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0U | code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace egt
