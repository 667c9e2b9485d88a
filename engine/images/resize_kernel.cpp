// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/resize_kernel.h"

#include <algorithm>
#include <array>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace egt {

void blendPortable(const std::uint8_t* source, std::size_t stride, const PlaceTaps& taps, std::size_t count,
                   std::uint8_t* out) {
    constexpr std::size_t block = 64; // sums stay in registers or the nearest cache
    std::array<std::uint32_t, block> sums;
    for (std::size_t from = 0; from < count; from += block) {
        const std::size_t n = std::min(block, count - from);
        sums.fill(1U << (taps.bits - 1));
        for (std::int32_t k = 0; k < taps.taps; ++k) {
            const int shift = (k & 1) * 16;
            const auto high = static_cast<std::int16_t>(taps.high[k / 2] >> shift);
            const auto low = static_cast<std::int16_t>(taps.low[k / 2] >> shift);
            // Unsigned, because a partial sum may pass 2^31; the whole one does not.
            const auto weight = static_cast<std::uint32_t>(std::int32_t{high} * (1 << kSplitBits) + low);
            const std::uint8_t* row = source + static_cast<std::size_t>(k) * stride + from;
            for (std::size_t i = 0; i < n; ++i)
                sums[i] += weight * row[i];
        }
        for (std::size_t i = 0; i < n; ++i)
            out[from + i] =
                static_cast<std::uint8_t>(std::clamp(static_cast<std::int32_t>(sums[i]) >> taps.bits, 0, 255));
    }
}

Blend fastestBlend() {
    static const Blend chosen = [] {
        if (const Blend wide = blendAvx512()) return wide;
        if (const Blend wide = blendAvx2()) return wide;
        return &blendPortable;
    }();
    return chosen;
}

#if defined(__SSE2__)

namespace {
struct Tile { // an array's element type would lose the vector's alignment attribute
    __m128i rows[16];
};

/// One of four rounds: row i and row i + 8 are woven byte by byte. After four rounds rows have become columns.
Tile weave(const Tile& in) {
    Tile out;
    for (std::size_t i = 0; i < 8; ++i) {
        out.rows[2 * i] = _mm_unpacklo_epi8(in.rows[i], in.rows[i + 8]);
        out.rows[2 * i + 1] = _mm_unpackhi_epi8(in.rows[i], in.rows[i + 8]);
    }
    return out;
}
} // namespace

void transpose16(const std::uint8_t* const* in, std::uint8_t* const* out) {
    Tile tile;
    for (std::size_t i = 0; i < 16; ++i)
        tile.rows[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in[i]));
    tile = weave(weave(weave(weave(tile))));
    for (std::size_t i = 0; i < 16; ++i)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out[i]), tile.rows[i]);
}

#else

void transpose16(const std::uint8_t* const* in, std::uint8_t* const* out) {
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < 16; ++j)
            out[j][i] = in[i][j];
}

#endif

} // namespace egt
