// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// float32 to the two 16-bit formats, to nearest, ties to even (IEEE 754-2019, 4.3.1). NaN stays NaN.

#include <bit>
#include <cmath>
#include <cstdint>

namespace egt::kernels {

/// The upper half of a float.
inline std::uint16_t toBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if (std::isnan(value)) return static_cast<std::uint16_t>((bits >> 16U) | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

/// binary16: 5 bits of exponent, 10 of fraction; overflows to infinity.
inline std::uint16_t toF16(float value) {
    const auto sign = static_cast<std::uint32_t>(std::signbit(value)) << 15U;
    const float size = std::fabs(value);
    if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7E00U);
    if (size >= 65520.0F) return static_cast<std::uint16_t>(sign | 0x7C00U);
    // Subnormals are multiples of 2^-24: adding 2^-1 leaves size / 2^-24, rounded, in the low bits of the sum.
    if (size < 0x1p-14F) return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(size + 0.5F) & 0x7FFU));
    const auto bits = std::bit_cast<std::uint32_t>(size) - (112U << 23U); // exponent bias 127 -> 15
    return static_cast<std::uint16_t>(sign | ((bits + 0xFFFU + ((bits >> 13U) & 1U)) >> 13U));
}

} // namespace egt::kernels
