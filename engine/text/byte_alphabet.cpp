// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/byte_alphabet.h"

#include <array>

#include "text/utf8.h"

namespace egt {
namespace {

std::string utf8Of(unsigned code) {
    if (code < 0x80) return {static_cast<char>(code)};
    return {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
}

struct Alphabet {
    std::array<std::string, 256> character;
    std::array<int, 0x200> byte_of{}; // by code point, -1 = none
    Alphabet() {
        byte_of.fill(-1);
        unsigned next = 0x100;
        for (unsigned b = 0; b < 256; ++b) {
            const bool printable = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            const unsigned code = printable ? b : next++;
            character[b] = utf8Of(code);
            byte_of[code] = static_cast<int>(b);
        }
    }
};
const Alphabet& alphabet() {
    static const Alphabet table;
    return table;
}

} // namespace

const std::string& byteCharacter(unsigned char byte) {
    return alphabet().character[byte];
}

std::optional<std::string> bytesOfToken(std::string_view token) {
    std::string out;
    for (std::size_t at = 0; at < token.size();) {
        const auto first = static_cast<unsigned char>(token[at]);
        unsigned code = first;
        const Utf8Step step = utf8Step(token.substr(at));
        if (!step.valid || step.bytes > 2) return std::nullopt;
        if (step.bytes == 2) code = ((first & 0x1FU) << 6U) | (static_cast<unsigned char>(token[at + 1]) & 0x3FU);
        if (code >= 0x200 || alphabet().byte_of[code] < 0) return std::nullopt;
        out.push_back(static_cast<char>(alphabet().byte_of[code]));
        at += step.bytes;
    }
    return out;
}

std::string tokenOfBytes(std::string_view bytes) {
    std::string out;
    for (const char c : bytes)
        out += byteCharacter(static_cast<unsigned char>(c));
    return out;
}

} // namespace egt
