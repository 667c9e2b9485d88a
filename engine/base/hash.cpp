// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "base/files.h"
#include "base/sha256_blocks.h"

namespace egt {
Sha256::Sha256()
    : m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {}

void Sha256::blocks(const unsigned char* data, std::size_t count) {
    static const auto best = sha256HasInstructions() ? sha256BlocksByInstructions : sha256Blocks;
    best(m_state, data, count);
}

void Sha256::update(std::string_view bytes) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t left = bytes.size();
    m_length += left;
    while (left > 0) {
        if (m_fill == 0 && left >= 64) {
            blocks(data, left / 64);
            data += left / 64 * 64;
            left %= 64;
            continue;
        }
        const std::size_t take = std::min<std::size_t>(64 - m_fill, left);
        std::memcpy(m_buffer.data() + m_fill, data, take);
        m_fill += take;
        data += take;
        left -= take;
        if (m_fill == 64) {
            blocks(m_buffer.data(), 1);
            m_fill = 0;
        }
    }
}

std::string Sha256::hex() {
    const std::uint64_t bits = m_length * 8;
    std::string tail(1, '\x80');
    while ((m_fill + tail.size()) % 64 != 56)
        tail += '\0';
    for (int shift = 56; shift >= 0; shift -= 8)
        tail += static_cast<char>((bits >> shift) & 0xff);
    update(tail);
    std::string out;
    for (const std::uint32_t word : m_state) {
        std::array<char, 9> digits{};
        std::snprintf(digits.data(), digits.size(), "%08x", word);
        out += digits.data();
    }
    return out;
}

std::string sha256Hex(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.hex();
}

Result<std::string> sha256File(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(cannotReadError(path));
    Sha256 hash;
    std::string buffer(1 << 20, '\0');
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    return hash.hex();
}

} // namespace egt
