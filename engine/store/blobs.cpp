// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blobs.h"

#include <bit>

#include "store/database.h"

namespace egt::store {
namespace {

void putVarint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

void putFloat(std::string& out, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(bits >> shift);
}

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}
    [[nodiscard]] bool atEnd() const { return m_bytes.empty(); }
    std::string_view take(std::size_t count) {
        if (count > m_bytes.size()) throw DamagedError{};
        const std::string_view out = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return out;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0) return value;
        }
        throw DamagedError{};
    }
    float real() {
        std::uint32_t bits = 0;
        const std::string_view four = take(4);
        for (std::size_t i = 0; i < 4; ++i)
            bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(four[i])) << (8 * i);
        return std::bit_cast<float>(bits);
    }

private:
    std::string_view m_bytes;
};

} // namespace

std::string packFloats(const std::vector<float>& values) {
    std::string out;
    out.reserve(values.size() * 4);
    for (const float value : values)
        putFloat(out, value);
    return out;
}

std::vector<float> unpackFloats(std::string_view text) {
    std::vector<float> out;
    out.reserve(text.size() / 4);
    for (Bytes bytes(text); !bytes.atEnd();)
        out.push_back(bytes.real());
    return out;
}

std::string packNumbers(const std::vector<std::uint32_t>& values) {
    std::string out;
    for (const std::uint32_t value : values)
        putVarint(out, value);
    return out;
}

std::vector<std::uint32_t> unpackNumbers(std::string_view text) {
    std::vector<std::uint32_t> out;
    for (Bytes bytes(text); !bytes.atEnd();)
        out.push_back(static_cast<std::uint32_t>(bytes.varint()));
    return out;
}

// Differences wrap in 32 bits, so that any list comes back equal; a rising one takes one byte a token.
std::string packEnds(const std::vector<std::uint32_t>& rising) {
    std::string out;
    std::uint32_t last = 0;
    for (const std::uint32_t value : rising) {
        putVarint(out, static_cast<std::uint32_t>(value - last));
        last = value;
    }
    return out;
}

std::vector<std::uint32_t> unpackEnds(std::string_view text) {
    std::vector<std::uint32_t> out = unpackNumbers(text);
    std::uint32_t last = 0;
    for (std::uint32_t& value : out)
        last = value += last;
    return out;
}

std::string packPairs(const std::vector<PairId>& rising) {
    std::string out;
    std::uint64_t last = 0;
    for (const PairId pair : rising) {
        putVarint(out, static_cast<std::uint64_t>(pair) - last);
        last = static_cast<std::uint64_t>(pair);
    }
    return out;
}

std::vector<PairId> unpackPairs(std::string_view text) {
    std::vector<PairId> out;
    std::uint64_t last = 0;
    for (Bytes bytes(text); !bytes.atEnd();) {
        last += bytes.varint();
        out.push_back(static_cast<PairId>(last));
    }
    return out;
}

std::string packChoices(const std::vector<std::vector<TokenChoice>>& tokens) {
    std::string out;
    putVarint(out, tokens.size());
    for (const auto& choices : tokens) {
        putVarint(out, choices.size());
        for (const TokenChoice& choice : choices) {
            putFloat(out, choice.probability);
            putVarint(out, choice.text.size());
            out += choice.text;
        }
    }
    return out;
}

std::vector<std::vector<TokenChoice>> unpackChoices(std::string_view text) {
    std::vector<std::vector<TokenChoice>> out;
    if (text.empty()) return out;
    Bytes bytes(text);
    const std::uint64_t tokens = bytes.varint();
    if (tokens > text.size()) throw DamagedError{};
    out.resize(tokens);
    for (auto& choices : out) {
        const std::uint64_t count = bytes.varint();
        if (count > text.size()) throw DamagedError{};
        choices.resize(count);
        for (TokenChoice& choice : choices) {
            choice.probability = bytes.real();
            choice.text = bytes.take(bytes.varint());
        }
    }
    if (!bytes.atEnd()) throw DamagedError{};
    return out;
}

} // namespace egt::store
